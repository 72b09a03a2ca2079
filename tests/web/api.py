"""Screen API: every operation of the contract, found, described and tried."""
import json

from kit import Keys, until


def operations(world):
    return {operation['operationId'] for methods in world.server.document()['paths'].values() for method, operation in methods.items() if method != 'parameters'}


def test_every_operation_is_there_and_is_found(world, browser):
    browser.open('#/api', world.clerk)
    assert set(browser.js('return [...document.querySelectorAll(".operations a")].map((link) => link.dataset.op)')) == operations(world)
    browser.picture('api-1280')
    browser.press('/')
    browser.press('đơn vị', Keys.BACKSPACE * 6, 'units lineage')
    until(lambda: 0 < len(browser.all('.operations a')) < 6, 'only those')
    browser.size(390, 844)
    browser.picture('api-390')


def test_what_is_read_is_asked_for_at_once(world, browser):
    browser.open('#/api?op=get_unit', world.clerk)
    browser.sees('.panel .small', 'mọi vai trò')
    browser.one('.try input[aria-label=unit]').send_keys('gialai')
    assert "/api/v1/units/gialai'" in browser.text('.curl') and 'Bearer $TOKEN' in browser.text('.curl')
    browser.press(Keys.ENTER)
    browser.sees('.answered b', '200')
    assert ' ms' in browser.text('.answered p')
    assert json.loads(browser.text('.answered pre'))['unit'] == 'gialai'
    browser.click('.answered summary')
    browser.sees('.answered th', 'etag')
    browser.picture('api-get-1280')
    browser.size(390, 844)
    browser.picture('api-get-390')


def test_what_writes_is_a_dry_run_first(world, browser):
    def persons():
        return world.server.call(world.clerk, 'GET', '/persons')['items']
    browser.open('#/api?op=create_person', world.clerk)
    before = persons()
    body = browser.one('.try textarea')
    assert set(json.loads(body.get_attribute('value'))) == {'full_name', 'unit'}
    write = browser.sees('.try button', 'Ghi thật')
    body.clear()
    body.send_keys('{"full_name": "Trần Thử", "unit": "nowhere"}')
    browser.click('.try button.main')
    browser.sees('.answered b', '422')
    assert not write.is_enabled() and '/unit' in browser.text('.answered pre')
    browser.picture('api-refused-1280')
    body.clear()
    body.send_keys('{"full_name": "Trần Thử", "unit": "gialai", "from_date": "2020-01-01"')
    browser.click('.try button.main')
    browser.sees('.answered .fault', 'JSON')
    body.send_keys('}')
    browser.click('.try button.main')
    browser.sees('.answered p', 'chưa ghi gì')
    assert persons() == before
    write.click()
    browser.sees('.answered b', '201')
    assert len(persons()) == len(before) + 1
    body.send_keys(' ')
    assert not write.is_enabled()


def test_the_contract_is_loaded_here_alone(world, browser):
    browser.open('#/', world.clerk)
    browser.go('#/admin')
    assert not browser.calls('openapi.json')
    browser.go('#/api?op=create_session')
    browser.sees('.panel .small', 'không thử được ở đây')
    assert len(browser.calls('openapi.json')) == 1
