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


def test_w17_nothing_typed_is_lost_while_the_server_is_away(world, browser):
    entry(world, browser, 'gialai', '2021-08', world.clerk)
    browser.type('tb_new', '5')
    world.server.stop()
    browser.type('tb_in', '12')
    browser.sees('.strip.offline', 'Mất kết nối')
    browser.picture('offline-1280')
    browser.type('tb_out', '3')
    browser.press(Keys.CONTROL, 's')
    world.server.start()
    before = browser.js('return Number(document.body.dataset.checked || 0)')
    browser.js("dispatchEvent(new Event('online'))")  # as the system does when the network is back; else the page looks after 5 s
    browser.gone('.strip.offline')
    until(lambda: browser.js('return Number(document.body.dataset.checked || 0)') > before, 'the check runs')
    assert browser.one('#v-tb_out').get_attribute('value') == '3'
    browser.driver.get(f'{world.server.url}/?again#/entry?unit=gialai&period=2021-08')
    browser.sees('.strip.kept', 'Đã khôi phục')
    assert [browser.one(f'#v-{element}').get_attribute('value') for element in ('tb_new', 'tb_in', 'tb_out')] == ['5', '12', '3']
