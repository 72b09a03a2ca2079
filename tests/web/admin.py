"""Screen Administration: records, steps, files that go up, what is shown once, a new year."""
import os
import tempfile

from kit import Keys, until


def choose(browser, text, name='don-vi.csv'):
    path = os.path.join(tempfile.mkdtemp(), name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    browser.one('dialog[open] input[type=file]').send_keys(path)


def fill(browser, **values):
    for name, value in values.items():
        field = browser.one(f'dialog[open] [name={name}]')
        if field.tag_name == 'select':
            browser.click(f'dialog[open] [name={name}] option[value="{value}"]')
        else:
            field.clear()
            field.send_keys(value)


def test_each_tab_opens_and_says_what_it_holds(world, browser):
    browser.open('#/admin', world.server.admin)
    names = [link.get_attribute('href').split('tab=')[1] for link in browser.all('.tabline a')]
    assert names == ['units', 'persons', 'limits', 'users', 'tokens', 'periods', 'unlocks', 'years', 'clusters', 'imports', 'files']
    for name in names:
        browser.go(f'#/admin?tab={name}')
        browser.one('.list, .empty')
        assert not [text for text in browser.js('return [...document.querySelectorAll("main *")].map((node) => node.textContent)') if 'admin.' in text and ' ' not in text.strip()], name
        assert not browser.all('.refusal'), name
        browser.picture(f'admin-{name}-1280')
    browser.go('#/admin?tab=units')
    browser.size(390, 844)
    browser.picture('admin-390')


def test_an_office_is_looked_for_opened_and_changed(world, browser):
    browser.open('#/admin?tab=units', world.server.admin)
    browser.press('/')
    browser.press('Kon Tum', Keys.ENTER)
    until(lambda: 'q=Kon+Tum' in browser.js('return location.hash'), 'the address says so')
    browser.click('.list tbody button', 'kontum')
    browser.sees('.panel td', 'VKSND tỉnh Kon Tum')
    assert 'open=kontum' in browser.js('return location.hash')
    browser.picture('admin-open-1280')
    browser.click('.panel button', 'Sửa')
    fill(browser, valid_from='', evidence='kiểm tra')
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] .fault', 'Lỗi:')
    assert browser.js('return document.activeElement.name') == 'valid_from'
    browser.press(Keys.ESCAPE)
    browser.gone('dialog[open]')


def test_somebody_else_was_first(world, browser):
    server = world.server
    browser.open('#/admin?tab=units&open=kontum', server.admin)
    browser.click('.panel button', 'Sửa')
    fill(browser, evidence='của tôi')
    unit = server.call(server.admin, 'GET', '/units/kontum')
    server.call(server.admin, 'PUT', '/units/kontum', {**unit, 'evidence': 'của người khác'})
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] .fault', 'của người khác')
    browser.picture('admin-stale-1280')
    browser.confirm()
    assert server.call(server.admin, 'GET', '/units/kontum')['evidence'] == 'của tôi'


def test_a_token_is_shown_once(world, browser):
    browser.open('#/admin?tab=tokens', world.server.admin)
    browser.click('.tab-actions button', 'Cấp mã truy cập')
    fill(browser, unit='khong-co', role='clerk', label='máy của Hoa')
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] .fault', 'Lỗi:')
    fill(browser, unit='gialai')
    browser.click('dialog[open] button.main')
    token = until(lambda: browser.one('.once input').get_attribute('value'), 'the token')
    assert token.startswith('td_')
    browser.picture('admin-once-1280')
    browser.click('dialog[open] button', 'Chép')
    browser.sees('dialog[open] [role=status]', 'đã chép')
    browser.press(Keys.ESCAPE)
    browser.gone('dialog[open]')
    browser.click('.list tbody button', 'máy của Hoa')
    assert token not in browser.js('return document.documentElement.outerHTML + JSON.stringify({...localStorage}) + location.href')
    browser.click('.panel button', 'Thu hồi')
    browser.sees('dialog[open] h2', 'Thu hồi: máy của Hoa')
    browser.confirm()
    world.server.call(token, 'GET', '/me', status=401)
    browser.sees('.panel .facts', 'Thu hồi lúc')


