#!/usr/bin/env python3
"""Makes a cluster of 60 offices through the API of a running server: a year of figures, a sheet of 80 computed
criteria, the card of each office, handed over, and a published ranking of them. All numbers are invented.
   scoring.py URL TOKEN
"""
import csv
import io
import json
import sys
import urllib.error
import urllib.request

URL, TOKEN = sys.argv[1:]

CLUSTER = 'vkstc-khoi-60-2021'
UNITS = ['scored%02d' % i for i in range(60)]
PERIODS = ['2020-12'] + ['2021-%02d' % m for m in range(1, 12)] + ['2021-Y']
CRITERIA = 80
OWN_TARGETS = ['GTG-04', 'GTG-05', 'XX-05']
WITHOUT_TARGET = ['THAHS-02', 'KNTC-02', 'XX-09']

# In each month, by the end of an element's name, so that balances hold and what is pending is carried on.
BALANCED = {'open': 5, 'new': 20, 'in': 0, 'out': 0, 'resume': 0, 'total': 25, 'resolve': 25, 'due': 25, 'resolved': 20, 'pend': 5}
FIXED = {'zero': 0, 'down': 1, 'whole': 20}


def call(path, body='', token=TOKEN, kind='application/json'):
    data = body if isinstance(body, str) else json.dumps(body)
    request = urllib.request.Request(URL + '/api/v1' + path, data.encode(), {'Authorization': 'Bearer ' + token, 'Content-Type': kind})
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        sys.exit('scoring: %s: %s' % (path, refusal.read().decode()))


def items(path):
    request = urllib.request.Request(URL + '/api/v1' + path, headers={'Authorization': 'Bearer ' + TOKEN})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)['items']


def load(path, heading, rows):
    text = io.StringIO()
    csv.writer(text).writerows([heading.split(',')] + rows)
    call(path, text.getvalue(), kind='text/csv')


def head_of(unit):
    return call('/tokens', {'unit': unit, 'role': 'head', 'label': 'bench'})['token']


def elements_of(indicators):
    """What the offices report: the role of each element that an indicator or a balance is made of."""
    roles = {i['numerator']: i['direction'] for i in indicators}
    roles.update((i['denominator'], 'whole') for i in indicators if i['denominator'])
    for identity in items('/identities?kind=balance&limit=500'):
        roles[identity['whole']] = roles[identity['part']] = 'balanced'
    return {element: role for element, role in roles.items() if not element.startswith('tk_')}


def value_of(element, role, unit, period):
    if role == 'balanced':
        return BALANCED[element.removesuffix('_c').removesuffix('_a').split('_')[-1]]
    return FIXED.get(role, 5 + (7 * unit + 3 * period) % 11)


def criteria_of(indicators):
    """Rows of a sheet: each computed kind over the indicators that it can be asked of."""
    aimed = {t['indicator'] for t in items('/targets?year=2021&limit=500') if not t['unit'] and t['value'] > 0}
    up = [i['indicator'] for i in indicators if i['direction'] == 'up' and i['indicator'] in aimed]
    zero = [i['indicator'] for i in indicators if i['direction'] == 'zero']
    kinds = [('leader', OWN_TARGETS + up[:20]), ('relative', WITHOUT_TARGET), ('met', zero), ('proportional', up), ('steps', up)]
    rows = [(kind, indicator) for kind, of in kinds for indicator in of][:CRITERIA]
    return [['I.%02d' % n, kind, indicator, 1, indicator, '10:0.5; 20:1' if kind == 'steps' else '']
            for n, (kind, indicator) in enumerate(rows, 1)]


def report_a_year(elements):
    for p, period in enumerate(PERIODS):
        for first in range(0, len(UNITS), 30):
            load('/reports/import', 'unit,period,element,value',
                 [[UNITS[u], period, element, value_of(element, role, u, p)]
                  for u in range(first, first + 30) for element, role in elements.items()])


def issue_sheet(rows):
    sheet = call('/score-sheets', {'year': 2021, 'audience': 'province', 'name_vi': 'Bảng chấm điểm', 'total_max': CRITERIA})['id']
    load('/score-sheets/%d/criteria/import' % sheet, 'code,kind,name_vi,max,indicator,steps', [['I', 'group', 'Công tác', '', '', '']] + rows)
    call('/score-sheets/%d/issue' % sheet)


def score(lead):
    call('/clusters/%s/record-pact' % CLUSTER, {'signed_on': '2021-03-25'}, lead)
    call('/clusters/%s/start' % CLUSTER, token=lead)
    call('/clusters/%s/open-scoring' % CLUSTER, token=lead)
    for card in call('/scorecards/open', {'cluster': CLUSTER}, lead)['cards']:
        call('/scorecards/%d/submit-self' % card['id'], {}, head_of(card['unit']))
    ranking = call('/rankings', {'cluster': CLUSTER, 'stage': 'self'}, lead)['id']
    call('/rankings/%d/publish' % ranking, {'minutes': '1/BB', 'reason': 'Chưa xét duyệt'}, lead)


load('/units/import', 'unit,level,parent,name_vi,valid_from', [[unit, 'province', 'vkstc', unit, '2000-01-01'] for unit in UNITS])
load('/clusters/import', 'issuer,kind,number,year,name_vi', [['vkstc', 'khoi', 60, 2021, 'Khối thi đua']])
load('/memberships/import', 'cluster,unit,role', [[CLUSTER, unit, 'member' if n else 'lead'] for n, unit in enumerate(UNITS)])
load('/targets/import', 'year,indicator,unit,basis,comparator,value',
     [[2021, indicator, unit, 'sector', 'ge', 50 + n] for indicator in OWN_TARGETS for n, unit in enumerate(UNITS)])
catalogue = items('/indicators?limit=500')
report_a_year(elements_of(catalogue))
issue_sheet(criteria_of(catalogue))
score(head_of(UNITS[0]))
