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
    assert names == ['units', 'persons', 'limits', 'users', 'tokens', 'periods', 'unlocks', 'years', 'clusters', 'targets', 'sheets', 'windows', 'backups', 'imports', 'files']
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
    browser.renewed(lambda: browser.press('Kon Tum', Keys.ENTER))
    until(lambda: 'q=Kon+Tum' in browser.js('return location.hash'), 'the address says so')
    browser.click('.list tbody button', 'Kon Tum')
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
    assert [link.text for link in browser.all('.tabline a')] == ['Đơn vị', 'Con người', 'Hạn chế', 'Kỳ báo cáo', 'Mở khóa', 'Năm công tác', 'Cụm, khối', 'Chỉ tiêu giao', 'Bảng chấm điểm', 'Đợt khen thưởng', 'Tệp đã nhập', 'Danh mục']
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


def test_a_posting_is_put_right_and_a_discipline_taken_back(world, browser):
    call = world.server.call
    person = call(world.clerk, 'POST', '/persons', {'full_name': 'Rơ Châm Đính', 'unit': 'gialai', 'position': 'Kiểm tra viên', 'from_date': '2012-03-01'})['id']
    browser.open(f'#/admin?tab=persons&open={person}', world.heads['gialai'])
    browser.sees('.panel li', 'VKSND tỉnh Gia Lai')
    browser.click('.panel li button', 'Đính chính')
    fill(browser, position='Kiểm sát viên')
    browser.confirm()
    browser.sees('.panel li', 'Kiểm sát viên')
    browser.click('.panel .buttons button', 'Ghi kỷ luật')
    fill(browser, measure='khien-trach', document='9/QĐ-VKS')
    for name, value in (('violation_date', '2021-02-01'), ('decision_date', '2021-03-01')):
        browser.js("arguments[0].value = arguments[1]", browser.one(f'dialog[open] [name={name}]'), value)
    browser.confirm()
    browser.sees('.panel li', '9/QĐ-VKS')
    browser.click('.panel li button', 'Rút lại')
    fill(browser, reason='Ghi nhầm người')
    browser.take()
    browser.sees('.panel li', 'Ghi nhầm người')
    assert call(world.clerk, 'GET', f'/persons/{person}')['disciplines'][0]['annul_reason'] == 'Ghi nhầm người'
    assert not [each for each in browser.all('.panel li button') if each.text == 'Rút lại']


def test_a_score_sheet_is_made_filled_from_a_file_and_issued(world, browser):
    browser.open('#/admin?tab=sheets', world.server.admin)
    browser.click('.tab-actions button', 'Lập bảng chấm điểm')
    fill(browser, year='2023', audience='district', name_vi='Bảng chấm điểm cấp huyện', total_max='12,5')
    browser.take()
    browser.click('.list tbody button', 'Bảng chấm điểm cấp huyện')
    browser.click('.panel button', 'Nhập từ tệp')
    choose(browser, 'code,name_vi,kind,max\nI,Kết quả công tác,judged,12.5\n', 'tieu-chi.csv')
    browser.sees('dialog[open] .said', 'thêm 1')
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] h2', 'Đã ghi')
    browser.press(Keys.ENTER)
    browser.sees('.panel li', 'Kết quả công tác')
    browser.click('.panel button', 'Ban hành')
    browser.confirm()
    browser.sees('.panel .facts', 'đã ban hành')
    assert not [each for each in browser.all('.panel button') if each.text in ('Ban hành', 'Nhập từ tệp', 'Sửa')]


def test_a_target_is_set_and_changed_by_its_name(world, browser):
    browser.open('#/admin?tab=targets&year=2023', world.server.admin)
    browser.click('.tab-actions button', 'Giao chỉ tiêu')
    fill(browser, year='2023', indicator='TB-02', basis='sector', comparator='ge', value='92,5')
    browser.confirm()
    browser.click('.list tbody button', 'tố giác')
    browser.sees('.panel .facts', '92,5')
    browser.click('.panel button', 'Sửa')
    fill(browser, value='95')
    browser.confirm()
    browser.sees('.panel .facts', '95')


def test_seasons_lineage_and_backups(world, browser):
    browser.open('#/admin?tab=windows', world.server.admin)
    browser.click('.list tbody button', '2023')
    browser.click('.panel button', 'Sửa thời gian')
    browser.js("arguments[0].value = '2023-01-15'", browser.one('dialog[open] [name=registration_from]'))
    browser.confirm()
    browser.sees('.panel .facts', '15/01/2023')
    browser.go('#/admin?tab=units&open=gialai')
    browser.click('.panel li button', 'Quyết định về kế thừa')
    fill(browser, carries_streak='true', ruling_note='Hội đồng thống nhất kế thừa')
    browser.confirm()
    browser.sees('.panel li', 'Hội đồng thống nhất kế thừa')
    browser.go('#/admin?tab=backups')
    browser.click('.tab-actions button', 'Sao lưu ngay')
    browser.confirm()
    browser.sees('.list, .empty', '')
