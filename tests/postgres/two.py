#!/usr/bin/env python3
"""An hour of an operator in half a minute: what docker/compose-two.yaml starts, with each of its commands as a process, and both servers
restarted one after the other while a hundred offices post. Then the machine with the database is lost.
   cluster.sh two.py PROGRAM [ROUNDS]
The last line is `N passed, N failed`; status 77: there is no nginx on this machine.
"""
import concurrent.futures
import itertools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

from kit import DOCKER, Posting, ask, check, check_chain, end_with_test, finish, page_line, run, signal_all, sql, wait_until, WORK

PROGRAM = os.path.realpath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 1
OFFICES, VALUES = 100, 40
NAME = 'thidua.example.vn'
NGINX = shutil.which('nginx', path=os.environ['PATH'] + ':/usr/sbin')
PASSWORD = 'secret'
# Each service has an address of its own, so that ports stay as they are.
NET = f'127.{random.randint(1, 254)}.{random.randint(0, 255)}'
ADDRESSES = {'db1': f'{NET}.1', 'db2': f'{NET}.2', 'a': f'{NET}.3', 'b': f'{NET}.4', 'nginx': f'{NET}.5'}


def read_services():
    """name -> its lines, of which entrypoint and environment are JSON."""
    services, name = {}, None
    with open(f'{DOCKER}/compose-two.yaml', encoding='utf-8') as file:
        for line in file:
            begin = re.match(r'  (\w+):(?: ([&*])\w+)?$', line)
            if begin:
                name = begin[1]
                services[name] = dict(services['a']) if begin[2] == '*' else {}
            entry = re.match(r'    (entrypoint|environment): (.*)$', line)
            if entry:
                services[name][entry[1]] = json.loads(entry[2])
    return {name: service for name, service in services.items() if 'entrypoint' in service}


class Service:
    """A service of the file as a process: names are addresses, and places are in the folder of the test."""

    def __init__(self, name, parts):
        self.name, self.starts = name, 0
        self.places = {'/var/lib/postgresql/data': f'{WORK}/{name}', '/thidua/': f'{WORK}/docker/', '/data/': f'{WORK}/',
                       '/etc/nginx/conf.d': WORK, '0.0.0.0': ADDRESSES[name], '172.28.7.2': '127.0.0.1',
                       "exec nginx -g 'daemon off;'": f'{fit_nginx()} && exec {NGINX} -p {WORK} -c main.conf -e errors',
                       '${THIDUA_PASSWORD:?}': PASSWORD}
        self.command = [self.fit(part) for part in parts['entrypoint']]
        self.environment = os.environ | {key: self.fit(text) for key, text in parts['environment'].items()}
        if self.command[0] == 'thidua':
            self.command[0] = PROGRAM
        elif name.startswith('db'):
            os.mkdir(f'{WORK}/{name}')
            for key in ('PGHOST', 'PGUSER'):
                self.environment.pop(key, None)
            if os.getuid() == 0:
                shutil.chown(f'{WORK}/{name}', 'nobody', 'nogroup')
                self.command = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', '--', *self.command]
        self.start()

    def fit(self, text):
        for place, here in self.places.items():
            text = text.replace(place, here)
        return re.sub(r'(host=|^|,|\\1)(db1|db2|a|b)(?=[ ,\\]|$)', lambda found: found[1] + ADDRESSES[found[2]], text)

    def start(self):
        self.starts += 1
        with open(f'{WORK}/{self.name}-{self.starts}.log', 'w', encoding='utf-8') as log:
            self.process = subprocess.Popen(self.command, env=self.environment, cwd=WORK, stdout=log, stderr=log)
        end_with_test(self.process)

    def is_ready(self):
        """What ended, as its database was not there yet, is started again: `restart: on-failure`."""
        if self.process.poll():
            time.sleep(0.2)
            self.start()
        return ask(f'{ADDRESSES[self.name]}:8080', 'GET', '/readyz', '')[0] == 200

    def stop(self):
        self.process.terminate()
        return self.process.wait(60) == 0


