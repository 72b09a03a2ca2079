#!/usr/bin/env python3
"""An office moves to PostgreSQL and back: the text of it is the same each time, and so is every answer that GET gives.
   cluster.sh copy.py THIDUA THIDUA_POSTGRES [DATABASE TOKEN]    instead of the year 2021 of the demonstration
The last line is `N passed, N failed`.
"""
import io
import itertools
import json
import os
import re
import subprocess
import sys
import urllib.parse
import zipfile

from kit import Server, ask, check, finish, page_line, run, WORK

SQLITE, POSTGRES = map(os.path.realpath, sys.argv[1:3])
GIVEN = [os.path.realpath(sys.argv[3]), sys.argv[4]] if len(sys.argv) > 3 else None
API = '/api/v1'
# What tells of the process or of files, not of the office.
OF_THE_PROCESS = {'/metrics', '/backups'}
AS_JSON_ALONE = {'/tokens'}  # with an instant that answer() takes out
MOST_VALUES = 2  # of one parameter that are tried
# What the demonstration has not: each is posted.
MORE = [
    ('POST', '/holds', {'unit': 'kontum', 'kind': 'inspection', 'opened_on': '2021-06-01', 'reason': 'Thanh tra đột xuất',
                        'document': '12/QĐ-TTr'}),
    ('POST', '/lock-exceptions', {'unit': 'gialai', 'period': '2021-01', 'reason': 'Đính chính theo kết luận thanh tra',
                                  'expires_at': '2099-01-01T00:00:00Z'}),
    ('POST', '/persons/1/disciplines', {'measure': 'khien-trach', 'violation_date': '2023-05-01', 'decision_date': '2024-02-01',
                                        'document': '12/QĐ-VKS'}),
    ('PUT', '/units/kontum/exclusions/2022', {'reason': 'Có cán bộ vi phạm kỷ luật'}),
]
# Addresses that no list names, and questions that want several parameters at once.
PLACES = {
    '/units/{unit}/lineage/{to}': ['/units/lamdong/lineage/lamdong.v2'],
    '/persons/{id}/disciplines/{discipline}': ['/persons/1/disciplines/1'],
    '/units/{unit}/exclusions/{year}': ['/units/kontum/exclusions/2022'],
    '/documents/{id}': ['/documents/1'],
    '/documents/{id}/content': ['/documents/1/content'],
}
QUESTIONS = {
    '/series': [[('indicator', 'TB-02'), ('unit', 'gialai'), ('year', '2021')], [('area', 'TB'), ('unit', 'gialai'), ('year', '2021')],
                [('element', 'dt_new_c'), ('cluster', 'vkstc-cum-7-2021')]],
    '/evaluations': [[('cluster', 'vkstc-cum-7-2021'), ('rollup', 'cluster')], [('unit', 'gialai'), ('year', '2021'), ('format', 'xlsx')]],
}

PEPPER = f'{(GIVEN or ["a.db"])[0]}.pepper'


def copy_out(program, database):
    return subprocess.run([program, 'copy', '--from', database, '--to', '-', '--pepper-file', PEPPER], cwd=WORK, check=False,
                          capture_output=True)


def copy_in(program, database, text):
    return subprocess.run([program, 'copy', '--from', '-', '--to', database, '--pepper-file', PEPPER], cwd=WORK, check=False,
                          input=text, capture_output=True)


def move_over(database):
    """By the command of the page."""
    command = page_line('copy --from thidua.db').replace('thidua-admin', SQLITE).replace('thidua-postgres', POSTGRES)
    command = re.sub(r'postgres://\S+', 'office', command.replace('thidua.db', database))
    return subprocess.run(['sh', '-c', command], cwd=WORK, check=False, capture_output=True)


def make_office():
    """With a scan, which the demonstration has not."""
    run(SQLITE, 'demo', '--db', 'a.db')
    token = run(SQLITE, 'token', 'create', '--db', 'a.db', '--unit', 'vkstc', '--role', 'admin')
    head = run(SQLITE, 'token', 'create', '--db', 'a.db', '--unit', 'vkstc', '--role', 'head')
    server = Server(SQLITE, 'a.db', name='first')
    run('curl', '-sSf', f'http://{server.address}{API}/decisions/1/documents?name=scan.pdf', '-H', f'Authorization: Bearer {token}',
        '-H', 'Content-Type: application/pdf', '--data-binary', '@-', input='%PDF-1.7\n' + 'scan\n' * 100000)
    for method, path, body in MORE:
        check(ask(server.address, method, API + path, head if path == '/holds' else token, body)[0] in (200, 201), f'{method} {path}')
    check(server.stop(), 'the server ends')
    return 'a.db', token


