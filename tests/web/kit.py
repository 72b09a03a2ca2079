"""What the tests of the page stand on: the real server with a database of its own, and a browser that is driven by keys.

Nothing sleeps: the page says when a screen is there (document.body.dataset.ready), all else is waited for by what is to be seen.
"""
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


PATIENCE = 30  # seconds: what is waited for is there in one, but on a machine that does ten things at once
HERE = os.path.dirname(os.path.abspath(__file__))


def free_port():
    """Below those that the system gives to connections by itself: it is still free when a server comes back."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            if probe.connect_ex(('127.0.0.1', port)):
                return port


class Server:
    """The program under test; `restart` keeps the database and the port. A copy of the page may stand at `copy_port`, another origin."""

    def __init__(self, program):
        self.program = os.path.abspath(program)
        self.copy_port = free_port()
        self.folder = tempfile.mkdtemp(prefix='thidua-web-')
        self.kept = f'{self.folder}.kept'
        self.db = os.path.join(self.folder, 'web.db')
        self.run('init', '--db', self.db)
        self.admin = self.run('token', 'create', '--db', self.db, '--unit', 'vkstc', '--role', 'admin').strip()
        for last in (False, False, True):
            self.port = free_port()
            try:
                return self.start()
            except AssertionError:  # somebody else took the port meanwhile
                if last:
                    raise

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], check=True, capture_output=True, text=True).stdout

    def start(self):
        self.log = open(os.path.join(self.folder, 'log'), 'a+')
        self.out = open(os.path.join(self.folder, 'out'), 'w+')
        at = self.log.tell()
        self.process = subprocess.Popen([self.program, 'serve', '--db', self.db, '--listen', f'127.0.0.1:{self.port}', '--check-replies',
                                         '--cors-origin', f'http://127.0.0.1:{self.copy_port}', '--print-sign-in'], stdout=self.out, stderr=self.log)

        def listening():
            with open(self.log.name) as log:
                log.seek(at)
                return re.search(r'listening\b.*?127\.0\.0\.1:\d+', log.read()) or self.process.poll() is not None
        until(listening, 'the server listens')
        assert self.process.poll() is None, 'the server ended at its start'
        self.url = f'http://127.0.0.1:{self.port}'

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(2 * PATIENCE)

    def restart(self):
        """Gives the address that signs in once, which a start prints."""
        self.stop()
        self.start()
        return until(lambda: re.search(r'http://\S+/#/sign-in\?code=\S+', open(self.out.name).read()), 'the address of the start').group()

    def keep(self):
        """What is there now is what `renew` goes back to."""
        self.stop()
        shutil.copytree(self.folder, self.kept)
        self.copy_database(self.db, self.kept)
        self.start()

    def renew(self):
        self.stop()
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)
        self.copy_database(self.kept, self.db)
        self.start()

    def copy_database(self, source, target):
        """In PostgreSQL it is not in the folder."""
        if self.program.endswith('-postgres'):
            subprocess.run(['dropdb', '--if-exists', target], check=True, capture_output=True)
            subprocess.run(['createdb', '--template', source, target], check=True)

    def close(self):
        self.stop()
        for folder in (self.folder, self.kept):
            shutil.rmtree(folder, ignore_errors=True)

    def call(self, token, method, path, body=None, status=None, headers=None):
        """The answer's JSON; a refusal is an error unless `status` expects it."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f'{self.url}/api/v1{path}', data, method=method, headers={
            'Authorization': f'Bearer {token}', 'Content-Type': 'application/json', 'Accept': 'application/json', **(headers or {})})
        try:
            with urllib.request.urlopen(request) as answer:
                text = answer.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            assert error.code == status, f'{method} {path}: {error.code} {text}'
            return json.loads(text)

    def document(self):
        with urllib.request.urlopen(f'{self.url}/openapi.json') as answer:
            return json.load(answer)

    def token(self, unit, role, label=None):
        return self.call(self.admin, 'POST', '/tokens', {'unit': unit, 'role': role, 'label': label or f'máy {role}'})['token']

    def report(self, token, unit, period, values, **more):
        body = {'unit': unit, 'period': period, 'values': [{'element': element, 'value': value} for element, value in values.items()], **more}
        return self.call(token, 'POST', '/reports', body)


def until(found, what, patience=PATIENCE):
    """What `found` gives as soon as it gives something."""
    end = time.monotonic() + patience
    while True:
        try:
            value = found()
        except WebDriverException:
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'waited in vain: {what}')
        time.sleep(0.02)


def chrome(options):
    try:
        return webdriver.Chrome(service=Service('/usr/bin/chromedriver'), options=options)
    except WebDriverException:  # a busy machine may not have it up in time
        return webdriver.Chrome(service=Service('/usr/bin/chromedriver'), options=options)


