"""Screen Today, and what the shell tells of others' changes."""
import http.client
import json

from kit import Keys, until


def test_nothing_waits_for_a_reader(world, browser):
    browser.open('#/', world.server.token('gialai', 'reader'))
    browser.sees('.empty', 'Không còn việc chờ')
    browser.sees('.events li', 'VKSND tỉnh Gia Lai: lập mã truy cập')
    assert not [each.text for each in browser.all('.events li') if '/' in each.text.split('\n')[0]], 'names, not paths'
    browser.picture('today-empty-1280')
    browser.click('.events a', 'mã truy cập')
    browser.ready('#/record/tokens/')


def test_w07_what_came_back_stands_first_and_enter_opens_it(world, browser):
    server = world.server
    clerk, head = server.token('gialai.v2', 'clerk', 'Hoa'), server.token('vkstc', 'head', 'Vụ 16')
    oldest = server.call(clerk, 'GET', '/inbox')['items'][0]['period']
    report = server.report(clerk, 'gialai.v2', oldest, {'tb_new': 5, 'tb_in': 6})
    server.call(head, 'POST', f"/reports/{report['id']}/return", {'reason': 'Đề nghị kiểm tra lại số liệu'})
    browser.open('#/', clerk)
    assert 'báo cáo bị trả lại' in browser.text('.list tbody tr')
    browser.one('.months a')
    browser.picture('today-1280')
    browser.size(390, 844)
    browser.picture('today-390')
    browser.size(1280, 800)
    browser.press(Keys.ENTER)
    browser.ready(f'#/entry?unit=gialai.v2&period={oldest}')
    until(lambda: browser.js('return document.activeElement.dataset.element') == 'tb_open', 'the first blank has the focus')
    for element, text in {'tb_open': '298', 'tb_new': '174', 'tb_in': '5', 'tb_out': '1', 'tb_to_resolve': '474'}.items():
        browser.type(element, text)
    browser.press(Keys.CONTROL, 's')
    browser.sees('dialog[open] h2', 'Cần lý do đính chính')
    browser.press('Sửa theo yêu cầu của Vụ 16')
    browser.press(Keys.CONTROL, Keys.ENTER)
    browser.sees('#bar', 'đã lưu nháp lúc')
    browser.go('#/')
    assert 'bản nháp' in browser.text('.list tbody tr')
    browser.press(Keys.ENTER)
    until(lambda: browser.js('return document.activeElement.dataset.element') == 'tb_to_resolve', 'the fault has the focus')


def test_what_waits_is_sorted_by_any_column(world, browser):
    browser.open('#/', world.heads['daknong'])
    assert world.server.call(world.heads['daknong'], 'GET', '/inbox')['items'][0]['unit_name'] in browser.text('.list tbody tr')
    columns = {}
    for state in ('ascending', 'descending'):
        browser.click('.list thead button', 'Đơn vị')
        browser.sees(f'.list [aria-sort={state}]', 'Đơn vị')
        columns[state] = [each.text for each in browser.all('.list tbody tr td:nth-child(2)')]
    assert len(set(columns['ascending'])) > 1
    assert list(dict.fromkeys(columns['ascending'])) == list(dict.fromkeys(reversed(columns['descending'])))


def wake(browser):
    """As when the tab is seen again."""
    browser.js("document.dispatchEvent(new Event('visibilitychange'))")


def make_events(world, count):
    """Events that concern Gia Lai, by its clerk of another machine: a draft, changed again and again, and given up. One connection for all."""
    server = world.server
    token = server.token('gialai', 'clerk', 'Anh Nam')
    draft = server.call(token, 'POST', '/reports', {'unit': 'gialai', 'period': '2021-10', 'status': 'draft', 'values': [{'element': 'tb_new', 'value': 0}]})['id']
    line = http.client.HTTPConnection('127.0.0.1', server.port)
    for value in range(1, count - 1):
        line.request('PUT', f'/api/v1/reports/{draft}', json.dumps({'values': [{'element': 'tb_new', 'value': value}]}), {'Authorization': f'Bearer {token}', 'Content-Type': 'application/json'})
        answer = line.getresponse()
        assert answer.read() and answer.status == 200
    line.close()
    server.call(token, 'POST', f'/reports/{draft}/discard')


def watch(browser):
    """Keeps the numbers of the events that the page is told of, and how often it was told that there are too many."""
    browser.driver.execute_async_script("""window.seen = []; window.behind = 0;
        const done = arguments[0], live = document.querySelector('script[type=module]').src.replace('app.js', 'live.js');
        import(live).then(({changes}) => {
            changes.addEventListener('events', (event) => window.seen.push(...event.detail.map((each) => each.seq)));
            changes.addEventListener('behind', () => window.behind++);
            done();
        })""")


def test_w20_a_tab_that_slept_sees_each_event_once_and_in_order(world, browser):
    browser.open('#/entry?unit=gialai&period=2021-05', world.clerk)
    watch(browser)
    last = world.server.call(world.clerk, 'GET', '/events/head')['seq']
    make_events(world, 20)
    wake(browser)
    browser.sees('.strip.news', 'Anh Nam')
    made = [event['seq'] for event in world.server.call(world.clerk, 'GET', f'/events?after={last}&brief=true&limit=100')['items']]
    assert len(made) >= 20
    until(lambda: made[-1] in browser.js('return window.seen'), 'all events')
    browser.forget_calls()
    wake(browser)
    until(lambda: browser.calls('/events?') and browser.is_quiet(), 'the log is asked again')
    assert browser.js('return window.seen') == made and browser.js('return window.behind') == 0
    browser.click('.strip.news button')
    browser.gone('.strip.news')


def test_w20_a_tab_that_slept_through_too_much_asks_for_a_reload(world, browser):
    browser.open('#/entry?unit=gialai&period=2021-05', world.clerk)
    watch(browser)
    browser.js("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    wake(browser)
    make_events(world, 1500)
    browser.js('delete document.hidden')
    wake(browser)
    browser.sees('.strip.news', 'Có quá nhiều thay đổi mới. Tải lại để xem.')
    assert (browser.js('return window.seen'), browser.js('return window.behind')) == ([], 1)
    make_events(world, 3)
    wake(browser)
    browser.sees('.strip.news', 'Anh Nam')  # and is followed again from there
    browser.click('.strip.news button')
    browser.gone('.strip.news')


def test_w20_a_hidden_tab_asks_nothing(world, browser):
    browser.open('#/entry?unit=gialai&period=2021-05', world.clerk)
    browser.js("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    wake(browser)
    browser.forget_calls()
    wake(browser)
    browser.js('delete document.hidden')
    assert not browser.calls('/events?')
    wake(browser)
    until(lambda: browser.calls('/events?'), 'the log is asked when it is seen')