def fit_nginx():
    """The site's own ports and places, in what the service's command wrote."""
    return (f"sed -i 's/listen 443/listen {ADDRESSES['nginx']}:8443/; s/listen 80/listen {ADDRESSES['nginx']}:8081/;"
            f" s|/etc/nginx|{WORK}|' {WORK}/default.conf")


def set_up_nginx():
    """Certificates by the commands at the head of the file, and what stands around a site."""
    with open(f'{DOCKER}/nginx.conf', encoding='utf-8') as file:
        commands = [line[len('#     '):] for line in file if line.startswith('#     ') and not line.startswith('#     --')]
    run('sh', '-e', input=''.join(commands))
    places = '\n'.join(f'{kind}_temp_path {WORK}/{kind};' for kind in ('client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'))
    with open(f'{WORK}/main.conf', 'w', encoding='utf-8') as file:
        file.write(f'user {run("id", "-un")}; daemon off; pid {WORK}/pid; events {{}}\n'
                   f'http {{ access_log off;\n{places}\ninclude {WORK}/default.conf; }}\n')


def start_all():
    services = read_services()
    check(set(services) == set(ADDRESSES), f'the services are known: {list(services)}')
    started = {name: Service(name, services[name]) for name in ('db1', 'db2', 'a')}
    check(wait_until(started['a'].is_ready), 'the first server makes the database and is ready')
    started |= {name: Service(name, services[name]) for name in ('b', 'nginx')}
    check(wait_until(started['b'].is_ready), 'the second server is ready')
    check(wait_until(lambda: ask(PROXY, 'GET', '/readyz', '')[0] == 200), 'and nginx leads to them')
    return started


def make_offices(services):
    with open(f'{WORK}/a-{services["a"].starts}.log', encoding='utf-8') as log:
        admin = re.search(r'(td_\S+)', log.read())[1]
    units = json.loads(ask(PROXY, 'GET', '/api/v1/units?limit=500&valid_on=2016-06-30', admin)[2])['items']
    elements = json.loads(ask(PROXY, 'GET', '/api/v1/elements?limit=500', admin)[2])['items']
    identities = json.loads(ask(PROXY, 'GET', '/api/v1/identities?limit=500', admin)[2])['items']
    bound = {identity[side] for identity in identities for side in ('whole', 'part')}
    free = [element['element'] for element in elements if element['element'] not in bound and element['area'] != 'TK'][:VALUES]

    def make_token(unit):
        made = ask(PROXY, 'POST', '/api/v1/tokens', admin, {'unit': unit, 'role': 'head', 'label': 'máy'})
        return unit, json.loads(made[2])['token']

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        offices = list(pool.map(make_token, [unit['unit'] for unit in units if unit['parent']][:OFFICES]))
    check(len(offices) == OFFICES, f'{len(offices)} offices can post')
    return offices, free


def months(offices, elements, over):
    """Each office its months, until it is enough."""
    for year in range(2017, 2025):
        for month in range(1, 13):
            for unit, token in offices:
                if over.is_set():
                    return
                yield token, '/reports', {'unit': unit, 'period': f'{year}-{month:02}',
                                          'values': [{'element': element, 'value': month} for element in elements]}


def judge(posting, host, what):
    lines = sql(host, 'thidua', 'SELECT id, version FROM reports').splitlines()
    found = {int(line.split('|')[0]) for line in lines}
    check(not posting.refused, f'{what}: {len(posting.refused)} failed after retries: {posting.refused[:2]}')
    check(set(posting.stored.values()) <= found, f'{what}: none is lost')
    check(all(line.endswith('|1') for line in lines), f'{what}: none is stored twice')
    seconds = max(posting.times) - min(posting.times)
    print(f'{what}: {len(posting.times)} reports of {VALUES} values by {OFFICES} offices in {seconds:.0f} s, answers {dict(posting.answers)}')


