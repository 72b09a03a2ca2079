"""What the first visit of each screen moves, and how soon it is there. Bytes, files and calls are asserted; times, and so what waited for
what, depend on the machine, and are printed. The words of /words are kept by the browser as the files are: their bytes count, they are no call of the screen."""
from statistics import median

from entry import FAULTY, entry, fill
from kit import until

FILES, FILE_BYTES = 18, 100e3
CALLS, ANSWER_BYTES = 4, 50e3
IN_ALL = 150e3
CLUSTER = 'vkstc-cum-7-2021'

# screen: who, address, what is seen when all of it is there, and what it may move beyond the rest with the reason.
SCREENS = {
    'today': ('clerk', '#/', '.events li', {}),
    'entry': ('clerk', '#/entry?unit=gialai&period=2021-06', '.side svg', {}),
    'progress': ('head', f'#/progress?cluster={CLUSTER}', '.grid', {}),
    # 250 verdicts of five offices and their sums, each with its aim, at 140 bytes; the areas and the members are asked for beside them.
    'targets': ('head', f'#/targets?cluster={CLUSTER}&through=2021-05', '.targets', {'calls': 5, 'answers': 65e3}),
    'scores': ('head', f'#/scores?cluster={CLUSTER}', '.ranking', {}),
    'movements': ('head', '#/movements?year=2021', 'h1', {}),
    'awards': ('head', '#/awards?year=2021', 'h1', {}),
    'record': ('head', '#/record', '.record', {}),
    # Who is asking, the cluster, its motto, the steps of its year, and the part that is open.
    'cluster': ('head', f'#/cluster?cluster={CLUSTER}', '.part > *', {'calls': 5}),
    'admin': ('admin', '#/admin', '.list', {}),
    'api': ('admin', '#/api', '.operations', {}),
}


def timeline(browser):
    """Every answer since the page began: path, when asked and answered, and the bytes of its body."""
    return browser.js('''return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((each) => {
        const {pathname, search} = new URL(each.name);
        return {path: pathname + search, start: each.startTime, end: each.responseEnd, size: each.encodedBodySize};
    })''')


def visit(browser, url, seen):
    """Opens it, waits until nothing is under way, and gives what was moved until then."""
    browser.driver.get(url)
    browser.ready('#/')
    browser.one(seen)
    until(lambda: browser.is_quiet(), 'nothing is under way')
    return timeline(browser)


def painted(browser):
    return until(lambda: browser.js("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime"), 'the first paint')


def rounds(calls):
    """How often the page had to wait for all answers before it could ask on."""
    count, end = 0, -1
    for call in sorted(calls, key=lambda call: call['start']):
        count += call['start'] >= end
        end = max(end, call['end'])
    return count


def follows(call):
    """What the focus in a cell asks for, and the check of what stands there: they count in all."""
    return '/series' in call['path'] or 'dry_run=' in call['path']


def is_watch(call):
    """Ten seconds later the page looks what others did: a busy machine is still at the visit then."""
    return '/events?' in call['path'] and 'limit=200' in call['path']


def judge_visit(name, moved, may, ready):
    files = {entry['path']: entry['size'] for entry in moved if '/api/' not in entry['path'] and entry['path'] != '/openapi.json'}
    answers = [entry for entry in moved if '/api/' in entry['path'] and not is_watch(entry)]
    of_screen = [entry for entry in answers if not follows(entry)]
    calls = [entry for entry in of_screen if '/words' not in entry['path']]
    told = {'files': len(files), 'bytes': sum(files.values()), 'calls': len(calls), 'answers': sum(entry['size'] for entry in of_screen),
            'rounds': rounds([entry for entry in calls if entry['start'] < ready])}
    print(f'        {name}: ' + ', '.join(f'{count} {what}' for what, count in told.items()))
    told['in all'] = told['bytes'] + sum(entry['size'] for entry in answers)
    most = {'files': FILES, 'bytes': FILE_BYTES, 'calls': CALLS, 'answers': ANSWER_BYTES, 'in all': IN_ALL, **may}
    over = {what: (told[what], bar) for what, bar in most.items() if told[what] > bar}
    assert not over, (name, over, sorted(files, key=files.get), {entry['path']: entry['size'] for entry in answers})


def test_a_first_visit_of_each_screen_is_small(world, browser):
    who = {'clerk': world.clerk, 'head': world.heads['daknong'], 'admin': world.server.admin}
    for role in ('clerk', 'head', 'admin'):
        browser.fresh()
        browser.open('#/', who[role])
        for name, (asks, address, seen, may) in SCREENS.items():
            if asks != role:
                continue
            browser.driver.get(f'{world.server.url}/healthz')
            browser.driver.execute_cdp_cmd('Network.clearBrowserCache', {})
            moved = visit(browser, f'{world.server.url}/{address}', seen)
            paint, ready = painted(browser), browser.js("return performance.getEntriesByName('ready')[0].startTime")
            print(f'        {name}: first paint {paint:.0f} ms, ready {ready:.0f} ms')
            judge_visit(name, moved, may, ready)
            again = visit(browser, f'{world.server.url}/?again{address}', seen)
            sent = [entry['path'] for entry in again if entry['size'] and '/api/' not in entry['path'] and entry['start'] > 0 and entry['path'] not in {each['path'] for each in moved}]
            assert not sent, (name, sent)


# When the first cell takes a key, and from the last key in the sum to the mark at its row.
WATCH = """document.addEventListener('focusin', ({target}) => target.dataset.element && (window.typeAt ??= performance.now()));
document.addEventListener('input', () => (window.keyAt = performance.now()));
new MutationObserver(() => document.querySelector('#m-tb_to_resolve .fault') && (window.markAt ??= performance.now())).observe(document, {childList: true, subtree: true});"""


def test_how_long_one_waits_is_printed(world, browser):
    script = browser.driver.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', {'source': WATCH})['identifier']
    try:
        entry(world, browser, 'gialai', '2021-06', world.clerk)
        waited = {'first paint': [], 'ready to type': [], 'key to mark': []}
        for turn in range(3):
            browser.driver.get(f'{world.server.url}/?turn={turn}#/entry?unit=gialai&period=2021-06')
            waited['first paint'].append(painted(browser))
            waited['ready to type'].append(until(lambda: browser.js('return window.typeAt'), 'a cell has the focus'))
            fill(browser, {element: text for element, text in FAULTY.items() if element != 'tb_to_resolve'})
            browser.type('tb_to_resolve', FAULTY['tb_to_resolve'])
            waited['key to mark'].append(until(lambda: browser.js('return window.markAt - window.keyAt'), 'the mark'))
            browser.js('localStorage.clear()')  # nothing of it is there in the next turn
        print('        medians: ' + ', '.join(f'{what} {median(times):.0f} ms' for what, times in waited.items()))
    finally:
        browser.driver.execute_cdp_cmd('Page.removeScriptToEvaluateOnNewDocument', {'identifier': script})
