// A peer for `make bench-peers`: what a careful Go programmer writes for the same work on a database of thidua, with
// net/http, encoding/json, mattn's go-sqlite3 and a goroutine that stores many posts in one durable transaction.
//
//	peer DB ADDRESS TOKEN
//
// It does less than thidua: no identities between figures, no check whether anything changed, no rights by subtree, and its
// answer echoes the body.
package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

const mostPosts = 256 // in one transaction

type value struct {
	Element string `json:"element"`
	Value   *int64 `json:"value"`
}

type report struct {
	ID      int64   `json:"id"`
	Unit    string  `json:"unit"`
	Period  string  `json:"period"`
	Scope   string  `json:"scope"`
	Version int64   `json:"version"`
	Reason  string  `json:"reason"`
	Values  []value `json:"values"`
}

type post struct {
	report report
	stored chan error
}

type writer struct {
	ctx      context.Context
	conn     *sql.Conn
	elements map[string]int64
	seq      int64
	hash     []byte
	at       int64

	newest, supersede, insert, figures, figure, event *sql.Stmt
}

func must[T any](result T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return result
}

func open(path string, connections int) *sql.DB {
	db := must(sql.Open("sqlite3", "file:"+path+"?_journal=WAL&_sync=FULL&_fk=1&_busy_timeout=5000&_cache_size=-8192"))
	db.SetMaxOpenConns(connections)
	return db
}

func newWriter(path string) *writer {
	w := &writer{ctx: context.Background(), elements: map[string]int64{}, at: time.Now().UnixMilli()}
	w.conn = must(open(path, 1).Conn(w.ctx))
	prepare := func(text string) *sql.Stmt { return must(w.conn.PrepareContext(w.ctx, text)) }
	w.newest = prepare("SELECT id, version FROM reports WHERE unit = ? AND period = ? AND scope = ? AND status <> 'discarded' ORDER BY version DESC LIMIT 1")
	w.supersede = prepare("UPDATE reports SET status = 'superseded', superseded_at = ?, revision = revision + 1 WHERE id = ?")
	w.insert = prepare("INSERT INTO reports (unit, period, scope, version, status, received_at, reason, posted_by_unit, submitted_at, submitted_by_unit)" +
		" VALUES (?1, ?2, ?3, ?4, 'submitted', ?5, ?6, ?1, ?5, ?1)")
	w.figures = prepare("INSERT INTO report_values (report, element_id, value, status) VALUES (?, ?, ?, 'actual')" +
		strings.Repeat(", (?, ?, ?, 'actual')", 39))
	w.figure = prepare("INSERT INTO report_values (report, element_id, value, status) VALUES (?, ?, ?, 'actual')")
	w.event = prepare("INSERT INTO events (seq, at, token, actor, role, unit, action, object, after_digest, request_id, address, prev, hash)" +
		" VALUES (?, ?, 1, 'peer', 'clerk', ?, 'create_report', ?, ?, '0123456789abcdef', '127.0.0.1', ?, ?)")
	rows := must(w.conn.QueryContext(w.ctx, "SELECT element, element_id FROM elements"))
	for rows.Next() {
		var code string
		var id int64
		must(0, rows.Scan(&code, &id))
		w.elements[code] = id
	}
	must(0, rows.Close())
	if err := w.conn.QueryRowContext(w.ctx, "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").Scan(&w.seq, &w.hash); err != sql.ErrNoRows {
		must(0, err)
	}
	return w
}