def test_copies(database):
    first = copy_out(SQLITE, database)
    check(first.returncode == 0, f'the office is written: {first.stderr}')
    there = move_over(database)
    check(there.returncode == 0 and b'as they were sent' in there.stdout, f'and comes to PostgreSQL: {there}')
    second = copy_out(POSTGRES, 'office')
    check(second.stdout == first.stdout, f'where it is the same: {second.stderr}')
    back = copy_in(SQLITE, 'back.db', second.stdout)
    check(back.returncode == 0, f'and comes back: {back}')
    check(copy_out(SQLITE, 'back.db').stdout == first.stdout, 'the same again')
    heads = [re.findall('events .* head .*', text) for text in (first.stderr.decode(), there.stdout.decode(), back.stdout.decode())]
    check(heads[0] and heads[0] == heads[1] == heads[2], f'with one head of the chain: {heads}')
    return first.stdout


def test_schema():
    """What was taken away for the way is there again."""
    run(POSTGRES, 'init', '--db', 'fresh')
    question = ("SELECT conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE connamespace = 'thidua'::regnamespace ORDER BY 1, 2")
    copied, fresh = (run('psql', '-X', '-A', '-t', '-d', database, '-c', question) for database in ('office', 'fresh'))
    check(copied == fresh and 'FOREIGN KEY' in fresh, 'the constraints are those of a new database')


def test_refusals(text):
    """Nothing stays of what is not whole or not as it was sent, and nothing is copied that others may be writing."""
    lines = text.decode().splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if '"table": "reports"' in line) + 1
    other = re.sub('"(submitted|accepted)"', '"returned"', lines[first], count=1)
    unit = next(i for i, line in enumerate(lines) if line.startswith('["gialai",'))
    wrong = {
        'it ends early': lines[:-1],
        'it ends in a table': lines[:first + 1],
        'a row was changed': lines[:first] + [other] + lines[first + 1:],
        'a row is missing': lines[:first] + lines[first + 1:],
        'an office is missing that others name': lines[:unit] + lines[unit + 1:],
        'a row has too much': lines[:first] + [lines[first].replace(']', ', 1]')] + lines[first + 1:],
    }
    for what, sent in wrong.items():
        done = copy_in(POSTGRES, 'wrong', ''.join(sent).encode())
        check(done.returncode == 65 and done.stderr, f'{what}: {done}')
        check(subprocess.run([POSTGRES, 'verify', '--db', 'wrong'], cwd=WORK, check=False, capture_output=True).returncode == 66,
              f'{what}: nothing is kept')
    done = copy_in(POSTGRES, 'wrong', re.sub(rb'"schema": \d+', b'"schema": 1', text, count=1))
    check(done.returncode == 65 and b'take both programs of one version' in done.stderr, f'another schema: {done}')
    done = copy_in(POSTGRES, 'office', text)
    check(done.returncode == 73, f'an office that is there stays: {done}')


def test_served(server, text):
    done = copy_out(POSTGRES, 'office')
    check(done.returncode == 75 and b'stop that first' in done.stderr and not done.stdout, f'while it is served: {done.stderr}')
    check(server.stop(), 'the server ends')
    # Of tokens it is written down when they were used.
    used = re.compile(rb'{"table": "tokens".*?"sha256": "\w+"', re.DOTALL)
    check(used.sub(b'', copy_out(POSTGRES, 'office').stdout) == used.sub(b'', text), 'what was only read is as before')


