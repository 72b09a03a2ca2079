#!/usr/bin/env python3
"""The machine with the database is lost while clients post: its standby takes over, and nothing that was acknowledged is lost.
   cluster.sh failover.py PROGRAM [POSTS]     in a cluster of its own, which does not survive
The last line is `N passed, N failed`.
"""
import os
import signal
import subprocess
import sys
import time

from kit import Posting, Server, Standby, ask, check, check_chain, finish, run, sql, wait_until, WORK

PROGRAM = os.path.realpath(sys.argv[1])
POSTS = int(sys.argv[2]) if len(sys.argv) > 2 else 300
OFFICE = 'office'


def persons(prefix, count=POSTS):
    for number in range(count):
        yield TOKEN, '/persons', {'full_name': f'{prefix} {number}', 'status': 'external', 'unit': 'gialai', 'position': 'Bí thư'}


def test_start(standby):
    """Of several machines one may be lost: no server starts that would lose something with it, unless it is told to."""
    done = subprocess.run([PROGRAM, 'serve', '--db', BOTH, '--listen', '127.0.0.1:0'], cwd=WORK, check=False, capture_output=True, text=True)
    check(done.returncode == 78 and 'synchronous_standby_names is empty' in done.stderr, f'no start without a standby: {done}')
    server = Server(PROGRAM, BOTH, '--allow-loss', name='careless')
    check(ask(server.address, 'GET', '/api/v1/me', TOKEN)[0] == 200, 'unless somebody takes the risk')
    check(server.stop(), 'it ends')
    standby.demand()


def test_cut_commit(standby, server):
    """A commit that the standby has not got is not acknowledged, also when the connection that waited for it is lost: it is in the
    first machine's log already, and would be lost with it."""
    standby.signal('standby', signal.SIGSTOP)
    posting = Posting([server.address], persons('Waiting', 1), 1, 'waiting')
    waits = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    check(wait_until(lambda: sql(standby.first, OFFICE, waits)), 'it waits for the standby')
    sql(standby.first, OFFICE, f'SELECT pg_terminate_backend(pid) FROM ({waits}) w')
    time.sleep(1)
    check(not posting.stored, f'nothing is acknowledged meanwhile: {posting.answers}')
    standby.signal('standby', signal.SIGCONT)
    posting.join()
    check(len(posting.stored) == 1 and set(posting.answers) <= {201, 503}, f'and then it is: {posting.answers}')


def test_failover(standby, servers):
    posting = Posting([server.address for server in servers], persons('Posted'), 8, 'posted')
    posting.wait(POSTS // 3)
    standby.kill_first()
    time.sleep(1)
    promoted = time.monotonic()
    standby.promote()
    posting.join()
    after = [when for when in posting.times if when > promoted]
    check(after and min(after) - promoted < 10, f'posting goes on within 10 s: {min(after, default=0) - promoted:.2f} s')
    check(len(posting.stored) == POSTS and not posting.refused, f'all are stored in the end: {posting.answers} {posting.refused[:3]}')
    lines = sql(standby.host, OFFICE, "SELECT id || '|' || full_name FROM all_persons WHERE full_name LIKE 'Posted %'").splitlines()
    found = {int(line.split(' ')[-1]): int(line.split('|')[0]) for line in lines}
    check(found == posting.stored and len(lines) == len(found), 'each once, and none is lost')
    check(sql(standby.host, OFFICE, "SELECT count(*) FROM all_persons WHERE full_name LIKE 'Waiting %'") == '1', 'nor the one before')
    check_chain(PROGRAM, standby.host, OFFICE, 'on the second machine')
    print(f'posting again {min(after, default=0) - promoted:.2f} s after the promotion; answers {dict(posting.answers)}')


run(PROGRAM, 'init', '--db', OFFICE)
TOKEN = run(PROGRAM, 'token', 'create', '--db', OFFICE, '--unit', 'vkstc', '--role', 'admin')
second = Standby()
BOTH = f'host={second.hosts} dbname={OFFICE}'
test_start(second)
pair = [Server(PROGRAM, BOTH, name=name) for name in ('first', 'second')]
test_cut_commit(second, pair[0])
test_failover(second, pair)
check(all([server.stop() for server in pair]), 'both servers end by themselves')
finish()
