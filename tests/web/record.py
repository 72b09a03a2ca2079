"""Screen History: who did what with an object, versions of a report side by side, its receipt."""
from papers import form, print_page


def corrected(world):
    """Two versions of a month of which two figures differ; the second's id."""
    reports = world.server.call(world.heads['lamdong'], 'GET', '/reports?unit=lamdong&period=2021-04&limit=100')['items']
    if len(reports) < 2:
        month = dict(world.months['lamdong', '2021-04'])
        month['xx_review'] += 3
        month['xx_done'] = month.get('xx_done', 0)
        month = {element: value for element, value in month.items() if element in world.months['lamdong', '2021-04']}
        world.server.report(world.heads['lamdong'], 'lamdong', '2021-04', month, reason='Đính chính theo biên bản kiểm tra')
        reports = world.server.call(world.heads['lamdong'], 'GET', '/reports?unit=lamdong&period=2021-04&limit=100')['items']
    return max(reports, key=lambda each: each['version'])['id']


def test_versions_side_by_side_with_the_receipt(world, browser):
    report = corrected(world)
    browser.open(f'#/record/reports/{report}', world.heads['lamdong'])
    browser.sees('h1', 'VKSND tỉnh Lâm Đồng, 4/2021')
    row = browser.sees('.differ tbody tr', '')
    before = world.months['lamdong', '2021-04']['xx_review']
    assert len(browser.all('.differ tbody tr')) == 1
    assert [each.text for each in row.find_elements('css selector', 'td')] == [str(before), str(before + 3)]
    digest = world.server.call(world.heads['lamdong'], 'GET', f'/reports/{report}/receipt')['digest']
    browser.sees('.receipt td', digest)
    assert browser.sees('.record tbody tr', 'lamdong trưởng')
    assert not browser.all('.record code'), 'digests are for auditors and admins'
    browser.picture('record-1280')
    browser.size(390, 844)
    browser.picture('record-390')
    browser.size(1280, 800)
    paper = form(world.server, world.heads['lamdong'], f'/reports/{report}/receipt')
    assert digest in paper
    print_page(browser, 'record')


def test_an_admin_sees_from_which_machine(world, browser):
    report = corrected(world)
    browser.open(f'#/record/reports/{report}', world.server.admin)
    browser.sees('.record thead', 'Từ máy')
    browser.sees('.record tbody tr', '127.0.0.1')
    browser.sees('.record code', '→')


def test_what_happened_last_leads_to_its_object(world, browser):
    report = corrected(world)
    browser.open('#/record', world.heads['lamdong'])
    browser.click('.record a', f'Báo cáo {report}')
    browser.ready(f'#/record/reports/{report}')
    browser.go('#/record')
    browser.press('/')
    browser.one('main [type=search]').send_keys('999999\n')
    browser.sees('.refusal h2', '')
