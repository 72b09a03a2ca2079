"""Screen Month entry: reading, typing, checking, sending, correcting."""
from kit import Keys, until

FAULTY = {'tb_open': '298', 'tb_new': '174', 'tb_in': '5', 'tb_out': '1', 'tb_to_resolve': '474'}


def entry(world, browser, unit, month, token=None):
    browser.open(f'#/entry?unit={unit}&period={month}', token or world.heads[unit])
    browser.one('.months a')


def fill(browser, month):
    """As fast hands would, all cells at once; the page sees each."""
    browser.js('''for (const [element, value] of Object.entries(arguments[0])) {
        const field = document.getElementById(`v-${element}`);
        field.focus(); field.value = value; field.dispatchEvent(new Event('input', {bubbles: true}));
    }''', month)


def test_w08_an_empty_month_stands_in_the_order_of_the_form(world, browser):
    browser.driver.get(f'{world.server.url}/#/entry?unit=gialai&period=2021-06')
    browser.sign_in(world.clerk)
    browser.ready('#/entry')
    assert [row.get_attribute('data-element') for row in browser.all('.sheet .figure')] == world.rows
    assert browser.one('#v-tb_open').get_attribute('value') == str(world.months['gialai', '2021-05']['tb_pend'])
    assert 'carried' in browser.one('tr:has(#v-tb_open)').get_attribute('class')
    browser.sees('.months [aria-current=page]', '6/21')
    browser.sees('.side h2', 'mới tiếp nhận')
    browser.one('.side svg')
    browser.picture('entry-1280')


def test_w13_a_sum_that_is_wrong_is_told_at_its_row_and_cured(world, browser):
    entry(world, browser, 'gialai', '2021-06', world.clerk)
    for element, text in FAULTY.items():
        browser.type(element, text)
    browser.sees('tr:has(#v-tb_to_resolve) .fault', 'Lỗi: Không cân đối: các số thành phần cho 476, đang ghi 474 (lệch 2).')
    assert browser.one('#v-tb_to_resolve').get_attribute('aria-invalid') == 'true'
    described = browser.one('#v-tb_to_resolve').get_attribute('aria-describedby')
    assert '476' in browser.text(f'#{described}')
    browser.sees('.areas a', '1 lỗi')
    browser.sees('#bar', '✕ 1 lỗi')
    browser.sees('tr:has(#v-tb_open) p.odd', 'Khác số cuối tháng trước')
    browser.picture('entry-faults-1280')
    browser.size(390, 844)
    browser.picture('entry-faults-390')
    browser.size(1280, 800)
    browser.click('tr:has(#v-tb_to_resolve) .cure')
    browser.gone('tr:has(#v-tb_to_resolve) .fault')
    assert browser.one('#v-tb_to_resolve').get_attribute('value') == '476'


def test_the_parts_offer_their_sum_and_a_text_that_is_no_number_is_told_at_once(world, browser):
    entry(world, browser, 'gialai', '2021-06', world.clerk)
    for element in ('tb_open', 'tb_new', 'tb_in', 'tb_out'):
        browser.type(element, FAULTY[element])
    until(lambda: browser.one('#v-tb_to_resolve').get_attribute('placeholder') == '= 476', 'the sum is offered')
    browser.js("document.getElementById('v-tb_to_resolve').focus()")
    browser.press('=')
    assert browser.one('#v-tb_to_resolve').get_attribute('value') == '476'
    browser.type('tb_resolved', '1,5')
    browser.sees('tr:has(#v-tb_resolved) .fault', 'không phải số nguyên')
    for text, shown in (('1 144', '1.144'), ('1.144', '1.144'), ('1144', '1.144'), ('0', '0')):
        browser.type('tb_resolved', text + Keys.ENTER)
        until(lambda: browser.one('#v-tb_resolved').get_attribute('value') == shown, f'{text} is {shown}')


def test_w09_a_month_by_keys_alone(world, browser):
    month = world.next_month('gialai', '2021-06')
    entry(world, browser, 'gialai', '2021-06', world.clerk)
    browser.js("document.getElementById(arguments[0]).focus()", f'v-{world.rows[0]}')
    active = lambda: browser.js('return document.activeElement.dataset.element')
    for element in world.rows[:12]:
        assert active() == element
        browser.press(Keys.CONTROL, 'a')
        browser.press(str(month[element]), Keys.ENTER)
    assert active() == world.rows[12]
    browser.press(Keys.ARROW_UP)
    assert active() == world.rows[11]
    fill(browser, month)
    browser.press(Keys.CONTROL, 's')
    browser.sees('#bar', 'đã lưu nháp lúc')
    browser.press(Keys.CONTROL, Keys.ENTER)
    browser.sees('dialog[open] h2', 'Nộp số liệu tháng 6/2021')
    browser.picture('entry-submit-1280')
    browser.press(Keys.ENTER)
    browser.sees('dialog[open] h2', 'Đã nộp')
    assert browser.sees('dialog[open] tr', 'Số liệu').text.endswith(str(len(world.rows)))
    browser.press(Keys.ESCAPE)
    browser.sees('.head .pill', 'phiên bản 1, đã gửi')
    stored = world.server.call(world.clerk, 'GET', '/reports?unit=gialai&period=2021-06&current=true')['items'][0]
    values = {value['element']: value['value'] for value in world.server.call(world.clerk, 'GET', f"/reports/{stored['id']}")['values']}
    assert values == month