def test_a_user_gets_a_password_for_once(world, browser):
    browser.open('#/admin?tab=users', world.server.admin)
    browser.click('.tab-actions button', 'Thêm người dùng')
    fill(browser, user='Hoa GL', full_name='Nguyễn Thị Hoa', unit='gialai', role='clerk')
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] .fault', 'Lỗi:')
    fill(browser, user='hoa.gl')
    browser.click('dialog[open] button.main')
    assert len(until(lambda: browser.one('.once input').get_attribute('value'), 'the password')) >= 12
    browser.press(Keys.ESCAPE)
    browser.sees('.list tbody', 'Nguyễn Thị Hoa')


def test_a_file_shows_its_faults_by_line_then_its_changes_then_is_written_and_undone(world, browser):
    browser.open('#/admin?tab=persons', world.heads['gialai'])
    browser.click('.tab-actions button', 'Nhập từ tệp')
    choose(browser, 'staff_code,full_name,unit,from_date\nGL-1,Lê An,gialai,2010-13-01\nGL-2,Đỗ Bình,nowhere,2010-01-01\n')
    browser.sees('dialog[open] .refusal', '2 lỗi')
    assert [row.text for row in browser.all('.findings tbody th')] == ['2', '3']
    assert [row.text for row in browser.all('.findings tbody td:nth-child(2)')] == ['from_date', 'unit']
    browser.picture('admin-faults-1280')
    browser.click('dialog[open] button.main')
    assert world.server.call(world.heads['gialai'], 'GET', '/persons')['items'] == []
    choose(browser, 'staff_code,full_name,unit,from_date\nGL-1,Lê An,gialai,2010-01-01\nGL-2,Đỗ Bình,gialai,2010-01-01\n')
    browser.sees('dialog[open] .said', 'thêm 2')
    assert world.server.call(world.heads['gialai'], 'GET', '/persons')['items'] == []
    browser.picture('admin-preview-1280')
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] h2', 'Đã ghi')
    browser.press(Keys.ENTER)
    browser.sees('.list tbody', 'Đỗ Bình')
    browser.go('#/admin?tab=imports')
    browser.click('.list tbody button')
    browser.click('.panel button', 'Hoàn tác cả tệp')
    fill(browser, reason='nhập nhầm tệp')
    browser.confirm()
    assert world.server.call(world.heads['gialai'], 'GET', '/persons')['items'] == []


def test_what_one_may_not_do_has_no_button(world, browser):
    browser.open('#/admin', world.clerk)
    assert [link.text for link in browser.all('.tabline a')] == ['Đơn vị', 'Con người', 'Hạn chế', 'Kỳ báo cáo', 'Mở khóa', 'Năm công tác', 'Cụm, khối', 'Tệp đã nhập', 'Danh mục']
    assert not browser.all('.tab-actions button')
    browser.go('#/admin?tab=persons')
    assert [button.text for button in browser.all('.tab-actions button')] == ['Thêm người', 'Nhập từ tệp']


def test_a_new_year_is_looked_at_before_it_is_opened(world, browser):
    server = world.server
    browser.open('#/admin?tab=years', server.admin)
    browser.click('.tab-actions button', 'Mở năm mới')
    browser.click('dialog[open] select option', '2028')
    browser.sees('dialog[open] tbody tr', 'Kỳ báo cáo 14')
    browser.picture('admin-year-1280')
    assert not [each for each in server.call(server.admin, 'GET', '/work-years?limit=100')['items'] if each['year'] == 2028]
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] h2', 'Đã mở năm 2028')
    browser.click('dialog[open] a', 'Xem hạn nộp')
    browser.gone('dialog[open]')
    browser.ready('#/admin?tab=periods&year=2028')
    browser.sees('.list tbody', '1/2028')
