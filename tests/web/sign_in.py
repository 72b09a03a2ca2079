"""Signing in: users and their passwords, the code of the start, sessions that end, and pages of others in the user's browser."""
import http.server
import json
import re
import threading
import time
import urllib.error
import urllib.request

from kit import Keys, until

SENTENCE = 'Sáng nay trời Pleiku nhiều mây'


def ask(world, method, path, body=None, cookie=None):
    """As the page asks: (status, headers, body)."""
    url = world.server.url
    request = urllib.request.Request(f'{url}/api/v1{path}', None if body is None else json.dumps(body).encode(), method=method, headers={
        'Origin': url, 'X-Thidua': '1', 'Content-Type': 'application/json', **({'Cookie': cookie} if cookie else {})})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, json.loads(answer.read() or 'null')
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.loads(error.read())


def invited(world, login, role='clerk', unit='gialai', name='Nguyễn Thị Mai'):
    """A user with a one-time password, which is the result."""
    return world.server.call(world.server.admin, 'POST', '/users', {'user': login, 'full_name': name, 'unit': unit, 'role': role})['one_time_password']


def user(world, login, **more):
    """A user whose password is SENTENCE."""
    once = invited(world, login, **more)
    cookie = ask(world, 'POST', '/session', {'user': login, 'password': once})[1]['Set-Cookie'].split(';')[0]
    status, _, said = ask(world, 'POST', f'/users/{login}/password', {'old_password': once, 'new_password': SENTENCE}, cookie)
    assert status == 200, said


def fill(browser, **fields):
    for name, text in fields.items():
        field = browser.one(f'dialog[open] [name={name}]')
        field.clear()
        field.send_keys(text)
    browser.press(Keys.ENTER)
    until(lambda: not browser.all('dialog[open] button:disabled'), 'the answer is there')


def sign_in(browser, login, password=SENTENCE):
    fill(browser, user=login, password=password)
    browser.gone('dialog[open]')


def in_page(browser, script, *arguments):
    """What an async function body returns in the page."""
    said = browser.driver.execute_async_script(f'''const done = arguments[arguments.length - 1];
        (async (...given) => {{ {script} }})(...arguments).then(done, (error) => done(String(error)))''', *arguments)
    return said


def head(world):
    return world.server.call(world.clerk, 'GET', '/events/head')['seq']


def made(world, since, action):
    return [event for event in world.server.call(world.clerk, 'GET', f'/events?after={since}&brief=true')['items'] if event['action'] == action]


def test_w03_wrong_passwords_have_to_wait_and_tell_nothing(world, browser):
    user(world, 'lan.gl', name='Trần Thị Lan')
    answers = []
    for login in ('lan.gl', 'khong.ai'):
        status, headers, body = ask(world, 'POST', '/session', {'user': login, 'password': 'không phải câu này'})
        body.pop('request_id')
        answers.append((status, {name: value for name, value in headers.items() if name not in ('X-Request-Id', 'Date')}, body))
    assert answers[0] == answers[1] and answers[0][0] == 401
    browser.driver.get(world.server.url)
    for _ in range(4):
        fill(browser, user='lan.gl', password='cũng không phải')
        browser.sees('dialog[open] .fault', 'không đúng')
    for _ in range(4):  # the delay is 5 s, then 10 and so on: a machine that stands still for so long tries once more
        fill(browser, user='lan.gl', password='cũng không phải')
        told = browser.text('dialog[open] .fault[role=alert]')
        status, headers, _ = ask(world, 'POST', '/session', {'user': 'lan.gl', 'password': SENTENCE})
        if status == 429:
            break
    assert re.search(r'từ \d\d:\d\d:\d\d\.$', told), told
    browser.picture('signin-delayed-1280')
    wait = int(headers['Retry-After'])
    assert status == 429 and 1 <= wait
    end = time.monotonic() + wait
    until(lambda: time.monotonic() >= end, 'the delay is over')
    sign_in(browser, 'lan.gl')
    browser.ready('#/')
    assert 'Trần Thị Lan' in browser.text('#who')


def test_w04_a_one_time_password_is_there_to_be_changed(world, browser):
    once = invited(world, 'mai.gl')
    browser.driver.get(world.server.url)
    fill(browser, user='mai.gl', password=once)
    browser.sees('dialog[open] h2', 'Đổi mật khẩu')
    assert not browser.all('dialog[open] [name=old_password]')  # it was just typed
    assert in_page(browser, "return (await (await fetch('/api/v1/units')).json()).code") == 'password_change_needed'
    browser.driver.refresh()
    for weak in ('gialai123456', 'mai.gl đọc sách'):
        fill(browser, old_password=once, new_password=weak, again=weak)
        browser.sees('dialog[open] .field .fault', 'Lỗi: Mật khẩu này')
        assert browser.js('return document.activeElement.name') == 'new_password'
        assert browser.one('dialog[open] [name=new_password]').get_attribute('aria-invalid') == 'true'
    browser.picture('password-1280')
    browser.size(390, 844)
    browser.picture('password-390')
    browser.size(1280, 800)
    fill(browser, new_password=SENTENCE, again=f'{SENTENCE}.')
    browser.sees('dialog[open] .field .fault', 'Hai lần nhập không giống nhau')
    fill(browser, new_password=SENTENCE, again=SENTENCE)
    browser.gone('dialog[open]')
    browser.ready('#/')
    assert 'Nguyễn Thị Mai' in browser.text('#who')
    browser.click('#who button', 'Đăng xuất')
    sign_in(browser, 'mai.gl')
    browser.ready('#/')


