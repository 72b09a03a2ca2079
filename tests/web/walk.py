"""A stranger's hour, by the keyboard alone: an office gets its clerk, the clerk sends a month, the lead takes it, a target turns."""
from kit import Keys
from papers import print_page
from sign_in import SENTENCE, fill

MONTH = '2021-03'


def reach(browser, css, part='', back=False):
    """Presses Tab until there."""
    there = 'const at = document.activeElement; return at.matches(arguments[0]) && (at.getAttribute("aria-label") || at.textContent).includes(arguments[1])'
    for _ in range(250):
        if browser.js(there, css, part):
            return
        browser.press(*([Keys.SHIFT] if back else []), Keys.TAB)
    raise AssertionError(f'Tab does not come to {css} “{part}”')


def enter(browser, css, part='', back=False):
    reach(browser, css, part, back)
    browser.renewed(lambda: browser.press(Keys.ENTER))


def invite(browser, login, name, unit, role):
    browser.press('g', 'q')
    browser.ready('#/admin')
    enter(browser, '.tabline a', 'Người dùng')
    reach(browser, '.tab-actions button', 'Thêm người dùng')
    browser.press(Keys.ENTER)
    browser.one('dialog[open]')
    browser.press(login, Keys.TAB, name, Keys.TAB, unit, Keys.TAB, role)
    browser.take()
    once = browser.one('.once input').get_attribute('value')
    browser.renewed(lambda: browser.press(Keys.ESCAPE))
    reach(browser, '#who button', 'Đăng xuất', back=True)
    browser.press(Keys.ENTER)
    return once


def begin(browser, login, once):
    fill(browser, user=login, password=once)
    fill(browser, new_password=SENTENCE, again=SENTENCE)
    browser.gone('dialog[open]')
    browser.ready('#/')


def test_from_a_new_clerk_to_a_target_that_turned(world, browser):
    month = world.next_month('kontum', MONTH, '2021-02')
    browser.open('#/', world.server.admin)
    once = invite(browser, 'lan.kt', 'Y Lan', 'kontum', 'cán bộ')
    begin(browser, 'lan.kt', once)
    browser.press('g', 'e')
    browser.ready('#/entry')
    browser.one('.months a')
    year = '2025'
    reach(browser, '.head select', back=True)
    while year != MONTH[:4]:
        browser.renewed(lambda: browser.press(Keys.ARROW_UP))
        year = browser.js('return document.activeElement.value')
    browser.one('.months a')
    enter(browser, '.months a', 'tháng 3/2021:')
    browser.one('.months a')
    reach(browser, f'#v-{world.rows[0]}')
    carried = browser.js('return [...document.querySelectorAll(".sheet .figure")].map((each) => each.value !== "")')
    browser.press(*(key for element, there in zip(world.rows, carried) for key in (() if there else (str(month[element]),)) + (Keys.ENTER,)))
    browser.press(Keys.CONTROL, Keys.ENTER)
    browser.sees('dialog[open] h2', 'Nộp số liệu tháng 3/2021')
    browser.press('319/VKS-VP')
    browser.take()
    browser.sees('dialog[open] h2', 'Đã nộp')
    browser.renewed(lambda: browser.press(Keys.ESCAPE))
    browser.sees('.head .pill', 'phiên bản 1, đã gửi')
    assert 'VIỆN KIỂM SÁT NHÂN DÂN TỈNH KON TUM' in print_page(browser, 'walk-entry', ('Hôm nay', 'Đăng xuất', 'Lưu nháp'))
    browser.size(1280, 800)
    reach(browser, '#who button', 'Đăng xuất', back=True)
    browser.press(Keys.ENTER)
    browser.sees('dialog[open] h2', 'Đăng nhập')
    turned(world, browser)


def turned(world, browser):
    """The lead finds the month among what waits, and takes it; what is only sent makes a target provisional."""
    call = world.server.call
    of = f'/evaluations?cluster={world.CLUSTER}&unit=kontum&indicator=TB-02&through={MONTH}'
    before = call(world.heads['daknong'], 'GET', of)['items'][0]
    assert before['provisional'] and before['periods_reported'] == 4
    browser.sign_in(world.heads['daknong'])
    browser.ready('#/')
    enter(browser, 'tbody a', 'VKSND tỉnh Kon Tum, 3/2021')
    browser.sees('#bar button', 'Tiếp nhận')
    reach(browser, '#bar button', 'Tiếp nhận', back=True)
    browser.press(Keys.ENTER)
    browser.sees('dialog[open] h2', 'Tiếp nhận 1 báo cáo')
    browser.renewed(lambda: browser.press(Keys.ENTER))
    browser.sees('.head .pill', 'phiên bản 1, đã tiếp nhận')
    browser.go(f'#/targets?cluster={world.CLUSTER}&through={MONTH}')
    shown = f"{before['value']:.2f}".replace('.', ',')
    reach(browser, '.targets button', '')
    browser.sees(f'.targets button[aria-label^="VKSND tỉnh Kon Tum, {before["indicator_name"]}"]', shown)
