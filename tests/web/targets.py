"""Screen Targets: who met what, and what a cell is made of."""
import time
from collections import Counter

from kit import Keys, until

ADDRESS = '#/targets?cluster=vkstc-cum-7-2021&through=2021-05'


def evaluations(world, query=''):
    return world.server.call(world.heads['daknong'], 'GET', f'/evaluations?cluster={world.CLUSTER}&through=2021-05{query}')['items']


def test_w21_the_counts_are_those_of_the_server(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    counts = Counter(item['result'] for item in evaluations(world))
    shown = {each.get_attribute('data-result'): int(each.find_element('css selector', 'b').text.replace('.', '')) for each in browser.all('.counts [data-result]')}
    assert shown == dict(counts)
    assert [each.text for each in browser.all('.targets thead th')][1:] == ['Đắk Lắk', 'Đắk Nông', 'Gia Lai', 'Kon Tum', 'Lâm Đồng', 'Cụm']
    browser.picture('targets-1280')
    browser.size(390, 844)
    browser.picture('targets-390')
    browser.size(1280, 800)
    browser.click('.counts [data-result=not_met]')
    until(lambda: 'result=not_met' in browser.js('return location.hash'), 'the address says so')
    until(lambda: len(browser.all('.targets tbody tr:not(.area)')) == len({(item['indicator'], item['basis']) for item in evaluations(world) if item['result'] == 'not_met'}), 'only those rows')


def cell(browser, unit, name):
    return browser.one(f'.targets button[aria-label^="VKSND tỉnh {unit}, {name}"]')


def test_w21_a_cell_opens_its_months(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    item = next(item for item in evaluations(world) if item['unit'] == 'gialai' and item['indicator'] == 'TB-02')
    cell(browser, 'Gia Lai', item['indicator_name']).click()
    browser.one('.panel svg')
    text = browser.text('.panel')
    for value in (item['numerator'], item['denominator']):
        assert f'{value:,}'.replace(',', '.') in text
    browser.click('.panel summary')
    assert len(browser.all('.panel details tbody tr')) == 12
    browser.picture('targets-open-1280')


def test_w21_what_was_known_before_a_correction(world, browser):
    before = evaluations(world, '&unit=daklak&indicator=TB-02')[0]
    browser.open(ADDRESS, world.heads['daknong'])
    month = dict(world.months['daklak', '2021-05'])
    at = time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime()) + '.999Z'
    until(lambda: time.time() % 1 > 0 and time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime()) + '.000Z' > at, 'a second later')
    month['tb_resolved'] += 3
    month['tb_pend'] -= 3
    world.server.report(world.heads['daklak'], 'daklak', '2021-05', month, reason='Đính chính số đã giải quyết')
    after = evaluations(world, '&unit=daklak&indicator=TB-02')[0]
    assert after['numerator'] == before['numerator'] + 3
    # A day is what the field asks for; an instant in the address is more exact.
    browser.js('location.hash = arguments[0]', f'{ADDRESS}&as_of={at}')
    browser.sees('.sub', 'Số liệu như đã biết đến')
    decimal = lambda item: f"{item['value']:.2f}".replace('.', ',')
    then = cell(browser, 'Đắk Lắk', before['indicator_name'])
    assert decimal(before) in then.text and decimal(before) != decimal(after)
    then.click()
    told = browser.sees('.panel .then', 'Nay:').text
    assert decimal(after) in told and decimal(before) in told
