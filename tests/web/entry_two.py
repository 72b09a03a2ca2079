"""Month entry when something comes between: another clerk, a server that is away."""
from entry import entry, fill
from kit import Browser, Keys, until


def drafted(world, unit, month, values):
    body = {'unit': unit, 'period': month, 'status': 'draft', 'values': [{'element': element, 'value': value} for element, value in values.items()]}
    return world.server.call(world.heads[unit], 'POST', '/reports', body)['id']


def other_saves(world, unit, draft, values, label):
    token = world.server.token(unit, 'clerk', label)
    world.server.call(token, 'PUT', f'/reports/{draft}', {'values': [{'element': element, 'value': value} for element, value in values.items()]})


def conflict(world, browser, month):
    draft = drafted(world, 'daklak', month, {'tb_new': 5, 'tb_in': 6})
    entry(world, browser, 'daklak', month)
    browser.type('tb_new', '50')
    browser.type('dt_new_c', '51')
    other_saves(world, 'daklak', draft, {'tb_new': 7, 'tb_in': 8}, 'Chị Lan')
    browser.press(Keys.CONTROL, 's')
    browser.sees('dialog[open] h2', 'Chị Lan vừa sửa bản nháp này lúc')
    assert len(browser.all('dialog[open] .conflict tbody tr')) == 3
    return draft


def stored(world, draft):
    return {value['element']: value['value'] for value in world.server.call(world.heads['daklak'], 'GET', f'/reports/{draft}')['values'] if value['element'] in ('tb_new', 'tb_in', 'dt_new_c')}


def test_w16_mine_stays_when_chosen(world, browser):
    draft = conflict(world, browser, '2021-06')
    browser.picture('conflict-1280')
    browser.click('dialog[open] button', 'Lưu lựa chọn')
    browser.sees('#bar', 'đã lưu nháp lúc')
    assert stored(world, draft) == {'tb_new': 50, 'tb_in': 6, 'dt_new_c': 51}


def test_w16_theirs_stays_when_chosen(world, browser):
    draft = conflict(world, browser, '2021-07')
    browser.click('dialog[open] button', 'Lấy tất cả của người kia')
    browser.click('dialog[open] button', 'Lưu lựa chọn')
    browser.sees('#bar', 'đã lưu nháp lúc')
    assert stored(world, draft) == {'tb_new': 7, 'tb_in': 8}


def back(world, browser):
    """The server is there again, and the page hears that the network is: else it looks after 5 s, then 10, then 30."""
    world.server.start()
    until(lambda: browser.js("dispatchEvent(new Event('online')); return !document.querySelector('.strip.offline')"), 'the strip goes')


TYPED = {'tb_new': '5', 'tb_in': '12', 'tb_out': '3'}


def typed(browser):
    return {element: browser.one(f'#v-{element}').get_attribute('value') for element in TYPED}


def type_without_server(world, browser, month):
    entry(world, browser, 'gialai', month, world.clerk)
    browser.type('tb_new', TYPED['tb_new'])
    world.server.stop()
    browser.type('tb_in', TYPED['tb_in'])
    browser.sees('.strip.offline', 'Mất kết nối')
    browser.type('tb_out', TYPED['tb_out'])


def test_w17_nothing_typed_is_lost_while_the_server_is_away(world, browser):
    type_without_server(world, browser, '2021-08')
    browser.picture('offline-1280')
    browser.forget_calls()
    browser.press(Keys.CONTROL, 's')
    until(lambda: [call for call in browser.calls('/reports') if call['method'] == 'POST' and 'dry_run' not in call['url']] and browser.is_quiet(), 'the draft could not be saved')
    browser.checked(lambda: back(world, browser))
    assert typed(browser) == TYPED
    browser.driver.get(f'{world.server.url}/?again#/entry?unit=gialai&period=2021-08')
    browser.sees('.strip.kept', 'Đã khôi phục')
    assert typed(browser) == TYPED


def test_w17_nothing_typed_is_lost_when_the_tab_is_closed_meanwhile(world, browser):
    type_without_server(world, browser, '2021-09')
    closed = browser.driver.current_window_handle
    browser.driver.switch_to.new_window('tab')
    opened = browser.driver.current_window_handle
    browser.driver.switch_to.window(closed)
    browser.driver.close()
    browser.driver.switch_to.window(opened)
    world.server.start()
    browser.driver.get(f'{world.server.url}/#/entry?unit=gialai&period=2021-09')
    browser.sees('.strip.kept', 'Đã khôi phục')
    assert typed(browser) == TYPED
    until(lambda: browser.js('return document.body.dataset.checked'), 'the check runs')
    browser.sees('#bar', 'chưa lưu lên máy chủ')
    assert not world.server.call(world.clerk, 'GET', '/reports?unit=gialai&period=2021-09')['items']
