"""Screen Awards: the board, a case with its rules and steps, votes, decisions, and what would be before there is a case."""
from kit import Keys, until
from papers import form, print_page

YEAR = 2021


class Office:
    """People of Gia Lai, and what is done with their cases by the API."""

    def __init__(self, world):
        self.world = world
        self.head = world.heads['gialai']

    def call(self, method, path, body=None, **more):
        return self.world.server.call(self.head, method, path, body, **more)

    def person(self, name, since='2010-03-01', unit='gialai.krong-pa'):
        return self.world.server.call(self.world.clerk, 'POST', '/persons', {'full_name': name, 'unit': unit, 'from_date': since})['id']

    def case(self, award, nominated=False, **more):
        case = self.call('POST', '/awards', {'award': award, 'year': YEAR, 'state': 'registered', **more})['id']
        if nominated:
            self.call('POST', f'/awards/{case}/nominate')
        return case

    def vote(self, case, body, agree=3):
        voters = [{'voter': name, 'mode': 'present'} for name in ('Rơ Châm Hà', 'Lê Minh', 'Trần Tú')]
        return self.call('POST', '/ballots', {'case_id': case, 'body': body, 'electorate': 3, 'state': 'certified', 'voters': voters, 'returned': 3, 'valid': 3,
                                              'agree': agree, 'disagree': 3 - agree, 'minutes': f'7/BB-{body}'})

    def state(self, case):
        return self.call('GET', f'/awards/{case}')['state']


def operations(browser):
    return [each.get_attribute('data-operation') for each in browser.all('.head .actions [data-operation]')]


def fill(browser, **values):
    for name, value in values.items():
        field = browser.one(f'dialog[open] [name="{name.replace("__", "/")}"]')
        if field.get_attribute('type') == 'date':
            browser.js("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", field, value)
        else:
            field.send_keys(value)


def test_a_year_without_cases_says_what_to_do(world, browser):
    browser.open('#/awards?year=2019', world.heads['gialai'])
    browser.sees('.empty', 'Chưa có hồ sơ nào')
    browser.click('.empty a', 'Đăng ký, đề nghị')
    browser.ready('#/awards?tab=new')