class Walk:
    """All GETs of the contract, with what is found on the way in the place of their parameters, asked at both servers."""

    def __init__(self, servers, token):
        self.servers, self.token = servers, token
        self.pool = {}   # member or parameter -> values, in the order in which they were seen
        self.items = {}  # address of a list -> its items
        self.asked, self.found, self.different = 0, set(), []
        self.contract = json.loads(ask(servers[0].address, 'GET', '/openapi.json', token)[2])

    def answer(self, server, address):
        status, headers, body = ask(server.address, 'GET', address, self.token)
        if status >= 400:
            body = re.sub(rb'"request_id":"[^"]*"', b'', body)
        kind = headers.get('Content-Type')
        if kind == 'application/zip':
            with zipfile.ZipFile(io.BytesIO(body)) as files:
                body = {name: re.sub(rb'"made_at": "[^"]*"', b'', files.read(name)) for name in files.namelist()}
        else:
            # Of the token that asks: each server writes down when it saw it.
            body = re.sub(rb'"last_used":"[^"]*"', b'"last_used":null', body)
        return status, kind, headers.get('ETag'), body

    def get(self, path, address):
        """The answer as JSON, or None; asked again when it differs, as midnight may have passed."""
        self.asked += 1
        for _ in range(3):
            first, second = (self.answer(server, address) for server in self.servers)
            if first == second:
                break
        else:
            self.different.append(f'{address}\n    {first}'[:400] + f'\n    {second}'[:400])
        if first[0] != 200:
            return None
        self.found.add(path)
        try:
            return json.loads(first[3])
        except (TypeError, ValueError):
            return None

    def learn(self, value, name=None):
        if isinstance(value, dict):
            for key, inner in value.items():
                self.learn(inner, key)
        elif isinstance(value, list):
            for inner in value[:60]:
                self.learn(inner, name)
        elif name and name != 'id' and value is not None and not isinstance(value, float):
            self.pool.setdefault(name, {}).setdefault(value)

    def parameters(self, path):
        entry = self.contract['paths'][path]
        for parameter in entry['get'].get('parameters', []) + entry.get('parameters', []):
            while '$ref' in parameter:
                at = self.contract
                for part in parameter['$ref'].split('/')[1:]:
                    at = at[part]
                parameter = at
            yield parameter

    def values(self, name, path, before):
        """For the last {name} of a path whose part before it is already an address."""
        last = path.split('/')[-1] if path.endswith('}') else None
        items = self.items.get(before, [])
        found = [item.get(name, item.get('id')) for item in items if isinstance(item, dict)]
        if not found and last:
            found = list(self.pool.get(name, {}))
        return [value for value in dict.fromkeys(found) if value is not None][:3]

    def addresses(self, path):
        if path.removeprefix(API) in PLACES:
            return [API + place for place in PLACES[path.removeprefix(API)]]
        done = ['']
        for part in path.split('/')[1:]:
            if part.startswith('{'):
                done = [f'{before}/{urllib.parse.quote(str(value))}' for before in done
                        for value in self.values(part[1:-1], path, before)]
            else:
                done = [f'{before}/{part}' for before in done]
        return done

    def choices(self, parameter):
        schema = parameter.get('schema', {})
        name = parameter['name']
        if 'enum' in schema:
            return schema['enum'][:12]
        if schema.get('type') == 'boolean':
            return ['true', 'false']
        fixed = {'limit': ['1', '500'], 'q': ['gia lai', 'nguyễn'], 'fields': [], 'cursor': [], 'as_of': ['2022-01-31T00:00:00Z'],
                 'valid_on': ['2021-06-30'], 'through': ['2021-06'], 'after': ['100'], 'object': ['/reports/1'], 'parent': ['vkstc'],
                 'participant': ['gialai'], 'nominated_by': ['gialai'], 'in_force_for': ['vkstc-cum-7-2021'], 'sheet': ['1'],
                 'person': ['1', '2'], 'movement': ['1'], 'case_id': ['1', '2'], 'since': ['2021-06-30T00:00:00Z']}
        return fixed.get(name, list(self.pool.get(name, {}))[:MOST_VALUES])

    def questions(self, path):
        """Query strings: what is required, and with it each optional parameter by itself."""
        parameters = [parameter for parameter in self.parameters(path) if parameter['in'] == 'query'
                      and not (parameter['name'] == 'format' and path.removeprefix(API) in AS_JSON_ALONE)]
        yield from QUESTIONS.get(path.removeprefix(API), [])
        required = [[(parameter['name'], value) for value in self.choices(parameter)[:3]]
                    for parameter in parameters if parameter.get('required')]
        for base in itertools.product(*required):
            yield list(base)
            for parameter in parameters:
                if parameter.get('required'):
                    continue
                for value in self.choices(parameter):
                    yield [*base, (parameter['name'], value)]

    def walk(self):
        # Shorter paths first: lists name what longer ones ask for.
        for path in sorted(self.contract['paths'], key=lambda path: (path.count('{'), path.count('/'), path)):
            if 'get' not in self.contract['paths'][path] or path.removeprefix(API) in OF_THE_PROCESS:
                continue
            for address in self.addresses(path):
                for question in self.questions(path):
                    query = urllib.parse.urlencode(question)
                    answer = self.get(path, address + ('?' + query if query else ''))
                    if path.startswith(API) and answer is not None:
                        self.learn(answer)
                        if isinstance(answer, dict) and isinstance(answer.get('items'), list):
                            self.items.setdefault(address, []).extend(answer['items'])
                        if isinstance(answer, dict) and answer.get('next') and ('limit', '1') in question:
                            self.get(path, f"{address}?{query}&cursor={answer['next']}")

    def judge(self):
        for different in self.different[:20]:
            check(False, f'the answers differ: {different}')
        count = sum('get' in entry for entry in self.contract['paths'].values())
        missing = sorted(path for path, entry in self.contract['paths'].items() if 'get' in entry and path not in self.found)
        print(f'{self.asked} questions by {len(self.found)} of {count} GETs')
        check(not self.different, f'{len(self.different)} of {self.asked} answers differ')
        check(GIVEN or {path.removeprefix(API) for path in missing} == OF_THE_PROCESS, f'without an answer: {missing}')


DATABASE, TOKEN = GIVEN or make_office()
written = test_copies(DATABASE)
test_schema()
if not GIVEN:
    test_refusals(written)
OPTIONS = ['--pepper-file', PEPPER]
pair = [Server(SQLITE, DATABASE, *OPTIONS, name='sqlite'), Server(POSTGRES, 'office', *OPTIONS, name='postgres')]
walk = Walk(pair, TOKEN)
walk.walk()
walk.judge()
check(pair[0].stop(), 'the server on SQLite ends')
test_served(pair[1], written)
finish()