def test_w04_once_is_enough_to_be_at_work(world, browser):
    once = invited(world, 'moi.gl')
    browser.driver.get(f'{world.server.url}/#/entry?unit=gialai&period=2021-05')
    fill(browser, user='moi.gl', password=once)
    fill(browser, new_password=SENTENCE, again=SENTENCE)
    browser.ready('#/entry')
    browser.one('.months a')


def test_a_password_is_changed_when_one_likes_and_other_sessions_end(world, browser):
    user(world, 'hien.gl')
    _, headers, _ = ask(world, 'POST', '/session', {'user': 'hien.gl', 'password': SENTENCE})
    elsewhere = headers['Set-Cookie'].split(';')[0]
    assert ask(world, 'GET', '/me', cookie=elsewhere)[0] == 200
    browser.driver.get(world.server.url)
    sign_in(browser, 'hien.gl')
    browser.ready('#/')
    browser.click('#who [title="Đổi mật khẩu"]')
    other = 'Chiều nay trời Pleiku lại mưa'
    fill(browser, old_password='không phải câu này', new_password=other, again=other)
    browser.sees('dialog[open] .field:first-child .fault', 'Lỗi: Mật khẩu đang dùng không đúng')
    fill(browser, old_password=SENTENCE)
    browser.gone('dialog[open]')
    assert ask(world, 'GET', '/me', cookie=elsewhere)[0] == 401
    assert in_page(browser, "return (await fetch('/api/v1/me')).status") == 200


class Foreign(http.server.BaseHTTPRequestHandler):
    """Pages of somebody else."""

    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.end_headers()
        self.wfile.write(b'<!doctype html><title>Elsewhere</title><iframe name="answer"></iframe>')

    def log_message(self, *arguments):
        pass


FORGERIES = '''const [api, accept] = given, said = [], plain = {mode: 'no-cors', credentials: 'include', method: 'POST'};
    const json = {credentials: 'include', headers: {'Content-Type': 'application/json'}, method: 'POST', body: '{}'}, named = {...json, headers: {...json.headers, 'X-Thidua': '1'}};
    for (const [path, how] of [[accept, plain], [accept, {...plain, body: '{}'}], ['/session', {...plain, body: '{"token": "td_x"}'}], [accept, json], [accept, named], ['/session', {...named, method: 'DELETE'}]])
        said.push(await fetch(api + path, how).then((answer) => answer.type + answer.status, (error) => error.name));
    const form = Object.assign(document.createElement('form'), {method: 'post', target: 'answer', action: api + accept});
    document.body.append(form);
    const answered = new Promise((done) => document.querySelector('iframe').addEventListener('load', done, {once: true}));
    form.submit();
    await answered;
    return said;'''


def test_w05_a_page_of_another_origin_writes_nothing(world, browser):
    """The port is another, the host the same: such a page is of the same site, so the cookie goes with all that it sends. One of the two
    origins may read answers, by --cors-origin."""
    server = world.server
    user(world, 'vu.truong', role='head', unit='vkstc', name='Lê Văn Trưởng')
    report = server.call(world.heads['daklak'], 'GET', '/reports?unit=daklak&period=2021-04&current=true')['items'][0]
    browser.driver.get(server.url)
    sign_in(browser, 'vu.truong')
    browser.ready('#/')
    cookie = browser.driver.get_cookie('sid')
    assert cookie['httpOnly'] and cookie['sameSite'] == 'Strict' and browser.js('return document.cookie') == ''
    before = head(world)
    for port in (0, server.copy_port):
        with http.server.ThreadingHTTPServer(('127.0.0.1', port), Foreign) as foreign:
            threading.Thread(target=foreign.serve_forever, daemon=True).start()
            browser.driver.get(f'http://127.0.0.1:{foreign.server_port}/')
            said = in_page(browser, FORGERIES, f'{server.url}/api/v1', f"/reports/{report['id']}/accept")
            foreign.shutdown()
        assert said == ['opaque0'] * 3 + ['TypeError'] * 3, said
    arrived = lambda: re.findall(r'method=POST path=/api/v1/reports/\d+/accept .*? status=(\d+)', open(server.log.name).read())
    until(lambda: len(arrived()) == 6, 'all of it is logged')
    assert arrived() == ['403'] * 6, arrived()
    assert head(world) == before
    browser.listen()
    browser.requests.clear()
    browser.console.clear()
    browser.driver.get(server.url)
    browser.ready('#/')  # still signed in; and a page of the server may do it
    said = in_page(browser, "return (await fetch(given[0], {method: 'POST', headers: {'X-Thidua': '1'}})).status", f"/api/v1/reports/{report['id']}/accept")
    assert said == 200