def test_lost_machine(services, posting):
    """With the command that the page gives, in the place of the container."""
    service, command = re.search(r'compose-two.yaml exec (\w+) (.*)$', page_line(' promote')).groups()
    before = len(posting.stored)
    first = services['db1'].process
    signal_all(first.pid, signal.SIGKILL)
    first.wait()
    begin = time.monotonic()
    prefix = services[service].command[:services[service].command.index('--') + 1] if os.getuid() == 0 else []
    subprocess.run([*prefix, *command.split()], env=services[service].environment, cwd=WORK, check=True, capture_output=True)
    check(wait_until(lambda: len(posting.stored) > before + 10), 'posting goes on without the first machine')
    print(f'the second machine has taken over after {time.monotonic() - begin:.1f} s')


def test_rolling_restart(services, posting):
    for name in ('a', 'b') * ROUNDS:
        check(services[name].stop(), f'{name} ends by itself')
        before = len(posting.stored)
        check(wait_until(lambda: len(posting.stored) > before + 10), f'posting goes on without {name}')
        services[name].start()
        check(wait_until(services[name].is_ready), f'{name} is ready again')
        time.sleep(1.5)  # nginx asks it again


def test_unkeyed(services):
    """What may have been stored is not sent a second time: of two such posts one meets the server that is not there."""
    services['b'].stop()
    body = {'full_name': 'Nguyễn Văn An', 'unit': OFFICE[0], 'position': 'Kiểm sát viên', 'from_date': '2020-01-01'}
    answers = [ask(PROXY, 'POST', '/api/v1/persons?dry_run=true', OFFICE[1], body)[0] for _ in range(4)]
    keyed = []
    for number in range(40):  # nginx asks b again each second
        keyed.append(ask(PROXY, 'POST', '/api/v1/persons?dry_run=true', OFFICE[1], body, {'Idempotency-Key': f'an-{number}'})[0])
        time.sleep(0.05)
    check(502 in answers and 200 in answers, f'without a key: {answers}')
    check(set(keyed) == {200}, f'with one: {keyed}')
    services['b'].start()
    check(wait_until(services['b'].is_ready), 'b is ready again')


if not NGINX:
    print('no nginx; Debian has it as nginx-light')
    sys.exit(77)
os.chmod(WORK, 0o755)
shutil.copytree(DOCKER, f'{WORK}/docker')  # who owns the database may not look into the folder of the tests
os.environ['PGPASSWORD'] = PASSWORD
os.environ['PGUSER'] = 'thidua'
os.environ.pop('PGHOST', None)
PROXY = f'https://{ADDRESSES["nginx"]}:8443/{NAME}'
set_up_nginx()
SERVICES = start_all()
OFFICES_MADE, ELEMENTS = make_offices(SERVICES)
OFFICE = OFFICES_MADE[0]
test_unkeyed(SERVICES)
enough = threading.Event()
hour = Posting([PROXY], months(OFFICES_MADE, ELEMENTS, enough), OFFICES, 'hour')
test_rolling_restart(SERVICES, hour)
enough.set()
hour.join()
judge(hour, ADDRESSES['db1'], 'rolling restart')
check_chain(PROGRAM, ADDRESSES['db1'], 'thidua', 'rolling restart')
enough.clear()
after = Posting([PROXY], itertools.islice(months(OFFICES_MADE, ELEMENTS, enough), len(hour.stored) + len(OFFICES_MADE), None), OFFICES, 'after')
test_lost_machine(SERVICES, after)
enough.set()
after.join()
after.stored |= {('hour', number): id for number, id in hour.stored.items()}
judge(after, ADDRESSES['db2'], 'lost machine')
check_chain(PROGRAM, ADDRESSES['db2'], 'thidua', 'lost machine')
finish()
