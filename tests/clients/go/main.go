// The main job of an office through oapi-codegen.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/oapi-codegen/runtime/types"

	"thidua-client/api"
)

const unit = "daknong"

var checks int

func check(what string, found, expected any) {
	checks++
	if !reflect.DeepEqual(found, expected) {
		fmt.Fprintf(os.Stderr, "go: %s: expected %#v, found %#v\n", what, expected, found)
		os.Exit(1)
	}
}

// must ends the program when a call came to no answer, or to one that is not of its documented type.
func must[T any](answer T, err error) T {
	check("error", err, nil)
	return answer
}

func to[T any](value T) *T { return &value }

// has gives what an answer points to, which must be there.
func has[T any](what string, value *T) T {
	check(what+" is there", value != nil, true)
	return *value
}

func clientOf(token string) *api.ClientWithResponses {
	return must(api.NewClientWithResponses(os.Getenv("THIDUA_URL"), api.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Authorization", "Bearer "+token)
		return nil
	})))
}

func figures(value int64) []api.ReportValueInput {
	return []api.ReportValueInput{{Element: "dt_new_c", Value: &value}}
}

func value(report api.Report, element string) *int64 {
	for _, v := range report.Values {
		if v.Element == element {
			return v.Value
		}
	}
	return nil
}

func month(ctx context.Context, office *api.ClientWithResponses) {
	body := api.ReportInput{
		Unit: unit, Period: "2021-01",
		Values: append(figures(3_000_000_000), api.ReportValueInput{
			Element: "xx_review", Status: to(api.ReportValueStatusMissing), Note: to("chờ xác minh")}),
		Document: &api.ReportDocument{Number: "319/VKS-VP", Date: &types.Date{Time: time.Date(2021, 2, 2, 0, 0, 0, 0, time.UTC)}},
	}
	key := &api.CreateReportParams{IdempotencyKey: to("go-2021-01")}
	first := must(office.CreateReportWithResponse(ctx, key, body))
	check("POST /reports", first.StatusCode(), 201)
	report := has("the report", first.JSON201)
	check("a value over 32 bits", value(report, "dt_new_c"), to(int64(3_000_000_000)))
	check("document", has("document", report.Document).Number, "319/VKS-VP")
	check("signer", report.Signer == nil, true)
	check("Idempotent-Replay of the first answer", has("headers", first.Headers201).IdempotentReplay == nil, true)
	again := must(office.CreateReportWithResponse(ctx, key, body))
	check("the same Idempotency-Key", has("the stored report", again.JSON201).Id, report.Id)
	check("Idempotent-Replay", has("headers", again.Headers201).IdempotentReplay, to("true"))
}

func problem(ctx context.Context, office *api.ClientWithResponses) {
	refused := must(office.CreateReportWithResponse(ctx, nil, api.ReportInput{
		Unit: unit, Period: "2021-02", Values: []api.ReportValueInput{{Element: "dt_nw_c", Value: to(int64(1))}}}))
	check("an unknown element", refused.StatusCode(), 422)
	faults := has("errors", has("the problem", refused.ApplicationproblemJSON422).Errors)
	check("its faults", len(faults), 1)
	check("its fault", []string{faults[0].Code, faults[0].Pointer}, []string{"element_unknown", "/values/0/element"})
}

func pages(ctx context.Context, office *api.ClientWithResponses) {
	first := has("a page", must(office.ListUnitsWithResponse(ctx, &api.ListUnitsParams{Limit: to(int64(2))})).JSON200)
	next := has("next", first.Next)
	second := has("a page", must(office.ListUnitsWithResponse(ctx, &api.ListUnitsParams{Limit: to(int64(2)), Cursor: &next})).JSON200)
	units := map[string]bool{}
	for _, u := range append(first.Items, second.Items...) {
		units[u.Unit] = true
	}
	check("two pages of two units", len(units), 4)
}

func update(ctx context.Context, office *api.ClientWithResponses) {
	draft := must(office.CreateReportWithResponse(ctx, nil, api.ReportInput{
		Unit: unit, Period: "2021-02", Status: to(api.ReportPostStatusDraft), Values: figures(1)}))
	id := has("the draft", draft.JSON201).Id
	tag := has("headers", draft.Headers201).ETag
	replace := func(tag string) *api.ReplaceReportResponse {
		return must(office.ReplaceReportWithResponse(ctx, id, &api.ReplaceReportParams{IfMatch: &tag}, api.ReportContent{Values: figures(2)}))
	}
	outdated := replace(`"999"`)
	check("If-Match of another revision", outdated.StatusCode(), 412)
	check("the ETag of now", has("headers", outdated.Headers412).ETag, tag)
	replaced := replace(tag)
	check("If-Match", replaced.StatusCode(), 200)
	check("the new value", value(has("the report", replaced.JSON200), "dt_new_c"), to(int64(2)))
	check("another ETag", has("headers", replaced.Headers200).ETag != tag, true)
}

func csv(ctx context.Context, office *api.ClientWithResponses) {
	table := must(office.CreateReportWithBodyWithResponse(ctx, &api.CreateReportParams{Unit: to(unit), Period: to("2021-03")}, "text/csv",
		strings.NewReader("element,value\ndt_new_c,88\n")))
	check("a CSV posted", table.StatusCode(), 201)
	check("its value", value(has("the report", table.JSON201), "dt_new_c"), to(int64(88)))
	list := must(office.ListUnitsWithResponse(ctx, nil, func(_ context.Context, r *http.Request) error {
		r.Header.Set("Accept", "text/csv")
		return nil
	}))
	lines := strings.Split(strings.TrimPrefix(string(list.Body), "\ufeff"), "\n")
	check("a list as CSV", strings.HasPrefix(lines[0], "unit,") && len(lines) > 2, true)
}

func main() {
	ctx := context.Background()
	admin := clientOf(os.Getenv("THIDUA_TOKEN"))
	issued := must(admin.CreateTokenWithResponse(ctx, nil, api.TokenInput{Unit: unit, Role: api.Head, Label: "go"}))
	check("POST /tokens", issued.StatusCode(), 201)
	office := clientOf(has("the token", has("the answer", issued.JSON201).Token))
	month(ctx, office)
	problem(ctx, office)
	pages(ctx, office)
	update(ctx, office)
	csv(ctx, office)
	fmt.Printf("go: %d checks passed\n", checks)
}