func (w *writer) storeFigures(r *report) error {
	arguments := make([]any, 0, 3*len(r.Values))
	for _, v := range r.Values {
		id, known := w.elements[v.Element]
		if !known || v.Value == nil {
			return fmt.Errorf("no figure: %s", v.Element)
		}
		arguments = append(arguments, r.ID, id, *v.Value)
	}
	if len(r.Values) == 40 {
		_, err := w.figures.ExecContext(w.ctx, arguments...)
		return err
	}
	for i := 0; i < len(arguments); i += 3 {
		if _, err := w.figure.ExecContext(w.ctx, arguments[i:i+3]...); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) storeEvent(r *report) error {
	digest := sha256.Sum256(must(json.Marshal(r)))
	object := fmt.Sprintf("/reports/%d", r.ID)
	hash := sha256.Sum256([]byte(fmt.Sprintf("%d %d %s %s %x %x", w.seq+1, w.at, r.Unit, object, digest, w.hash)))
	_, err := w.event.ExecContext(w.ctx, w.seq+1, w.at, r.Unit, object, digest[:], w.hash, hash[:])
	if err == nil {
		w.seq, w.hash = w.seq+1, hash[:]
	}
	return err
}

func (w *writer) store(r *report) error {
	var before int64
	w.at++
	if err := w.newest.QueryRowContext(w.ctx, r.Unit, r.Period, r.Scope).Scan(&before, &r.Version); err != nil && err != sql.ErrNoRows {
		return err
	}
	if before != 0 {
		if _, err := w.supersede.ExecContext(w.ctx, w.at, before); err != nil {
			return err
		}
	}
	r.Version++
	result, err := w.insert.ExecContext(w.ctx, r.Unit, r.Period, r.Scope, r.Version, w.at, r.Reason)
	if err != nil {
		return err
	}
	r.ID = must(result.LastInsertId())
	if err := w.storeFigures(r); err != nil {
		return err
	}
	return w.storeEvent(r)
}

func (w *writer) run(text string) {
	must(w.conn.ExecContext(w.ctx, text))
}

// Each post in a savepoint, so that one that fails takes no other with it; answers leave behind the COMMIT.
func (w *writer) storeGroup(group []*post) {
	errors := make([]error, len(group))
	w.run("BEGIN IMMEDIATE")
	for i, p := range group {
		seq, hash := w.seq, w.hash
		w.run("SAVEPOINT post")
		if errors[i] = w.store(&p.report); errors[i] != nil {
			w.seq, w.hash = seq, hash
			w.run("ROLLBACK TO post")
		}
		w.run("RELEASE post")
	}
	w.run("COMMIT")
	for i, p := range group {
		p.stored <- errors[i]
	}
}

func (w *writer) serve(posts chan *post) {
	for first := range posts {
		group := []*post{first}
		for more := true; more && len(group) < mostPosts; {
			select {
			case p := <-posts:
				group = append(group, p)
			default:
				more = false
			}
		}
		w.storeGroup(group)
	}
}

type unit struct {
	Unit      string  `json:"unit"`
	Level     string  `json:"level"`
	Parent    *string `json:"parent"`
	NameVi    string  `json:"name_vi"`
	ValidFrom string  `json:"valid_from"`
	ValidTo   *string `json:"valid_to"`
	Successor *string `json:"successor"`
	Revision  int64   `json:"revision"`
}

const unitColumns = "SELECT unit, level, parent, name_vi, valid_from, valid_to, successor, revision FROM units "

func answer(out http.ResponseWriter, status int, body any) {
	out.Header().Set("Content-Type", "application/json")
	out.WriteHeader(status)
	_ = json.NewEncoder(out).Encode(body) // who has gone needs no answer
}

func main() {
	path, address, token := os.Args[1], os.Args[2], os.Args[3]
	readers, posts, w := open(path, 4), make(chan *post, 4096), newWriter(path)
	hash := sha256.Sum256([]byte(token))
	must(w.conn.ExecContext(w.ctx, "INSERT INTO tokens (hash, unit, role, label, created_at, created_by, expires_at)"+
		" VALUES (?, 'vkstc', 'admin', 'peer', 0, 1, 4102444800000) ON CONFLICT DO NOTHING", hash[:]))
	allowed := must(readers.Prepare("SELECT 1 FROM tokens WHERE hash = ? AND revoked_at IS NULL AND expires_at > ?"))
	one, list := must(readers.Prepare(unitColumns+"WHERE unit = ?")), must(readers.Prepare(unitColumns+"ORDER BY unit LIMIT 100"))
	go w.serve(posts)

	guarded := func(handle func(http.ResponseWriter, *http.Request)) func(http.ResponseWriter, *http.Request) {
		return func(out http.ResponseWriter, in *http.Request) {
			var found int
			hash := sha256.Sum256([]byte(strings.TrimPrefix(in.Header.Get("Authorization"), "Bearer ")))
			if allowed.QueryRow(hash[:], time.Now().UnixMilli()).Scan(&found) != nil {
				answer(out, http.StatusUnauthorized, nil)
				return
			}
			handle(out, in)
		}
	}
	read := func(out http.ResponseWriter, q *sql.Stmt, arguments ...any) {
		units := []unit{}
		rows := must(q.Query(arguments...))
		for rows.Next() {
			var u unit
			must(0, rows.Scan(&u.Unit, &u.Level, &u.Parent, &u.NameVi, &u.ValidFrom, &u.ValidTo, &u.Successor, &u.Revision))
			units = append(units, u)
		}
		must(0, rows.Close())
		answer(out, http.StatusOK, map[string]any{"items": units, "next": nil})
	}
	http.HandleFunc("/healthz", func(out http.ResponseWriter, in *http.Request) { answer(out, http.StatusOK, nil) })
	http.HandleFunc("/api/v1/units", guarded(func(out http.ResponseWriter, in *http.Request) { read(out, list) }))
	http.HandleFunc("/api/v1/units/", guarded(func(out http.ResponseWriter, in *http.Request) { read(out, one, in.URL.Path[len("/api/v1/units/"):]) }))
	http.HandleFunc("/api/v1/reports", guarded(func(out http.ResponseWriter, in *http.Request) {
		p := &post{stored: make(chan error, 1)}
		decoder := json.NewDecoder(http.MaxBytesReader(out, in.Body, 1<<20))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&p.report); err != nil {
			answer(out, http.StatusBadRequest, err.Error())
			return
		}
		posts <- p
		if err := <-p.stored; err != nil {
			answer(out, http.StatusUnprocessableEntity, err.Error())
			return
		}
		answer(out, http.StatusCreated, p.report)
	}))
	log.Fatal(http.ListenAndServe(address, nil))
}
