"""What the tests of several machines share: servers, questions, clients that post until it is stored, and the count."""
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

WORK = tempfile.mkdtemp()
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


def wait_until(what, seconds=20):
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


def ask(address, method, path, token, body=None, headers=None):
    """(status, headers, bytes); status 0 when there is no answer."""
    sent = {'Authorization': f'Bearer {token}', 'Content-Type': 'application/json'} | (headers or {})
    connection = http.client.HTTPConnection(address, timeout=20)
    try:
        connection.request(method, path, json.dumps(body) if body else None, sent)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, {}, b''
    finally:
        connection.close()
