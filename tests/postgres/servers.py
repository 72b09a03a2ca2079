#!/usr/bin/env python3
"""Two servers on one database of PostgreSQL, whose clients ask the other when one is killed, the database is started anew,
or the answer of a COMMIT is cut off.
   cluster.sh servers.py PROGRAM [POSTS] [RESTARTS] [CUTS]
The last line is `N passed, N failed`.
"""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = os.path.realpath(sys.argv[1])
POSTS, RESTARTS, CUTS = (int(text) for text in (sys.argv[2:] + ['600', '3', '20'][len(sys.argv) - 2:])[:3])
DATABASE = 'office'
WORK = tempfile.mkdtemp()
SOCKET = '.s.PGSQL.5432'
passed = failed = 0


def check(good, what):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print('FAILED:', what)


def run(*arguments):
    return subprocess.run(arguments, cwd=WORK, check=True, capture_output=True, text=True).stdout.strip()


def sql(question):
    return run('psql', '-X', '-A', '-t', '-d', DATABASE, '-c', 'SET search_path TO thidua', '-q', '-c', question)


class Server:
    def __init__(self, name, host=None, threads=4):
        self.name, self.host, self.threads = name, host or os.environ['PGHOST'], threads
        self.start()

    def start(self):
        log = f'{WORK}/{self.name}-{time.monotonic_ns()}.log'
        with open(log, 'w', encoding='utf-8') as out:
            self.process = subprocess.Popen(
                [PROGRAM, 'serve', '--db', DATABASE, '--listen', '127.0.0.1:0', '--http-threads', str(self.threads), '--reads-per-minute', '0',
                 '--writes-per-minute', '0'],
                stdout=subprocess.DEVNULL, stderr=out, cwd=WORK, env=os.environ | {'PGHOST': self.host})
        for _ in range(2000):
            with open(log, encoding='utf-8') as text:
                found = re.search(r'event=listening address=127.0.0.1:(\d+)', text.read())
            if found:
                self.port = int(found[1])
                return
            time.sleep(0.01)
        sys.exit(f'{self.name} does not start: {open(log, encoding="utf-8").read()}')

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        return self.process.wait(60) == 0

    def ask(self, method, path, token, body=None, key=None):
        """(status, answer, is it a stored one); status 0 when there is no answer."""
        headers = {'Authorization': f'Bearer {token}', 'Content-Type': 'application/json'}
        if key:
            headers['Idempotency-Key'] = key
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=20)
        try:
            connection.request(method, '/api/v1' + path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None, bool(answer.headers['Idempotent-Replay'])
        except (OSError, http.client.HTTPException):
            return 0, None, False
        finally:
            connection.close()


def refuses(database, words, command='verify'):
    """A database that would lose or mix up something is not opened, and why is said."""
    done = subprocess.run([PROGRAM, command, '--db', database], cwd=WORK, capture_output=True, text=True, check=False)
    check(done.returncode and words in done.stderr, f'{command} {database}: {done.stderr}')


def test_refusals():
    run('createdb', '-T', 'template0', '-E', 'SQL_ASCII', '-l', 'C', 'ascii')
    refuses('ascii', 'it must be of UTF8 and locale C')
    run('createdb', '-T', 'template0', '-E', 'UTF8', '-l', 'C', 'empty')
    refuses('empty', 'there is no database')
    hosts = f'host={os.environ["PGHOST"]},{os.environ["PGHOST"]} dbname={DATABASE}'
    refuses(hosts, 'synchronous_standby_names is empty', 'serve')
    refuses(f"dbname={DATABASE} options='-c synchronous_commit=off'", 'synchronous_commit')


def test_making():
    """A database that is there stays, also for somebody who cannot see that; one that was not made to its end is made anew."""
    events = sql('SELECT count(*) FROM events')
    refuses(DATABASE, 'exists already', 'init')
    run('createuser', 'guest')
    sql('GRANT CREATE ON DATABASE office TO guest; GRANT ALL ON SCHEMA thidua TO guest')
    refuses(f'user=guest dbname={DATABASE}', 'permission denied', 'init')
    check(sql('SELECT count(*) FROM events') == events, 'it stays as it is')
    run('psql', '-q', '-d', 'empty', '-c', 'CREATE SCHEMA thidua; CREATE TABLE thidua.units (unit TEXT);'
        ' CREATE TABLE thidua.schema_version AS SELECT CAST(7 AS BIGINT) AS version, false AS made')
    run(PROGRAM, 'init', '--db', 'empty')
    check('is whole' in run(PROGRAM, 'verify', '--db', 'empty'), 'what was left half made is made anew')


def within_a_second(what, seen):
    begin = time.monotonic()
    while not seen() and time.monotonic() - begin < 10:
        time.sleep(0.02)
    took = time.monotonic() - begin
    check(took < 1, f'{what} is seen by the other server within a second: {took:.2f} s')


def test_caches(a, b):
    _, made, _ = a.ask('POST', '/tokens', ADMIN, {'unit': 'gialai', 'role': 'head', 'label': 'máy'})
    check(b.ask('GET', '/me', made['token'])[0] == 200, 'a token of one server is good at the other')
    check(a.ask('DELETE', f'/tokens/{made["id"]}', ADMIN)[0] in (200, 204), 'it is revoked')
    within_a_second('a revoked token', lambda: b.ask('GET', '/me', made['token'])[0] == 401)
    values = {'unit': 'gialai', 'period': '2021-06', 'values': [{'element': 'xx_two', 'value': 1}]}
    check(b.ask('POST', '/reports?dry_run=true', ADMIN, values)[0] == 422, 'there is no such element')
    rows = {'rows': [{'element': 'xx_two', 'area': 'XX', 'name_vi': 'Số việc', 'behaviour': 'flow', 'measure': 'việc'}]}
    check(a.ask('POST', '/elements/import', ADMIN, rows)[0] == 200, 'an element is imported')
    within_a_second('an element', lambda: 'xx_two' not in json.dumps(b.ask('POST', '/reports?dry_run=true', ADMIN, values)[1].get('errors', [])))


class Posting:
    """Clients that send each post with its own key, to one server after the other, until it is stored."""

    def __init__(self, servers, prefix, most, clients=8):
        self.servers, self.prefix, self.most = servers, prefix, most
        self.next, self.lock = 0, threading.Lock()
        self.stored, self.answers = {}, {}
        self.unknown = self.lies = 0
        self.threads = [threading.Thread(target=self.post) for _ in range(clients)]
        for thread in self.threads:
            thread.start()

    def take(self):
        with self.lock:
            self.next += 1
            return self.next if self.next <= self.most else None

    def post(self):
        while number := self.take():
            name = f'{self.prefix} {number}'
            body = {'full_name': name, 'status': 'external', 'unit': 'gialai', 'position': 'Bí thư'}
            silent = False
            for attempt in range(400):
                server = self.servers[(number + attempt) % len(self.servers)]
                status, answer, stored_before = server.ask('POST', '/persons', ADMIN, body, f'key-{self.prefix}-{number}')
                with self.lock:
                    self.answers[status] = self.answers.get(status, 0) + 1
                    if status == 503 and answer['code'] == 'outcome_unknown':
                        self.unknown += 1
                    self.lies += stored_before and not silent
                silent |= not status
                if status == 201:
                    with self.lock:
                        self.stored[name] = answer['id']
                    break
                time.sleep(0.05)

    def done(self):
        return len(self.stored)

    def wait(self, least):
        while self.done() < least and any(thread.is_alive() for thread in self.threads):
            time.sleep(0.005)

    def judge(self, what):
        for thread in self.threads:
            thread.join()
        lines = sql(f"SELECT id || '|' || full_name FROM all_persons WHERE full_name LIKE '{self.prefix} %'").splitlines()
        found = {line.split('|')[1]: int(line.split('|')[0]) for line in lines}
        check(set(self.answers) <= {0, 201, 503}, f'{what}: {self.answers}')
        check(len(self.stored) == self.most, f'{what}: {len(self.stored)} of {self.most} are acknowledged')
        check(found == self.stored and len(lines) == len(found), f'{what}: each key once, and none is lost')
        check(not self.unknown, f'{what}: {self.unknown} outcomes are unknown')
        check(not self.lies, f'{what}: {self.lies} were refused with 503, and stored all the same')
        check_events(what)


def check_events(what):
    """Numbers without a gap, instants that never go back, one for each post, and a chain that holds."""
    gaps = sql('SELECT max(seq) - count(*) FROM events')
    back = sql('SELECT count(*) FROM (SELECT at, lag(at) OVER (ORDER BY seq) AS before FROM events) e WHERE at < before')
    same = sql("SELECT count(*) - count(DISTINCT at) FROM events WHERE action = 'create_person'")
    check((gaps, back, same) == ('0', '0', '0'), f'{what}: {gaps} gaps, {back} instants go back, {same} are equal')
    check('is whole' in run(PROGRAM, 'verify', '--db', DATABASE), f'{what}: the chain holds')


def test_memory():
    """As many threads as it chooses itself, and nobody who asks."""
    server = Server('idle', threads=0)
    with open(f'/proc/{server.process.pid}/status', encoding='ascii') as status:
        used = int(re.search(r'VmRSS:\s+(\d+) kB', status.read())[1]) // 1024
    check(used < 24, f'idle it takes {used} MiB')
    check(server.stop(), 'the idle server ends by itself')


def test_kills(servers):
    posting = Posting(servers, 'Killed', POSTS)
    for kill in range(max(POSTS // 500, 2)):
        posting.wait((kill + 1) * POSTS // (max(POSTS // 500, 2) + 1))
        victim = servers[kill % 2]
        victim.kill()
        victim.start()
    posting.judge('kill -9')


def test_restarts(servers):
    posting = Posting(servers, 'Restarted', 40 * RESTARTS)
    for restart in range(RESTARTS):
        posting.wait(40 * restart + 20)
        run(os.environ['PGRESTART'])
    posting.judge('PostgreSQL started anew')


class Scissors:
    """Stands before PostgreSQL and cuts a connection at its next COMMIT: before it, or before its answer."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(dir=WORK)
        self.cut, self.cuts = None, 0
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(f'{self.folder}/{SOCKET}')
        self.door.listen(64)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            client, _ = self.door.accept()
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(f'{os.environ["PGHOST"]}/{SOCKET}')
            except OSError:
                client.close()
                continue
            cutting = threading.Event()
            threading.Thread(target=self.carry_questions, args=(client, server, cutting), daemon=True).start()
            threading.Thread(target=self.carry_answers, args=(client, server, cutting), daemon=True).start()

    def carry_questions(self, client, server, cutting):
        commits, waiting, started = set(), b'', False
        try:
            while data := client.recv(65536):
                waiting += data
                out = b''
                while len(waiting) >= (5 if started else 4):
                    length = struct.unpack('>I', waiting[started:started + 4])[0] + started
                    if len(waiting) < length:
                        break
                    message, waiting = waiting[:length], waiting[length:]
                    if started and self.is_commit(message, commits) and self.cut:
                        how, self.cut = self.cut, None
                        self.cuts += 1
                        if how == 'before':
                            raise ConnectionError
                        cutting.set()
                    started = True
                    out += message
                server.sendall(out)
        except OSError:
            pass
        close(client, server)

    @staticmethod
    def is_commit(message, commits):
        """Whether the message runs a statement that was prepared as COMMIT."""
        kind, parts = message[:1], message[5:].split(b'\0', 2)
        if kind == b'P' and parts[1] == b'COMMIT':
            commits.add(parts[0])
        return kind == b'B' and parts[1] in commits

    @staticmethod
    def carry_answers(client, server, cutting):
        try:
            while data := server.recv(65536):
                if cutting.is_set():
                    break
                client.sendall(data)
        except OSError:
            pass
        close(client, server)


def close(*sockets):
    for each in sockets:
        try:
            each.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        each.close()


def test_cuts(other):
    scissors = Scissors()
    server = Server('behind-scissors', scissors.folder)
    posting = Posting([server, other], 'Cut', 12 * CUTS)
    for cut in range(CUTS):
        posting.wait(12 * cut + 4)
        scissors.cut = 'before' if cut % 2 else 'answer'
    posting.judge('COMMIT cut off')
    check(scissors.cuts >= CUTS * 3 // 4, f'{scissors.cuts} of {CUTS} were cut')
    check(server.stop(), 'the server behind the scissors ends by itself')


run(PROGRAM, 'init', '--db', DATABASE)
ADMIN = run(PROGRAM, 'token', 'create', '--db', DATABASE, '--unit', 'vkstc', '--role', 'admin')
pair = [Server('first'), Server('second')]
test_refusals()
test_making()
test_caches(*pair)
test_memory()
test_kills(pair)
test_restarts(pair)
test_cuts(pair[1])
check(all([server.stop() for server in pair]), 'both servers end by themselves')
if failed:
    print(f'logs are left in {WORK}')
else:
    shutil.rmtree(WORK)
print(f'{passed} passed, {failed} failed')
sys.exit(failed > 0)
