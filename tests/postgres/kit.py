"""What the tests of several machines share: servers, questions, clients that post until it is stored, and the count."""
import atexit
import collections
import http.client
import itertools
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

WORK = tempfile.mkdtemp()
DOCKER = os.path.realpath(os.path.join(os.path.dirname(__file__), '../../docker'))
count = {'passed': 0, 'failed': 0}


def check(good, what):
    count['passed' if good else 'failed'] += 1
    if not good:
        print('FAILED:', what)
    return good


def finish():
    """The last line, and the status of the test."""
    if count['failed']:
        print(f'logs are left in {WORK}')
    else:
        shutil.rmtree(WORK)
    print(f"{count['passed']} passed, {count['failed']} failed")
    sys.exit(count['failed'] > 0)


def run(*arguments, **options):
    return subprocess.run(arguments, cwd=WORK, check=True, capture_output=True, text=True, **options).stdout.strip()


def page_line(text):
    """The line with the text among the commands of docker/README.md."""
    with open(f'{DOCKER}/README.md', encoding='utf-8') as page:
        return next(line.strip() for line in page if text in line and not line.startswith('**'))


def end_with_test(process):
    atexit.register(lambda: process.poll() is not None or (process.terminate(), process.wait(60)))


def wait_until(what, seconds=60):
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.01)
    return what()


class Server:
    def __init__(self, program, database, *options, name='server'):
        self.command = [program, 'serve', '--db', database, '--listen', '127.0.0.1:0', *options]
        self.name = name
        self.starts = 0
        self.start()

    def start(self):
        self.starts += 1
        self.log = f'{WORK}/{self.name}-{self.starts}.log'
        with open(self.log, 'w', encoding='utf-8') as out:
            self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=out, cwd=WORK)
        end_with_test(self.process)
        if not wait_until(self.listening):
            sys.exit(f'{self.name} does not start: {open(self.log, encoding="utf-8").read()}')
        # Where it was, it comes again: who is before it knows the port.
        self.command[self.command.index('--listen') + 1] = self.address

    def listening(self):
        with open(self.log, encoding='utf-8') as text:
            found = re.search(r'event=listening address=(\S+)', text.read())
        self.address = found and found[1]
        return found

    def stop(self):
        self.process.terminate()
        return self.process.wait(60) == 0


def connect(address):
    """HOST:PORT, or https://HOST:PORT/NAME for the server of that name there, of the authority whose tls-ca.crt is in WORK."""
    if not address.startswith('https://'):
        return http.client.HTTPConnection(address, timeout=60)
    place, name = address.removeprefix('https://').split('/')
    connection = http.client.HTTPConnection(name)
    connection.sock = ssl.create_default_context(cafile=f'{WORK}/tls-ca.crt').wrap_socket(
        socket.create_connection(place.split(':'), timeout=60), server_hostname=name)
    return connection


def ask(address, method, path, token, body=None, headers=None):
    """(status, headers, bytes); status 0 when there is no answer."""
    sent = {'Authorization': f'Bearer {token}', 'Content-Type': 'application/json'} | (headers or {})
    connection = None
    try:
        connection = connect(address)
        connection.request(method, path, json.dumps(body) if body else None, sent)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, {}, b''
    finally:
        if connection:
            connection.close()


def as_owner(*arguments):
    """A command of PostgreSQL, which refuses to run as root, in the folder of cluster.sh."""
    if os.getuid() == 0:
        arguments = ('setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', '--', *arguments)
    # What it starts keeps its output open.
    with open(f'{os.environ["PGHOST"]}/owner.log', 'a', encoding='utf-8') as log:
        subprocess.run(arguments, cwd=os.environ['PGHOST'], check=True, stdout=log, stderr=log)


def sql(host, database, question):
    return run('psql', '-X', '-q', '-A', '-t', '-h', host, '-d', database, '-c', 'SET search_path TO thidua', '-c', question)


