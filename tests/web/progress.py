"""Screen Progress: who has sent what; taking and sending back."""
import contextlib

from kit import Browser, Keys, until

ADDRESS = '#/progress?cluster=vkstc-cum-7-2021'


def cell(browser, unit, month):
    return browser.one(f'.grid button[aria-label^="VKSND tỉnh {unit}, {month}:"]')


def state(world, unit, month):
    items = world.server.call(world.heads['daknong'], 'GET', f'/completeness?cluster={world.CLUSTER}&unit={unit}&period={month}')['items']
    return items[0]['state']


def test_units_by_months_with_who_is_missing(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    browser.sees('.sub', 'Tháng 11/2021: 5 đơn vị chưa gửi')
    assert len(browser.all('.grid tbody tr')) == 5
    assert cell(browser, 'Gia Lai', '1/2021').text == '●'
    browser.sees('#bar', 'báo cáo chờ đơn vị tiếp nhận')
    browser.js('arguments[0].focus()', cell(browser, 'Gia Lai', '1/2021'))
    browser.press(Keys.ARROW_RIGHT)
    browser.press(Keys.ARROW_UP)
    assert browser.js('return document.activeElement.getAttribute("aria-label")').startswith('VKSND tỉnh Đắk Nông, 2/2021')
    browser.picture('progress-1280')
    browser.size(390, 844)
    browser.picture('progress-390')


def test_a_cell_opens_the_figures_beside_the_month_before(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    cell(browser, 'Gia Lai', '2/2021').click()
    row = browser.sees('.panel tbody tr', 'mới tiếp nhận trong kỳ')
    months = world.months
    assert [each.text for each in row.find_elements('css selector', 'td')] == [str(months['gialai', '2021-01']['tb_new']), str(months['gialai', '2021-02']['tb_new'])]
    browser.picture('progress-open-1280')
    browser.press(Keys.ESCAPE)
    browser.gone('.panel')
    assert browser.js('return document.activeElement.getAttribute("aria-label")').startswith('VKSND tỉnh Gia Lai, 2/2021')


def test_w19_many_are_taken_at_once_its_own_is_refused_and_the_members_see_it(world, browser):
    with contextlib.closing(Browser(world.server)) as member:
        member.open('#/entry?unit=gialai&period=2021-01', world.clerk)
        accept_many(world, browser)
        member.sees('.strip.news', 'Có thay đổi mới')  # within 10 s; a busy machine takes its time
        member.click('.strip.news button')
        member.sees('.head .pill', 'đã tiếp nhận')


def accept_many(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    for unit in ('Đắk Lắk', 'Gia Lai', 'Đắk Nông', 'Kon Tum', 'Lâm Đồng'):
        browser.js('arguments[0].focus()', cell(browser, unit, '1/2021'))
        browser.press(Keys.SPACE)
    browser.sees('#bar', '5 báo cáo đã chọn')
    browser.forget_calls()
    browser.press('a')
    browser.sees('.summary', 'Không tiếp nhận được VKSND tỉnh Đắk Nông (1/2021)')
    browser.sees('dialog[open] h2', 'Tiếp nhận 4 báo cáo')
    assert len(browser.all('dialog[open] li')) == 4 and not [call for call in browser.calls() if call['method'] == 'POST']
    browser.picture('progress-accept-1280')
    browser.press(Keys.ENTER)
    browser.gone('dialog[open]')
    until(lambda: cell(browser, 'Gia Lai', '1/2021').text == '✓', 'the grid shows it')
    assert [state(world, unit, '2021-01') for unit in ('daklak', 'gialai', 'kontum', 'lamdong', 'daknong')] == ['accepted'] * 4 + ['submitted']


def test_one_is_sent_back_with_a_reason(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    browser.js('arguments[0].focus()', cell(browser, 'Lâm Đồng', '2/2021'))
    browser.press('r')
    browser.sees('dialog[open] h2', 'Trả lại 1 báo cáo')
    browser.press('ngắn')
    browser.take()
    browser.sees('dialog[open] .fault', 'Lỗi:')
    browser.press(' quá, đề nghị kiểm tra lại')
    browser.click('dialog[open] button.main')
    browser.gone('dialog[open]')
    until(lambda: cell(browser, 'Lâm Đồng', '2/2021').text == '↩', 'the grid shows it')
    assert state(world, 'lamdong', '2021-02') == 'returned'