class Browser:
    def __init__(self, server, width=1280, height=800):
        options = webdriver.ChromeOptions()
        # /dev/shm is small in containers; and nothing is to be asked for or slowed down in the background.
        for argument in ('--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--lang=vi', f'--window-size={width},{height}', '--disable-dev-shm-usage',
                         '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-background-timer-throttling',
                         '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows'):
            options.add_argument(argument)
        options.set_capability('goog:loggingPrefs', {'browser': 'ALL', 'performance': 'ALL'})
        self.server = server
        self.driver = chrome(options)
        self.size(width, height)
        self.requests = []
        self.under_way = {}  # request: the document that asked
        self.console = []

    def fresh(self):
        """A page that knows nothing: no token, nothing kept, no log."""
        self.offline(False)
        self.driver.get(f'{self.server.url}/healthz')
        self.js('localStorage.clear()')
        self.driver.delete_all_cookies()
        self.listen()
        self.requests.clear()
        self.under_way.clear()
        self.console.clear()
        self.size(1280, 800)

    def offline(self, on):
        self.driver.execute_cdp_cmd('Network.enable', {})
        self.driver.execute_cdp_cmd('Network.emulateNetworkConditions', {'offline': on, 'latency': 0, 'downloadThroughput': -1, 'uploadThroughput': -1})

    def size(self, width, height):
        self.driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {'width': width, 'height': height, 'deviceScaleFactor': 1, 'mobile': False})

    def close(self):
        self.driver.quit()

    # What is to be seen
    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def one(self, css):
        return until(lambda: self.driver.find_element(By.CSS_SELECTOR, css), css)

    def all(self, css):
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def text(self, css):
        return until(lambda: [self.one(css).text], css)[0]

    def sees(self, css, part, patience=PATIENCE):
        """Waits until an element of the selector shows this text."""
        return until(lambda: next((each for each in self.all(css) if part in each.text), None), f'{css} with “{part}”', patience)

    def gone(self, css):
        until(lambda: not self.all(css), f'no {css}')

    def ready(self, hash):
        until(lambda: self.js('return (document.body.dataset.ready || "").startsWith(arguments[0])', hash), f'{hash} is ready')

    # What people do
    def open(self, hash='#/', token=None):
        self.driver.get(f'{self.server.url}/{hash}')
        if token:
            self.sign_in(token)
        self.ready(hash)

    def sign_in(self, token):
        self.one('dialog[open] details summary').click()
        self.one('dialog[open] [name=token]').send_keys(token)
        self.press(Keys.ENTER)
        self.gone('dialog[open]')

    def go(self, hash):
        self.js('delete document.body.dataset.ready; location.hash = arguments[0]', hash)
        self.ready(hash)

    def press(self, *keys):
        chain = ActionChains(self.driver, duration=0)
        held = [key for key in keys if key in (Keys.CONTROL, Keys.SHIFT)]
        for key in held:
            chain.key_down(key)
        for key in keys:
            if key not in held:
                chain.send_keys(key)
        for key in held:
            chain.key_up(key)
        chain.perform()

    def click(self, css, part=None):
        until(lambda: [(self.sees(css, part) if part else self.one(css)).click()], f'a click on {css}')  # again where a screen was just drawn anew

    def renewed(self, act):
        """Does it, and waits for the screen that comes of it: what the screen before showed is no longer seen."""
        self.js('delete document.body.dataset.ready')
        act()
        self.ready('#/')

    def confirm(self):
        """Takes the main action of the dialog, and waits for the screen that comes of it."""
        self.renewed(lambda: self.click('dialog[open] button.main'))
        self.gone('dialog[open]')

    def take(self, *keys):
        """Takes the main action of the dialog by keys, Ctrl+Enter, once it is there."""
        self.one('dialog[open]')
        self.press(*(keys or (Keys.CONTROL, Keys.ENTER)))

    def type(self, element, text):
        """Types a figure into its cell, as a hand does."""
        field = self.one(f'#v-{element}')
        self.js('arguments[0].focus()', field)
        field.send_keys(Keys.CONTROL, 'a')
        field.send_keys(text if text else Keys.DELETE)

    def paste(self, css, text):
        self.js('''const data = new DataTransfer(); data.setData('text/plain', arguments[1]);
            document.querySelector(arguments[0]).dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))''', css, text)

    def checked(self, act):
        """Does it, and waits until the server has checked all that is typed."""
        act()
        until(lambda: self.js('return document.body.dataset.checked === document.body.dataset.typed'), 'the server has checked')

    # What happened on the wire and in the console
    def listen(self):
        """Takes over what the browser logged since the last time."""
        for entry in self.driver.get_log('performance'):
            message = json.loads(entry['message'])['message']
            if message['method'] == 'Network.requestWillBeSent':
                request = message['params']['request']
                self.requests.append({'id': message['params']['requestId'], 'method': request['method'], 'url': request['url'], 'size': 0, 'headers': request['headers'],
                                      'body': request.get('postData', '')})
                self.under_way[message['params']['requestId']] = message['params']['loaderId']
            elif message['method'] == 'Page.frameNavigated' and 'parentId' not in message['params']['frame']:
                # What the document before asked for may end without a word.
                self.under_way = {request: document for request, document in self.under_way.items() if document == message['params']['frame']['loaderId']}
            elif message['method'] in ('Network.loadingFinished', 'Network.loadingFailed'):
                self.under_way.pop(message['params']['requestId'], None)
                for request in self.requests:
                    if request['id'] == message['params']['requestId']:
                        request['size'] = message['params'].get('encodedDataLength', 0)
        self.console += self.driver.get_log('browser')

    def calls(self, part='/api/'):
        self.listen()
        return [request for request in self.requests if part in request['url']]

    def forget_calls(self):
        self.listen()
        self.requests.clear()

    def is_quiet(self):
        """What was asked for is answered."""
        self.listen()
        return not self.under_way

    def picture(self, name):
        self.keep(f'{name}.png', self.driver.get_screenshot_as_png())

    def keep(self, name, data):
        folder = os.environ.get('PICTURES')
        if folder:
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, name), 'wb') as file:
                file.write(data)