def test_w06_a_session_and_a_token_do_not_need_each_other(world, browser):
    user(world, 'ha.gl', name='Đỗ Thị Hà')
    token = world.server.token('gialai', 'reader', 'máy đọc')
    browser.driver.get(world.server.url)
    sign_in(browser, 'ha.gl')
    browser.ready('#/')
    me = "return (await fetch('/api/v1/me', {headers: given[0] ? {Authorization: `Bearer ${given[0]}`} : {}})).json()"
    assert in_page(browser, me, None)['user'] == 'ha.gl'
    both = in_page(browser, me, token)
    assert (both['auth'], both['role'], both['user']) == ('token', 'reader', None)
    assert in_page(browser, me, 'td_sai')['status'] == 401  # the cookie is not looked at
    browser.console.clear()
    assert world.server.call(token, 'GET', '/me')['auth'] == 'token'
    world.server.call(world.server.admin, 'DELETE', f"/tokens/{both['token_id']}")
    assert in_page(browser, me, None)['user'] == 'ha.gl'
    browser.listen()
    browser.console.clear()


def test_w18_a_session_that_ends_is_taken_up_over_the_page(world, browser):
    user(world, 'hong.gl', name='Phạm Thị Hồng')
    browser.driver.get(f'{world.server.url}/#/entry?unit=gialai&period=2021-09')
    sign_in(browser, 'hong.gl')
    browser.ready('#/entry')
    browser.one('.months a')
    browser.type('tb_new', '5')
    browser.checked(lambda: browser.type('tb_in', '1'))
    world.server.call(world.server.admin, 'DELETE', '/users/hong.gl/sessions')
    since = head(world)
    browser.forget_calls()
    browser.press(Keys.CONTROL, 's')
    browser.sees('dialog[open] p', 'Phiên làm việc đã kết thúc')
    assert browser.one('#v-tb_in').get_attribute('value') == '1'
    browser.picture('signin-over-1280')
    sign_in(browser, 'hong.gl')
    browser.sees('#bar', 'đã lưu nháp lúc')
    assert len(made(world, since, 'create_report')) == 1
    keys = [call['headers'].get('Idempotency-Key') for call in browser.calls('/reports') if call['method'] == 'POST' and 'dry_run' not in call['url']]
    assert len(keys) == 2 and keys[0] == keys[1]


def test_w18_what_one_typed_does_not_go_out_under_the_name_of_another(world, browser):
    user(world, 'an.gl', name='Võ Văn An')
    user(world, 'binh.gl', name='Hồ Thị Bình')
    browser.driver.get(f'{world.server.url}/#/entry?unit=gialai&period=2021-11')
    sign_in(browser, 'an.gl')
    browser.ready('#/entry')
    browser.one('.months a')
    browser.checked(lambda: browser.type('tb_new', '5'))
    world.server.call(world.server.admin, 'DELETE', '/users/an.gl/sessions')
    since = head(world)
    browser.press(Keys.CONTROL, 's')
    fill(browser, user='binh.gl', password=SENTENCE)
    browser.sees('#who', 'Hồ Thị Bình')
    browser.ready('#/entry')
    assert browser.one('#v-tb_new').get_attribute('value') == ''
    assert not made(world, since, 'create_report')
    browser.click('#who button', 'Đăng xuất')
    sign_in(browser, 'an.gl')
    browser.ready('#/')
    assert 'entry' not in browser.js('return location.hash'), 'where the one before was is not the next one\'s'
    browser.go('#/entry?unit=gialai&period=2021-11')
    browser.sees('.strip.kept', 'Đã khôi phục')
    assert browser.one('#v-tb_new').get_attribute('value') == '5'


def test_signing_out_in_one_tab_is_seen_in_the_others(world, browser):
    user(world, 'tam.gl', name='Ngô Thanh Tâm')
    browser.driver.get(world.server.url)
    sign_in(browser, 'tam.gl')
    browser.ready('#/')
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window('tab')
    browser.driver.get(world.server.url)
    browser.ready('#/')  # the session is the browser's
    browser.click('#who button', 'Đăng xuất')
    browser.sees('dialog[open] h2', 'Đăng nhập')
    browser.driver.close()
    browser.driver.switch_to.window(first)
    browser.sees('dialog[open] h2', 'Đăng nhập')
    assert 'Ngô Thanh Tâm' not in browser.text('body')


def test_the_address_of_the_start_signs_in_once(world, browser):
    address = world.server.restart()
    browser.driver.get(address)
    browser.ready('#/')
    assert 'code=' not in browser.js('return location.href')
    me = in_page(browser, "return (await fetch('/api/v1/me')).json()")
    assert (me['unit'], me['role'], me['auth']) == ('vkstc', 'admin', 'session')
    browser.click('#who button', 'Đăng xuất')
    browser.sees('dialog[open] h2', 'Đăng nhập')
    browser.js('location.hash = arguments[0]', address.split('#')[1])
    browser.sees('dialog[open] .fault', 'không còn hiệu lực')
    assert 'code=' not in browser.js('return location.href')