def test_w15_a_correction_shows_what_differs_and_asks_why(world, browser):
    entry(world, browser, 'gialai', '2021-06', world.clerk)
    month = world.months['gialai', '2021-06']
    browser.type('xx_review', str(month['xx_review'] + 3))
    browser.type(world.rows[-1], '?')
    browser.sees('tr.corrected .change', 'trước:')
    browser.press(Keys.CONTROL, Keys.ENTER)
    browser.sees('dialog[open] h3', 'Khác phiên bản trước: 2 số')
    assert len(browser.all('dialog[open] .diff tbody tr')) == 2
    browser.press(Keys.CONTROL, Keys.ENTER)
    browser.sees('dialog[open] .fault', 'Lỗi:')
    assert browser.js('return document.activeElement.name') == 'reason'
    browser.press('Đính chính theo biên bản kiểm tra')
    browser.picture('entry-correction-1280')
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] h2', 'Đã nộp')
    assert len(world.server.call(world.clerk, 'GET', f"/reports/{world.server.call(world.clerk, 'GET', '/reports?unit=gialai&period=2021-06&current=true')['items'][0]['id']}")['values']) == len(world.rows)
    browser.press(Keys.ESCAPE)
    browser.sees('.head .pill', 'phiên bản 2, đã gửi')


def test_w14_faults_stand_on_top_with_the_focus(world, browser):
    entry(world, browser, 'kontum', '2021-03')
    before = len(world.server.call(world.heads['kontum'], 'GET', '/reports?unit=kontum&limit=100')['items'])
    fill(browser, {**FAULTY, 'dt_open_c': '9', 'dt_new_c': '10', 'dt_in_c': '1', 'dt_resume_c': '0', 'dt_out_c': '0', 'dt_total_c': '21', 'kntc_open': '1', 'kntc_new': '2', 'kntc_due': '9'})
    browser.press(Keys.CONTROL, Keys.ENTER)
    browser.sees('.summary h2', 'Có 3 lỗi')
    assert browser.js("return document.activeElement.className") == 'summary'
    links = browser.all('.summary a')
    assert len(links) == 3
    for at, element in enumerate(('tb_to_resolve', 'dt_total_c', 'kntc_due')):
        browser.js('document.querySelectorAll(".summary a")[arguments[0]].click()', at)
        assert browser.js('return document.activeElement.dataset.element') in ('tb_to_resolve', 'dt_total_c', 'kntc_due'), element
    browser.picture('entry-summary-1280')
    browser.press(Keys.F8)
    assert browser.one('tr.here .fault')
    assert len(world.server.call(world.heads['kontum'], 'GET', '/reports?unit=kontum&limit=100')['items']) == before


def test_another_year_by_the_arrow_keys(world, browser):
    entry(world, browser, 'kontum', '2021-06')
    for year in (2022, 2023):
        browser.js("document.querySelector('.head select').focus()") if year == 2022 else None
        browser.renewed(lambda: browser.press(Keys.ARROW_DOWN))
        assert f'period={year}-06' in browser.js('return location.hash')
        assert browser.js('return document.activeElement.value') == str(year), 'the choice keeps the focus'
    browser.sees('.months [aria-current=page]', '6/23')


def test_a_month_after_the_end_of_the_office_says_so_once(world, browser):
    browser.driver.get(f'{world.server.url}/#/entry?unit=gialai&period=2025-11')
    browser.sign_in(world.clerk)
    browser.sees('.refusal', 'chấm dứt hoạt động')
    assert browser.text('.refusal').count('chấm dứt hoạt động ngày') == 1


def test_what_was_accepted_is_read_only_until_it_is_corrected(world, browser):
    report = world.server.call(world.heads['daknong'], 'GET', '/reports?unit=lamdong&period=2020-12&acceptable=true')['items'][0]
    world.server.call(world.heads['daknong'], 'POST', f"/reports/{report['id']}/accept")
    entry(world, browser, 'lamdong', '2020-12')
    browser.sees('#bar', 'chỉ xem')
    assert browser.one('#v-tb_new').get_attribute('readonly')
    browser.click('#bar button', 'Đính chính')
    browser.sees('#bar button', 'Kiểm tra và nộp')
    assert not browser.one('#v-tb_new').get_attribute('readonly')
