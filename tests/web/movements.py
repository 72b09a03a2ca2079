"""Screen Movements with its tab Initiatives: the year, one movement from its draft to its end, who takes part."""
from awards import Office, fill, operations
from kit import Keys, until
from papers import print_page

YEAR = 2021


def movement(world, name, launched=True):
    call = world.server.call
    head = world.server.token('vkstc', 'head', 'Vụ 16')
    made = call(head, 'POST', '/movements', {'name': name, 'form': 'thematic', 'level': 'sector', 'start_date': '2021-03-01', 'end_date': '2021-08-31',
                                             'objectives': 'Giảm án quá hạn', 'criteria': 'Từ 90% trở lên'})['id']
    if launched:
        call(head, 'POST', f'/movements/{made}/launch', {'launched_on': '2021-02-20', 'document': '05/KH-VKSTC'})
        call(head, 'PUT', f'/movements/{made}/participants/gialai')
    return made, head


def test_a_year_without_movements_says_so(world, browser):
    browser.open('#/movements?year=2022', world.clerk)
    browser.sees('.empty', 'Chưa có phong trào nào')
    assert not browser.all('main [data-operation]')


def test_the_year_as_bars_and_what_waits_of_my_office(world, browser):
    made, head = movement(world, 'Cao điểm giải quyết án tồn')
    browser.open(f'#/movements?year={YEAR}', world.heads['gialai'])
    browser.sees('.waits li', 'Cao điểm giải quyết án tồn')
    row = browser.sees('.runs tbody tr', 'Cao điểm giải quyết án tồn')
    assert 'đã phát động' in row.text and '01/03/2021 – 31/08/2021' in row.text
    start, width = browser.js("const bar = document.querySelector('.yearline .bar'); return [bar.x.baseVal.value, bar.width.baseVal.value]")
    assert 230 < start < 260 and 480 < width < 520, (start, width)  # March to August of a year that begins in December
    browser.picture('movements-1280')
    browser.size(390, 844)
    browser.picture('movements-390')
    browser.size(1280, 800)
    browser.click('.waits a')
    browser.ready(f'#/movements?id={made}')
    assert operations(browser) == ['join_movement', 'leave_movement'], operations(browser)
    browser.click('.actions button', 'Tham gia')
    browser.take(Keys.ENTER)
    browser.sees('h2', 'Kết quả của đơn vị: đã tham gia')
    browser.click('.actions button', 'Báo cáo kết quả')
    fill(browser, reported_on='2021-06-30', summary='Giải quyết 95% án tồn')
    browser.take()
    browser.sees('section li', '30/06/2021: Giải quyết 95% án tồn')
    browser.picture('movement-1280')
    browser.size(390, 844)
    browser.picture('movement-390')


def test_a_movement_goes_from_step_to_step(world, browser):
    made, head = movement(world, 'Thi đua lập thành tích', launched=False)
    browser.open(f'#/movements?id={made}', head)
    assert browser.text('.life [aria-current]') == 'Đang soạn thảo'
    browser.click('.actions button', 'Phát động')
    fill(browser, launched_on='2021-02-20', document='05/KH-VKSTC')
    browser.take()
    browser.sees('.life [aria-current]', 'Đã phát động')
    browser.click('.actions button', 'Mời')
    browser.take()
    browser.sees('h2', 'Đơn vị tham gia (1)')
    browser.click('.actions button', 'Bắt đầu')
    browser.take(Keys.ENTER)
    browser.sees('.life [aria-current]', 'Đang thực hiện')
    assert operations(browser)[:2] == ['review_movement_midterm', 'review_movement_finally'], operations(browser)
    assert 'close_movement' not in operations(browser), 'not before its reviews'
    assert [each.text for each in browser.all('.life li')] == ['Đang soạn thảo', 'Đã phát động', 'Đang thực hiện', 'Đã sơ kết', 'Đã tổng kết', 'Đã kết thúc']
    unit = browser.text('th button.link')
    assert unit in print_page(browser, 'movement'), unit


def test_w18_a_session_that_ended_is_renewed_and_the_step_taken_once(world, browser):
    made, head = movement(world, 'Học tập và làm theo')
    server = world.server
    token = server.token('gialai', 'head', 'hết hạn khi tham gia')
    browser.open(f'#/movements?id={made}', token)
    browser.click('.actions button', 'Tham gia')
    server.call(server.admin, 'DELETE', f"/tokens/{server.call(token, 'GET', '/me')['token_id']}")
    browser.take(Keys.ENTER)
    browser.sees('dialog[open] p', 'Phiên làm việc đã kết thúc')
    browser.sign_in(server.token('gialai', 'head', 'hết hạn khi tham gia'))
    browser.sees('h2', 'Kết quả của đơn vị: đã tham gia')
    assert len(server.call(server.admin, 'GET', f'/events?object=/movements/{made}/participants/gialai&action=join_movement')['items']) == 1


def test_the_launcher_assesses_what_an_office_reported(world, browser):
    made, head = movement(world, 'Dân vận khéo')
    call = world.server.call
    call(world.heads['gialai'], 'POST', f'/movements/{made}/participants/gialai/join')
    call(world.clerk, 'POST', f'/movements/{made}/participants/gialai/results', {'reported_on': '2021-05-31', 'summary': 'Đạt 92%'})
    browser.open(f'#/movements?id={made}', head)
    browser.click('th button', 'VKSND tỉnh Gia Lai')
    browser.sees('.part', 'Đạt 92%')
    browser.click('.part button', 'Đánh giá')
    fill(browser, assessment='Hoàn thành tốt')
    browser.take()
    until(lambda: call(head, 'GET', f'/movements/{made}/participants/gialai')['assessment'] == 'Hoàn thành tốt', 'it is assessed')
    browser.gone('dialog[open]')


def test_an_initiative_from_its_registration_to_its_recognition(world, browser):
    office = Office(world)
    office.person('Rmah Hà Sáng', unit='gialai')
    browser.open(f'#/movements?tab=initiatives&year={YEAR}', office.head)
    browser.click('.filters button', 'Đăng ký sáng kiến')
    browser.one('dialog[open] [type=search]').send_keys('rmah ha sang')
    browser.click('dialog[open] .found button', 'Rmah Hà Sáng')
    browser.click('dialog[open] button.main')
    fill(browser, title='Sổ tay điện tử theo dõi thời hạn')
    browser.take()
    browser.ready('#/movements?initiative=')
    browser.sees('h1', 'Sổ tay điện tử')
    for label, seen, values in (('Áp dụng', 'Đã áp dụng', {'applied_on': '2021-05-01'}), ('Trình', 'Đã trình', {'submitted_on': '2021-06-01'}), ('Đưa ra hội đồng', 'Đang ở hội đồng', {}),
                                ('Công nhận', 'Đã công nhận', {'decided_on': '2021-07-01', 'document': '45/QĐ-VKS'})):
        browser.click('.actions button', label)
        fill(browser, **values)
        browser.take()
        browser.sees('.life [aria-current]', seen)
    assert [each.text for each in browser.all('.life li')] == ['Đã đăng ký', 'Đã áp dụng', 'Đã trình', 'Đang ở hội đồng', 'Đã công nhận']
    browser.sees('section li', 'Cấp cơ sở: 45/QĐ-VKS, 01/07/2021')
    browser.picture('initiative-1280')
    browser.size(390, 844)
    browser.picture('initiative-390')
    browser.size(1280, 800)
    browser.go(f'#/movements?tab=initiatives&year={YEAR}')
    browser.sees('.list tbody tr', 'đã công nhận')
    browser.picture('initiatives-1280')
