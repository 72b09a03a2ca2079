"""Screen Scores: a card from its own office by its checker and the lead to the ranking."""
from cluster import lead, until_state
from kit import Keys, until

ADDRESS = '#/scores?cluster=vkstc-cum-7-2021'
CLUSTER = 'vkstc-cum-7-2021'
CRITERIA = [
    {'code': 'I', 'kind': 'group', 'name_vi': 'Công tác chuyên môn'},
    {'code': 'I.1', 'kind': 'proportional', 'name_vi': 'Giải quyết tố giác và tin báo', 'max': 60, 'indicator': 'TB-02'},
    {'code': 'II', 'kind': 'judged', 'name_vi': 'Công tác xây dựng ngành', 'max': 40},
    {'code': 'D', 'kind': 'group', 'name_vi': 'Điểm trừ'},
    {'code': 'D.1', 'kind': 'deduction', 'name_vi': 'Báo cáo chậm', 'per_count': 0.5},
]


def issued(world):
    """The sheet of the year, once."""
    server = world.server
    if not server.call(server.admin, 'GET', '/score-sheets?year=2021')['items']:
        sheet = server.call(server.admin, 'POST', '/score-sheets', {'year': 2021, 'audience': 'province', 'name_vi': 'Bảng chấm điểm 2021', 'total_max': 100, 'bonus_cap': 5, 'deduction_cap': 10})['id']
        server.call(server.admin, 'POST', f'/score-sheets/{sheet}/criteria/import', {'rows': CRITERIA})
        server.call(server.admin, 'POST', f'/score-sheets/{sheet}/issue')
        for unit in world.UNITS:
            server.call(world.heads[unit], 'POST', '/reports', {'unit': unit, 'period': '2021-Y', 'values': [{'element': 'tb_to_resolve', 'value': 1000}, {'element': 'tb_resolved', 'value': 900}]})
    until_state(world, 'scoring')


def card(world, unit):
    return world.server.call(world.heads[unit], 'GET', f'/scorecards?cluster={CLUSTER}&unit={unit}')['items'][0]


def test_the_lead_opens_the_cards(world, browser):
    issued(world)
    browser.open(ADDRESS, world.heads['daknong'])
    browser.sees('.sub', 'Chưa có phiếu chấm điểm')
    browser.click('.tab-actions button', 'Mở phiếu chấm điểm')
    browser.confirm()
    until(lambda: len(browser.all('.ranking tbody button')) == 5, 'five cards')
    browser.sees('.panel h2', 'VKSND tỉnh Đắk Nông')


def test_an_office_fills_its_own_and_hands_it_over(world, browser):
    browser.open(ADDRESS, world.heads['gialai'])
    browser.sees('.panel h2', 'VKSND tỉnh Gia Lai')
    browser.sees('.cells .area', 'I. Công tác chuyên môn')
    row = browser.sees('.cells tr', 'I.1')
    assert not row.find_elements('css selector', 'input') and row.find_element('css selector', '.locked').text not in ('', '–')
    two = browser.one('.cells input[aria-label^="II "]')
    two.send_keys('45', Keys.ENTER)
    assert browser.js('return document.activeElement.getAttribute("aria-label")').startswith('D.1')
    browser.press('0')
    browser.press(Keys.CONTROL, 's')
    browser.sees('.cells .fault', 'Lỗi:')
    assert browser.js('return document.activeElement.getAttribute("aria-label")').startswith('II ')
    browser.picture('scores-fault-1280')
    browser.go('#/')
    browser.go(ADDRESS)  # what is typed and not stored is still there
    two = browser.one('.cells input[aria-label^="II "]')
    assert two.get_attribute('value') == '45'
    two.send_keys(Keys.BACKSPACE, Keys.BACKSPACE, '38,5')
    browser.renewed(lambda: browser.press(Keys.CONTROL, 's'))
    until(lambda: browser.one('.cells input[aria-label^="II "]').get_attribute('value') == '38,5', 'it is stored')
    browser.picture('scores-1280')
    browser.size(390, 844)
    browser.picture('scores-390')
    browser.size(1280, 800)
    browser.click('.panel button.main', 'Nộp điểm tự chấm')
    browser.confirm()
    assert card(world, 'gialai')['state'] == 'self_submitted'
    browser.sees('.panel .pill', 'đã nộp điểm tự chấm')
    assert not browser.all('.cells input')


def test_who_checks_gives_a_reason_for_what_differs(world, browser):
    checker = card(world, 'gialai')['checker']
    browser.open(f"{ADDRESS}&card={card(world, 'gialai')['id']}", world.heads[checker])
    two = browser.one('.cells input[aria-label^="II "]')
    assert two.get_attribute('placeholder') == '38,5'
    two.send_keys('37')
    browser.press(Keys.CONTROL, 's')
    browser.sees('.cells .fault', 'Lỗi:')
    browser.click('.cells [aria-label="Lý do, căn cứ: II"]')
    until(lambda: browser.one('dialog[open] [name="rows/0/points"]').get_attribute('value') == '37', 'the points')
    browser.one('dialog[open] [name="rows/0/reason"]').send_keys('ngắn')
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] .fault', 'Lỗi:')
    browser.one('dialog[open] [name="rows/0/reason"]').send_keys(': một văn bản gửi chậm')
    browser.confirm()
    browser.sees('.cells th', 'một văn bản gửi chậm')
    browser.click('.panel button.main', 'Chốt chấm chéo')
    browser.confirm()
    assert card(world, 'gialai')['state'] == 'cross_checked'


