#!/usr/bin/env python3
"""No statement of the program walks over a whole table that grows, and no index is there for nothing: asked of SQLite
   itself, for each of them.
   plans.py STATEMENTS PROGRAM ALLOWED
ALLOWED says with a reason which tables stay small, and which statements may walk. The last line is
`N passed, N failed`.
"""
import os
import sqlite3
import subprocess
import sys
import tempfile

STATEMENTS, PROGRAM, ALLOWED = sys.argv[1:4]


class Unbound(dict):
    """Every parameter is there, and NULL."""

    def __missing__(self, name):
        return None


def read_allowed():
    """{(file or 'small', table): why}"""
    allowed = {}
    with open(ALLOWED, encoding='utf-8') as lines:
        for line in lines:
            if line.strip() and not line.startswith('#'):
                where, table, why = line.split(None, 2)
                allowed[where, table] = why.strip()
    return allowed


def lanes():
    """{operation: lane}"""
    routes = subprocess.run([PROGRAM, 'routes'], capture_output=True, text=True, check=True).stdout
    return {words[2]: words[-1] for words in map(str.split, routes.splitlines()) if len(words) >= 5}


def walked(db, tables, sql):
    """The tables of which the statement begins at an end and goes on to the next row, in the machine's own code."""
    code = db.execute('EXPLAIN ' + sql, Unbound()).fetchall()
    trees = {step[2]: step[3] for step in code if step[1] in ('OpenRead', 'OpenWrite')}
    begun = {step[2] for step in code if step[1] in ('Rewind', 'Last')}
    goes_on = {step[2] for step in code if step[1] in ('Next', 'Prev')}
    return {tables[trees[cursor]] for cursor in begun & goes_on if trees.get(cursor) in tables}


def idle_indices(db):
    """Those that no statement takes, and that are no rule either."""
    idle = {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'")}
    with open(STATEMENTS, encoding='utf-8') as lines:
        for line in lines:
            plan = db.execute('EXPLAIN QUERY PLAN ' + line.rstrip('\n').partition('\t')[2], Unbound())
            idle -= {word for step in plan for word in step[3].split()}
    return idle


def check(db, allowed, lane):
    tables = dict(db.execute('SELECT rootpage, tbl_name FROM sqlite_master WHERE rootpage > 0'))
    unused = dict(allowed)
    passed = failed = 0
    with open(STATEMENTS, encoding='utf-8') as lines:
        for place, _, sql in (line.rstrip('\n').partition('\t') for line in lines):
            file = place.split(':')[0]
            bad = []
            for table in walked(db, tables, sql):
                key = (file, table) if (file, table) in allowed else ('small', table)
                unused.pop(key, None)
                if key not in allowed:
                    bad.append(table)
            passed += not bad
            failed += bool(bad)
            if bad:
                print('FAILED %s walks over all of %s: %s' % (place, ', '.join(bad), sql))
    for key in unused:
        failed += 1
        print('FAILED %s: nothing walks over %s any more' % key)
    for index in idle_indices(db):
        failed += 1
        print('FAILED no statement takes the index %s' % index)
    for key, why in allowed.items():
        if why.startswith('slow ') and lane.get(why.split()[1]) != 'slow':
            failed += 1
            print('FAILED %s may walk over %s in the slow lane alone, and %s is not in it' % (*key, why.split()[1]))
    return passed, failed


def main():
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, 'plans.db')
        subprocess.run([PROGRAM, 'init', '--db', file], capture_output=True, check=True)
        with sqlite3.connect(file) as db:
            passed, failed = check(db, read_allowed(), lanes())
        db.close()
    print('%d passed, %d failed' % (passed, failed))
    return 1 if failed or not passed else 0


sys.exit(main())