def children_of(pid):
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{name}/stat', encoding='utf-8') as stat:
                parent = int(stat.read().rpartition(')')[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid:
            yield int(name)


def signal_all(pid, number):
    """A server of PostgreSQL, and the processes that it started."""
    for each in [pid, *children_of(pid)]:
        try:
            os.kill(each, number)
        except ProcessLookupError:
            pass


class Standby:
    """A second machine beside the one of cluster.sh, which waits for it from then on with each commit."""

    def __init__(self):
        self.first = os.environ['PGHOST']
        self.host = f'{self.first}/second'
        as_owner('pg_basebackup', '-D', 'standby', '-R', '-c', 'fast', '-h', self.first)
        as_owner('mkdir', 'second')
        as_owner('pg_ctl', '-D', 'standby', '-l', 'standby.log', '-w', '-o',
                 f"-k '{self.host}' -c listen_addresses= -c cluster_name=standby -c fsync=off -c max_connections=400", 'start')
        atexit.register(lambda: self.is_running() and as_owner('pg_ctl', '-D', 'standby', '-m', 'immediate', 'stop'))
        self.hosts = f'{self.first},{self.host}'

    def is_running(self):
        return os.path.exists(f'{self.first}/standby/postmaster.pid')

    def demand(self):
        sql(self.first, 'postgres', "ALTER SYSTEM SET synchronous_standby_names TO 'standby'")
        sql(self.first, 'postgres', 'SELECT pg_reload_conf()')
        check(wait_until(lambda: sql(self.first, 'postgres', 'SELECT sync_state FROM pg_stat_replication') == 'sync'),
              'the first machine waits for the second one')

    def signal(self, folder, number):
        with open(f'{self.first}/{folder}/postmaster.pid', encoding='utf-8') as file:
            signal_all(int(file.readline()), number)

    def kill_first(self):
        self.signal('data', signal.SIGKILL)

    def promote(self):
        as_owner('pg_ctl', '-D', 'standby', '-w', 'promote')


class Posting:
    """Clients that send each post with its own key, to one address after the other, until it is stored or refused."""

    def __init__(self, addresses, posts, clients, name):
        self.addresses, self.posts, self.name = addresses, enumerate(posts), name
        self.stored = {}  # number of the post -> its id
        self.times = []   # when an answer came that it is
        self.answers, self.refused = collections.Counter(), []
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.client, daemon=True) for _ in range(clients)]
        for thread in self.threads:
            thread.start()

    def client(self):
        while True:
            with self.lock:
                number, post = next(self.posts, (None, None))
            if number is None:
                return
            self.post(number, *post)

    def post(self, number, token, path, body):
        end = time.monotonic() + 120
        for attempt in itertools.count():
            address = self.addresses[(number + attempt) % len(self.addresses)]
            status, _, text = ask(address, 'POST', f'/api/v1{path}', token, body, {'Idempotency-Key': f'{self.name}-{number}'})
            with self.lock:
                self.answers[status] += 1
                if status == 201:
                    self.stored[number] = json.loads(text)['id']
                    self.times.append(time.monotonic())
                    return
                if status not in (0, 502, 503, 504) or time.monotonic() > end:
                    self.refused.append((number, status, text[:300]))
                    return
            time.sleep(0.05)

    def wait(self, least):
        return wait_until(lambda: len(self.stored) >= least or not any(thread.is_alive() for thread in self.threads))

    def join(self):
        for thread in self.threads:
            thread.join(150)


def check_chain(program, host, database, what):
    """Numbers without a gap, instants that never go back, and a chain that holds."""
    gaps = sql(host, database, 'SELECT max(seq) - count(*) FROM events')
    back = sql(host, database, 'SELECT count(*) FROM (SELECT at, lag(at) OVER (ORDER BY seq) AS before FROM events) e WHERE at < before')
    check((gaps, back) == ('0', '0'), f'{what}: {gaps} gaps, {back} instants go back')
    check('is whole' in run(program, 'verify', '--db', f'host={host} dbname={database}'), f'{what}: the chain holds')