def test_w22_a_case_that_is_not_eligible_says_why_and_offers_only_what_is_taken(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', person=office.person('Lê Thị Cúc', '2021-03-15'))
    browser.open(f'#/awards?case={case}', office.head)
    browser.sees('.rules h2', 'Chưa đủ điều kiện đề nghị')
    row = browser.sees('.rules tr.fail', 'Thời gian công tác')
    cells = [each.text for each in row.find_elements('css selector', 'td')]
    assert cells[:2] == ['8', '10'] and 'TT 02/2024/TT-VKSTC' in cells[2], cells
    assert browser.sees('.rules tr.pass', 'Đã đăng ký từ đầu năm')
    assert operations(browser) == ['amend_award', 'withdraw_award', 'open_hold'], operations(browser)
    browser.sees('.next', 'đề nghị (đơn vị hoặc cấp trên)')
    possible = office.call('GET', f'/awards/{case}')['possible']
    assert possible == ['amend', 'withdraw', 'nominate', 'place_hold'], possible
    browser.picture('award-case-1280')
    browser.size(390, 844)
    browser.picture('award-case-390')


def test_w24_a_case_in_english(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', person=office.person('Blih', '2021-03-15'))
    browser.open(f'#/awards?case={case}', office.head)
    browser.click('#language')
    browser.sees('.rules h2', 'Not eligible for a nomination')
    browser.sees('.actions button', 'Withdraw')
    browser.go(f'#/awards?year={YEAR}')
    browser.sees('.group h2', 'Being voted on')


def test_today_leads_to_the_case_that_waits(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', nominated=True, person=office.person('Kpuih', unit='gialai'))
    waiting = [item for item in office.call('GET', '/inbox?kind=case&limit=500')['items'] if item['object'] == f'/awards/{case}']
    assert waiting, 'the case waits for the vote'
    browser.open('#/', office.head)
    browser.click(f'.list a[href="#/awards?case={case}"]')
    browser.ready(f'#/awards?case={case}')


def test_w22_who_may_only_read_has_no_buttons(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', nominated=True, person=office.person('Nay Hương'))
    browser.open(f'#/awards?case={case}', world.clerk)
    browser.sees('.next', 'ghi kết quả đơn vị thông qua')
    assert operations(browser) == []


def test_a_step_is_refused_at_its_field_and_then_taken(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', person=office.person('Siu Thanh'))
    browser.open(f'#/awards?case={case}', office.head)
    browser.sees('.actions button.main', 'Đề nghị')
    browser.click('.actions button', 'Rút đăng ký')
    fill(browser, reason='ngắn')
    browser.take()
    browser.sees('dialog[open] .fault', 'Lỗi:')
    assert browser.js('return document.activeElement.name') == 'reason'
    assert office.state(case) == 'registered'
    fill(browser, reason=', nay xin rút')
    browser.take()
    browser.sees('.head .pill', 'đã rút đăng ký')
    browser.sees('ol.events li', 'ngắn, nay xin rút')
    assert office.state(case) == 'withdrawn'


def test_w18_a_session_that_ended_is_renewed_over_the_dialog_and_the_step_taken_once(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', person=office.person('Đinh Krông'))
    server = world.server
    token = server.token('gialai', 'head', 'hết hạn giữa chừng')
    browser.open(f'#/awards?case={case}', token)
    browser.click('.actions button', 'Rút đăng ký')
    fill(browser, reason='Xin rút để đăng ký lại')
    server.call(server.admin, 'DELETE', f"/tokens/{server.call(token, 'GET', '/me')['token_id']}")
    browser.take()
    browser.sees('dialog[open] p', 'Phiên làm việc đã kết thúc')
    browser.sign_in(server.token('gialai', 'head', 'hết hạn giữa chừng'))
    browser.sees('.head .pill', 'đã rút đăng ký')
    events = server.call(server.admin, 'GET', f'/events?object=/awards/{case}&action=withdraw_award')['items']
    assert len(events) == 1, events


def test_a_vote_is_written_down_and_its_end_is_seen_while_typing(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', nominated=True, person=office.person('Kpă Nam'))
    browser.open(f'#/awards?case={case}', office.head)
    browser.click('.actions button', 'Ghi kết quả bỏ phiếu')
    fill(browser, electorate='4', voters='Rơ Châm Hà\nLê Minh\nTrần Tú *', returned='3', valid='3', agree='2', disagree='1', minutes='15/BB-VKS')
    browser.sees('dialog[open] .bad', 'Không thông qua: 2 trên 4')
    browser.picture('award-vote-1280')
    browser.one('dialog[open] [name=electorate]').send_keys(Keys.BACKSPACE, '3')
    for name, value in (('agree', '3'), ('disagree', '0')):
        browser.one(f'dialog[open] [name={name}]').send_keys(Keys.BACKSPACE, value)
    browser.sees('dialog[open] .ok', 'Thông qua: 3 trên 3')
    browser.take()
    browser.sees('.head .pill', 'đơn vị đã thông qua')
    browser.sees('.ballot', '3/3 đồng ý')
    voters = office.call('GET', f"/ballots/{office.call('GET', f'/awards/{case}')['ballots'][0]['id']}")['voters']
    assert {'voter': 'Trần Tú', 'mode': 'written'} in voters, voters


def test_a_vote_is_run_step_by_step(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', nominated=True, person=office.person('Ksor Lan'))
    browser.open(f'#/awards?case={case}', office.head)
    browser.click('.actions button', 'Chuẩn bị bỏ phiếu')
    fill(browser, electorate='2')
    browser.take()
    browser.click('.ballot button', 'Mở')
    browser.take()
    browser.click('.ballot button', 'Ghi người bỏ phiếu')
    fill(browser, voters='Rơ Châm Hà\nLê Minh')
    browser.take()
    browser.sees('.ballot', 'Phát ra 2')
    assert 'enrol_voters' in [each.get_attribute('data-operation') for each in browser.all('.ballot button')]


def test_the_decision_of_a_case_is_made_read_and_printed(world, browser):
    office = Office(world)
    case = office.case('grassroots-merit-paper', person=office.person('Rah Lan Bình', unit='gialai'), nominated=True, occasion='sudden', merit='Dũng cảm cứu người')
    office.vote(case, 'unit')
    office.vote(case, 'council')
    browser.open(f'#/awards?case={case}', office.head)
    browser.click('.actions button', 'Tặng')
    fill(browser, number='38/QĐ-VKS', signed_on='2021-12-20', signer__name='Trần Văn Tâm', signer__title='VIỆN TRƯỞNG')
    browser.take()
    until(lambda: office.state(case) == 'granted', 'the case is granted')
    browser.sees('.head .pill', 'đã có quyết định khen thưởng')
    browser.click('section a', '38/QĐ-VKS')
    browser.sees('h1', 'Quyết định số 38/QĐ-VKS')
    browser.sees('.list tbody tr', 'Rah Lan Bình')
    browser.picture('decision-1280')
    link = browser.one('.actions a.button, .actions button')
    assert 'In' in link.text
    decision = office.call('GET', f'/awards/{case}')['lines'][0]['decision']
    path = f'{world.server.folder}/quyet-dinh-38.pdf'
    with open(path, 'w') as file:
        file.write('%PDF-1.7\nbản quét')
    browser.one('.drop [type=file]').send_keys(path)
    browser.sees('.drop li', 'quyet-dinh-38.pdf')
    browser.size(390, 844)
    browser.picture('decision-390')
    browser.size(1280, 800)
    paper = form(world.server, office.head, f'/decisions/{decision}')
    assert '38/QĐ-VKS' in paper and 'Trần Văn Tâm' in paper


def test_one_decision_for_many_cases(world, browser):
    office = Office(world)
    cases = []
    for name in ('Nay Blơ', 'Siu Hyên', 'Rơ Mah Loan'):
        cases.append(office.case('grassroots-merit-paper', nominated=True, occasion='sudden', merit='Cứu người', person=office.person(name, unit='gialai')))
        for body in ('unit', 'council'):
            office.vote(cases[-1], body)
    browser.open(f'#/awards?tab=decisions&year={YEAR}', office.head)
    browser.click('main button', 'Lập quyết định')
    browser.click('dialog[open] .choices label', 'Siu Hyên')
    browser.picture('decide-1280')
    fill(browser, number='61/QĐ-VKS', signed_on='2021-12-21', signer__name='Trần Văn Tâm', signer__title='VIỆN TRƯỞNG')
    browser.take()
    browser.ready('#/awards?decision=')
    browser.sees('.list tbody tr', 'Rơ Mah Loan')
    assert [office.state(case) for case in cases] == ['granted', 'council_passed', 'granted']
    browser.click('.actions button', 'Thêm hồ sơ')
    fill(browser, case_id='Siu Hyên')
    browser.take()
    browser.sees('.list tbody tr', 'Siu Hyên')
    assert office.state(cases[1]) == 'granted'
    browser.go(f'#/awards?case={cases[0]}')
    browser.click('.actions button', 'Hủy bỏ')
    fill(browser, reason='Kê khai không đúng sự thật', number='62/QĐ-VKS', signed_on='2021-12-28', signer__name='Trần Văn Tâm', signer__title='VIỆN TRƯỞNG')
    browser.take()
    browser.sees('.head .pill', 'đã hủy bỏ')
    browser.click('.actions button', 'Ghi đã thu hồi hiện vật')
    fill(browser, returned_on='2022-01-10')
    browser.take()
    until(lambda: [each.text for each in browser.all('.actions button') if 'thu hồi' in each.text] in (['Ghi đã thu hồi tiền'], []), 'the item came back')


def test_who_was_first_is_told_and_the_case_shown_as_it_is(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', person=office.person('Hyam'))
    browser.open(f'#/awards?case={case}', office.head)
    browser.click('.actions button', 'Rút đăng ký')
    world.server.call(world.server.token('gialai', 'head', 'Bà Mai'), 'POST', f'/awards/{case}/withdraw', {'reason': 'Rút theo đề nghị của cá nhân'})
    fill(browser, reason='Xin rút đăng ký')
    browser.take()
    browser.sees('dialog[open] .refusal', 'Bà Mai')
    browser.press(Keys.ESCAPE)
    browser.sees('.head .pill', 'đã rút đăng ký')
    assert operations(browser) == []


def test_the_board_by_groups_of_states_and_its_search(world, browser):
    office = Office(world)
    for at, name in enumerate(('Nguyễn Văn An', 'Trần Thị Bình', 'Phạm Văn Dũng')):
        case = office.case('advanced-worker', nominated=not at, person=office.person(name))
    browser.open(f'#/awards?year={YEAR}', office.head)
    items = office.call('GET', f'/awards?year={YEAR}&limit=500')['items']
    groups = {'registered': ['registered'], 'granted': ['granted', 'published', 'conferred'], 'judged': ['nominated', 'unit_passed', 'cluster_passed', 'council_passed']}
    for group, states in groups.items():
        assert browser.text(f'.group.{group} h2 .pill') == str(sum(item['state'] in states for item in items)), group
    browser.sees('.group.registered > p', 'Sớm nhất từ')
    browser.picture('awards-1280')
    browser.size(390, 844)
    browser.picture('awards-390')
    browser.size(1280, 800)
    browser.press('/')
    browser.press('pham dung', Keys.ENTER)
    browser.ready('#/awards?year=2021&q=')
    assert [each.text for each in browser.all('.group li b')] == ['Phạm Văn Dũng']
    browser.click('.group li a')
    browser.ready(f'#/awards?case={case}')


def test_before_nominating_a_person_is_seen_against_all_awards(world, browser):
    office = Office(world)
    office.person('Hồ Thị Mai', '2012-01-01')
    browser.open(f'#/awards?tab=new&year={YEAR}', office.head)
    browser.one('.choose-subject [type=search]').send_keys('ho thi mai')
    browser.click('.found button', 'Hồ Thị Mai')
    row = browser.one('.verdicts tbody tr')
    assert 'Lao động tiên tiến' in row.text, 'titles first, from the lowest'
    assert '1 điều kiện chưa đạt' in row.text, row.text
    assert len(browser.all('.verdicts tbody tr')) > 10
    browser.picture('award-new-1280')
    browser.size(390, 844)
    browser.picture('award-new-390')
    browser.size(1280, 800)
    row.find_element('css selector', 'summary').click()
    browser.sees('.verdicts .buttons button', 'Đăng ký')
    assert [each.text for each in browser.all('.verdicts .buttons button')] == ['Đăng ký']
    browser.click('.verdicts .buttons button')
    browser.take()
    browser.ready('#/awards?case=')
    browser.sees('h1', 'Hồ Thị Mai')


def test_decisions_come_as_a_file_after_a_dry_run(world, browser):
    office = Office(world)
    good = 'authority,number,signed_on,signer_name,signer_title,award,year,full_name,unit\nunit_head,51/QĐ-VKS,2021-12-20,Trần Văn Tâm,VIỆN TRƯỞNG,LĐTT,2021,Nguyễn Thị Sáu,gialai\n'
    office.person('Nguyễn Thị Sáu', unit='gialai')
    browser.open('#/awards?tab=decisions&year=2021', office.head)
    browser.click('main button', 'Nhập quyết định')
    for text, css, seen in ((good.replace('LĐTT', 'Không có'), '.findings th', '2'), (good, '.said', 'thêm 1')):
        path = f'{world.server.folder}/quyet-dinh{css}.csv'.replace(' ', '')
        with open(path, 'w') as file:
            file.write(text)
        browser.one('dialog[open] [type=file]').send_keys(path)
        browser.sees(f'dialog[open] {css}', seen)
        assert not [each for each in office.call('GET', '/decisions')['items'] if each['number'] == '51/QĐ-VKS']
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] h2', 'Đã ghi')
    browser.press(Keys.ENTER)
    browser.gone('dialog[open]')
    browser.sees('.list tbody tr', '51/QĐ-VKS')
    browser.go('#/awards?tab=honours&year=2021')
    browser.sees('.list tbody tr', 'Nguyễn Thị Sáu')
    browser.picture('honours-1280')


def test_w23_a_case_is_printed_without_the_shell(world, browser):
    office = Office(world)
    case = office.case('advanced-worker', person=office.person('Y Thơ'))
    browser.open(f'#/awards?case={case}', office.head)
    print_page(browser, 'award-case', ('Hôm nay', 'Đăng xuất', 'Rút đăng ký'))
    browser.go(f'#/awards?year={YEAR}')
    print_page(browser, 'awards')