def finish_cards(world):
    """The other cards go the way of that one."""
    for unit in world.UNITS:
        each = card(world, unit)
        if each['state'] == 'draft':
            world.server.call(world.heads[unit], 'PUT', f"/scorecards/{each['id']}/cells/self", {'rows': [{'code': 'II', 'points': 30 + len(unit)}, {'code': 'D.1', 'count': 0}]})
            world.server.call(world.heads[unit], 'POST', f"/scorecards/{each['id']}/submit-self", {})
        if card(world, unit)['state'] == 'self_submitted':
            world.server.call(world.heads[each['checker']], 'POST', f"/scorecards/{each['id']}/check", {})
        if card(world, unit)['state'] == 'cross_checked' and unit != 'gialai':
            world.server.call(world.heads['daklak' if unit == 'daknong' else 'daknong'], 'POST', f"/scorecards/{each['id']}/appraise", {})


def test_an_objection_is_made_and_answered(world, browser):
    finish_cards(world)
    number = card(world, 'gialai')['id']
    browser.open('#/', world.heads['daknong'])
    browser.sees('.list tbody tr', 'đã chấm chéo')
    browser.click('.list tbody a[aria-label="phiếu chấm điểm, VKSND tỉnh Gia Lai"]')
    browser.ready('#/scores')
    browser.sees('.panel h2', 'VKSND tỉnh Gia Lai')
    browser.click('.panel button.main', 'Chốt thẩm định')
    browser.confirm()
    assert card(world, 'gialai')['state'] == 'appraised'
    world.server.call(world.heads['gialai'], 'POST', f'/scorecards/{number}/object', {'rows': [{'code': 'II', 'reason': 'Đã có văn bản bổ sung'}]})
    browser.open(f'{ADDRESS}&card={number}')
    browser.driver.refresh()
    browser.ready('#/scores')
    browser.click('.panel button.main', 'Trả lời kiến nghị')
    browser.one('dialog[open] [name="rows/0/points"]').send_keys('38')
    browser.one('dialog[open] [name="rows/0/reason"]').send_keys('Chấp nhận một phần kiến nghị')
    browser.confirm()
    browser.sees('.panel li', 'Chấp nhận một phần')
    assert card(world, 'gialai')['state'] == 'appraised'


def test_the_ranking_is_made_and_published(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    browser.click('.tab-actions button', 'Thông qua các phiếu')
    browser.one('dialog[open] [name=minutes]').send_keys('03/BB-CTĐ7')
    browser.confirm()
    browser.click('.tab-actions button', 'Lập bảng xếp hạng')
    browser.confirm()
    browser.sees('.sub', '5/5 đơn vị được xếp')
    places = [each.text for each in browser.all('.ranking .place')]
    assert places[0].startswith('1') and len(places) == 5
    ranking = lead(world, 'GET', f'/rankings?cluster={CLUSTER}')['items'][0]['id']
    rows = lead(world, 'GET', f'/rankings/{ranking}')['rows']
    assert browser.text('.ranking tbody th') == next(row['unit_name'] for row in rows if row['rank'] == 1)
    browser.press(Keys.ESCAPE)
    browser.picture('scores-ranking-1280')
    browser.size(390, 844)
    browser.picture('scores-ranking-390')
    browser.size(1280, 800)
    browser.click('.tab-actions button.main', 'Công bố')
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] .fault', 'Lỗi:')
    browser.one('dialog[open] [name=minutes]').send_keys('03/BB-CTĐ7')
    browser.confirm()
    browser.sees('.sub .pill', 'đã công bố')


def test_the_council_changes_a_cell_and_says_why(world, browser):
    number = card(world, 'gialai')['id']
    browser.open(f'{ADDRESS}&card={number}', world.server.admin)
    browser.sees('.panel .pill', 'đã thông qua')
    field = browser.one('.cells input[aria-label^="II "]')
    field.send_keys('37,5')
    browser.click('.panel button.main', 'Chốt')
    browser.one('dialog[open] [name=minutes]').send_keys('07/BB-HĐTĐ')
    browser.take()
    browser.sees('dialog[open] .refusal, dialog[open] .fault:not(:empty)', '')
    assert card(world, 'gialai')['state'] == 'adopted', 'a changed cell needs its reason'
    browser.one('dialog[open] [name="rows/0/reason"]').send_keys('Trừ điểm theo kết luận của Hội đồng')
    browser.confirm()
    browser.sees('.panel .pill', 'đã chốt')
    cells = world.server.call(world.heads['gialai'], 'GET', f'/scorecards/{number}/cells')['items']
    assert next(each for each in cells if each['code'] == 'II')['council'] == 37.5
    assert not browser.all('.panel button.save, .cells input')
