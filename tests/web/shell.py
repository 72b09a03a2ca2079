"""The page as it is served, signing in, and what the shell does on every screen."""
import base64
import glob
import http.server
import json
import os
import re
import threading
import urllib.error
import urllib.request

from kit import HERE, Keys, until
from sign_in import sign_in, user

POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
          "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'")


def fetch(url, method='GET', headers=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method, headers=headers or {})) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_w01_the_index_is_asked_for_again_and_all_else_is_kept_for_good(world, browser):
    url = world.server.url
    status, headers, index = fetch(f'{url}/')
    assert (status, headers['Content-Type'], headers['Cache-Control']) == (200, 'text/html; charset=utf-8', 'no-cache')
    assert headers['Content-Security-Policy'] == POLICY
    assert (headers['Referrer-Policy'], headers['Cross-Origin-Opener-Policy'], headers['Cross-Origin-Resource-Policy']) == ('same-origin',) * 3
    assert headers['X-Content-Type-Options'] == 'nosniff'
    assert fetch(f'{url}/', headers={'If-None-Match': headers['ETag']})[0] == 304
    assert fetch(f'{url}/', headers={'If-None-Match': '"other"'})[0] == 200
    build = headers['ETag'].strip('"')
    assert f'web/{build}/app.js'.encode() in index and b'{build}' not in index
    status, headers, _ = fetch(f'{url}/web/{build}/screens/entry.js')
    assert (status, headers['Content-Type'], headers['Cache-Control']) == (200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable')
    for path in (f'/web/{build}/none.js', '/web/0000000000000000/app.js', f'/web/{build}', '/web/', f'/web/{build}/index.html', f'/web/{build}/screens'):
        assert fetch(url + path)[0] == 404, path
    assert fetch(f'{url}/web/{build}/%2e%2e/app.js')[0] in (400, 404)
    status, headers, _ = fetch(f'{url}/', 'POST')
    assert (status, headers['Allow']) == (405, 'GET, HEAD')
    status, headers, body = fetch(f'{url}/web/{build}/app.css', 'HEAD')
    assert status == 200 and body == b'' and int(headers['Content-Length']) > 1000


def test_w01_without_a_session_the_sign_in_shows(world, browser):
    browser.driver.execute_cdp_cmd('Network.clearBrowserCache', {})
    browser.driver.get(world.server.url)
    browser.sees('dialog[open] h2', 'Đăng nhập')
    browser.picture('signin-1280')
    until(browser.is_quiet, 'nothing is under way')
    came = {call['url']: call['size'] for call in browser.calls('/')}
    print(f'        sign-in: {sum(came.values())} bytes, {len(came)} requests')
    assert sum(came.values()) <= 60e3, came
    browser.size(390, 844)
    browser.picture('signin-390')


def test_w02_a_pasted_token_stays_in_memory(world, browser):
    token = world.server.token('gialai', 'clerk', 'chóng qua')
    browser.driver.get(world.server.url)
    browser.sign_in(token)
    browser.ready('#/')
    assert browser.driver.get_cookie('sid') and not [call for call in browser.calls() if 'Authorization' in call['headers']]
    assert token not in browser.js('return JSON.stringify([{...localStorage}, {...sessionStorage}, location.href, document.cookie, document.documentElement.outerHTML])')
    assert not [line for line in browser.console if token in json.dumps(line)]
    mine = world.server.call(token, 'GET', '/me')['token_id']
    world.server.call(world.server.admin, 'DELETE', f'/tokens/{mine}')
    browser.js("location.hash = '#/progress?cluster=vkstc-cum-7-2021'")
    browser.sees('dialog[open] p', 'Phiên làm việc đã kết thúc')
    browser.sign_in(world.clerk)
    browser.ready('#/progress')


def test_a_wrong_token_is_refused_in_place(world, browser):
    browser.driver.get(world.server.url)
    browser.one('dialog[open] details summary').click()
    browser.one('dialog[open] [name=token]').send_keys('td_sai', Keys.ENTER)
    browser.sees('dialog[open] .fault', 'không đúng hoặc không còn hiệu lực')


def test_keys_open_screens_and_name_themselves(world, browser):
    browser.open('#/', world.clerk)
    browser.press('g', 'p')
    browser.ready('#/progress')
    browser.press('?')
    browser.sees('dialog[open] tr', 'Số liệu tháng')
    browser.press(Keys.ESCAPE)
    browser.gone('dialog[open]')
    browser.press('g', 't')
    browser.ready('#/targets')
    browser.js("location.hash = '#/none'")
    browser.sees('.refusal h2', 'Không có màn hình này')


def test_w24_every_text_is_there_in_both_languages(world, browser):
    folder = os.path.join(HERE, '../../server/web')
    names = [name for name in glob.glob(f'{folder}/vi.js') + glob.glob(f'{folder}/screens/*_vi.js')]
    assert len(names) > 2
    for name in names:
        keys = []
        for language in (name, name.replace('vi.js', 'en.js')):
            with open(language) as file:
                keys.append(set(re.findall(r"'([a-z][\w.]*)': '", file.read())))
        assert keys[0] == keys[1], (name, keys[0] ^ keys[1])


def test_w24_english_stays(world, browser):
    browser.open('#/entry?unit=gialai&period=2021-07', world.clerk)
    browser.one('.months a')
    browser.click('#language')
    browser.sees('h1', 'Figures of month 7/2021')
    browser.sees('#bar button', 'Check and submit')
    assert browser.js('return document.documentElement.lang') == 'en'
    assert browser.sees('.sheet th', 'crime reports newly received')
    browser.driver.get(f'{world.server.url}/?again#/entry?unit=gialai&period=2021-07')
    browser.sees('h1', 'Figures of month 7/2021')
    assert all(call['headers'].get('Accept-Language') == 'en' for call in browser.calls('/reports/template')[-1:])


def test_a_long_name_has_its_place_in_the_header(world, browser):
    user(world, 'ho.ten.dai', name='Công Tằng Tôn Nữ Nguyễn Thị Phương Thảo Quỳnh Anh', role='head')
    browser.driver.get(world.server.url)
    sign_in(browser, 'ho.ten.dai')
    browser.ready('#/')
    browser.sees('#who', 'Quỳnh Anh · lãnh đạo đơn vị')  # the judge sees whether it lies on something


def test_signing_out_forgets_who_it_was(world, browser):
    browser.open('#/', world.clerk)
    browser.click('#who button', 'Đăng xuất')
    browser.sees('dialog[open] h2', 'Đăng nhập')
    assert 'Gia Lai' not in browser.text('body')


def test_w25_a_copy_on_another_origin_works_with_a_pasted_token(world, browser):
    """The page as it is served, from another port, with another address of the API: no call is private."""
    _, headers, index = fetch(f'{world.server.url}/')
    build = headers['ETag'].strip('"')
    copy = index.replace(b'data-api="/api/v1"', f'data-api="{world.server.url}/api/v1"'.encode())

    class Copy(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = (200, {'Content-Type': 'text/html; charset=utf-8'}, copy) if self.path == '/' else fetch(world.server.url + self.path)
            self.send_response(status)
            self.send_header('Content-Type', headers['Content-Type'])
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(('127.0.0.1', world.server.copy_port), Copy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for hash, seen in (('#/', 'h1'), ('#/entry?unit=gialai&period=2021-05', '.sheet'), ('#/progress?cluster=vkstc-cum-7-2021', '.grid'), ('#/targets?cluster=vkstc-cum-7-2021', '.targets')):
            if hash == '#/':
                browser.driver.get(f'http://127.0.0.1:{world.server.copy_port}/#/')
                browser.one('dialog[open] [name=token]').send_keys(world.clerk, Keys.ENTER)
                browser.gone('dialog[open]')
            else:
                browser.js('location.hash = arguments[0]', hash)
            browser.ready(hash)
            browser.one(seen)
        calls = browser.calls('/api/')
        assert calls and not [call for call in calls if 'X-Thidua' in call['headers'] or '/session' in call['url']]
        assert build
        browser.listen()
        browser.requests.clear()
        browser.driver.get(world.server.url)
        server.shutdown()


def test_w23_the_sheet_prints_on_a4_with_the_heading_of_the_decree(world, browser):
    browser.open('#/entry?unit=gialai&period=2021-05', world.clerk)
    until(lambda: browser.all('header.paper'), 'the heading of the paper')
    browser.driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': 'print'})
    browser.size(688, 1000)  # 182 mm, what A4 leaves between its margins
    text = browser.text('body')
    for part in ('VIỆN KIỂM SÁT NHÂN DÂN TỈNH GIA LAI', 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'Gia Lai, ngày', 'VIỆN TRƯỞNG'):
        assert part.lower() in text.lower(), part
    for part in ('Hôm nay', 'Lưu nháp', 'Dùng để tính', 'Lưu ý'):
        assert part not in text, part
    assert browser.js('return document.documentElement.scrollWidth') <= 688
    pages = browser.driver.execute_cdp_cmd('Page.printToPDF', {'paperWidth': 8.27, 'paperHeight': 11.69, 'preferCSSPageSize': True})['data']
    browser.keep('entry.pdf', base64.b64decode(pages))
    browser.picture('entry-paper')
    browser.driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': ''})
    assert base64.b64decode(pages).count(b'/Type /Page\n') <= 6
