#!/usr/bin/env python3
"""Asks every GET of the inline lane with each of its filters, alone and with count=true, and says which take
longer than the bar.
   inline.py PROGRAM URL TOKEN [BAR_MS]
The last line is `N asked, N over the bar`; the status is 1 when there are any.
"""
import json
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

PROGRAM, URL, TOKEN = sys.argv[1:4]
BAR = float(sys.argv[4]) if len(sys.argv) > 4 else 50
TRIES = 3

# What stands in most rows of tests/bench/rows.c, so that a filter helps as little as it can.
VALUES = {
    'unit': ['vkstc', 'bench.u1'], 'parent': ['vkstc'], 'participant': ['bench.u1'], 'issuer': ['vkstc'], 'cluster': ['vkstc-cum-7-2021'],
    'year': ['2021', '2013'], 'award_year': ['2021'], 'period': ['2021-01'], 'q': ['vien kiem sat', 'zzzz'], 'valid_on': ['2021-06-30'],
    'from': ['2021-01-01'], 'to': ['2021-12-31'], 'on': ['2021-06-30'], 'element': ['dt_new_c'], 'indicator': ['DT-03'], 'area': ['DT'],
    'award': ['advanced-worker'], 'person': ['1'], 'case_id': ['1'], 'regime': ['R2024b'], 'key': ['min_service'], 'id': ['1'], 'line': ['1'],
    'discipline': ['1'], 'to_unit': ['gialai'], 'code': ['not_found'],
}


def get(path):
    request = urllib.request.Request(URL + path, headers={'Authorization': 'Bearer ' + TOKEN})
    start = time.monotonic()
    try:
        with urllib.request.urlopen(request) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as refusal:
        status = refusal.code
    return status, 1000 * (time.monotonic() - start)


def best(path):
    answers = [get(path) for _ in range(TRIES)]
    return answers[0][0], min(ms for _, ms in answers)


def resolved(document, thing):
    while '$ref' in thing:
        place = thing['$ref'].split('/')
        thing = document[place[1]][place[2]][place[3]]
    return thing


def values(document, parameter):
    schema = resolved(document, parameter['schema'])
    if schema.get('enum'):
        return schema['enum']
    if schema['type'] == 'boolean':
        return ['true', 'false']
    return VALUES.get(parameter['name'], [])


def questions(document, path, operation):
    """The path with each filter alone; what an operation requires goes with each."""
    parameters = [resolved(document, p) for p in operation.get('parameters', [])]
    for parameter in parameters:
        if parameter['in'] == 'path':
            path = path.replace('{%s}' % parameter['name'], values(document, parameter)[0] if values(document, parameter) else '1')
    query = {p['name']: p for p in parameters if p['in'] == 'query'}
    always = {name: values(document, p)[0] for name, p in query.items() if p.get('required')}
    if 'limit' in query:
        always['limit'] = '500'
    filters = [{}] + [{name: value} for name, p in query.items()
                      if name not in ('limit', 'cursor', 'count', 'format', 'separator', 'headings') for value in values(document, p)]
    for given in filters:
        yield path + '?' + urllib.parse.urlencode(always | given)
        if 'count' in query:
            yield path + '?' + urllib.parse.urlencode(always | given | {'count': 'true'})


def main():
    routes = subprocess.run([PROGRAM, 'routes'], capture_output=True, text=True, check=True).stdout
    inline = [line.split()[1] for line in routes.splitlines() if line.startswith('GET') and line.split()[-1] == 'inline']
    with urllib.request.urlopen(URL + '/openapi.json') as answer:
        document = json.load(answer)
    base = document['servers'][0]['url']
    asked = over = 0
    for path, item in document['paths'].items():
        whole = path if path in inline else base + path
        if 'get' not in item or whole not in inline:
            continue
        for question in questions(document, whole, item['get']):
            status, ms = best(question)
            asked += 1
            over += ms > BAR
            if ms > BAR or status >= 500:
                print('%7.1f ms  %d  %s' % (ms, status, question), flush=True)
    print('%d asked, %d over %g ms' % (asked, over, BAR))
    return 1 if over or not asked else 0


sys.exit(main())
