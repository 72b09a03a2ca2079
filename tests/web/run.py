"""The tests of the page in a real browser: `run.py PROGRAM [NAME]`, all modules of this folder that have tests; the last line is
`N passed, N failed`. Two browsers share them, each with a server of its own; each module finds the same world. PICTURES=FOLDER keeps pictures of the screens, ORDER=NUMBER
shuffles the modules. Status 77: this machine has no browser to drive, or NO_BROWSER is set.
"""
import concurrent.futures
import contextlib
import importlib
import io
import os
import random
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
SHARES = [['shell', 'english', 'sign_in', 'today', 'progress', 'targets', 'cluster', 'movements', 'record', 'walk'],
          ['budget', 'entry', 'entry_paste', 'entry_two', 'admin', 'api', 'scores', 'awards', 'naughty']]

if os.environ.get('NO_BROWSER'):
    print('NO_BROWSER is set; `make test-web` runs it')
    sys.exit(77)
try:
    import kit
    from judge import judge
except ImportError as error:
    print(f'no python3-selenium ({error}); `make test-web` installs what is missing')
    sys.exit(77)
if not os.path.exists('/usr/bin/chromedriver'):
    print('no chromium-driver; `make test-web` installs what is missing')
    sys.exit(77)


def share(program, modules, only):
    """What one browser does of it: (lines to print, passed, failed)."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        server = kit.Server(program)
        browser = kit.Browser(server)
        try:
            passed, failed = every(server, browser, modules, only)
        finally:
            browser.close()
            server.close()
    return told.getvalue(), passed, failed


def shares():
    order = os.environ.get('ORDER')
    if not order:
        return SHARES
    modules = sorted(sum(SHARES, []))
    random.Random(int(order)).shuffle(modules)
    return [modules[::2], modules[1::2]]


def run(program, only):
    with concurrent.futures.ProcessPoolExecutor(len(SHARES)) as browsers:
        chosen = [[name for name in modules if has(name, only)] for modules in shares()]
        under_way = [browsers.submit(share, program, modules, only) for modules in chosen if modules]
        done = [each.result() for each in under_way]
    for told, _, _ in done:
        print(told, end='')
    passed, failed = (sum(each[at] for each in done) for at in (1, 2))
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


def tests_of(module):
    tests = [(name, test) for name, test in vars(importlib.import_module(module)).items() if name.startswith('test_') and test.__module__ == module]
    return sorted(tests, key=lambda each: each[1].__code__.co_firstlineno)


def has(module, only):
    return any(only in f'{module}.{name}' for name, _ in tests_of(module))


def every(server, browser, modules, only):
    passed = failed = 0
    document = server.document()
    world = kit.World(server)
    server.keep()
    for module in modules:
        server.renew()
        own = world.copy()
        for name, test in tests_of(module):
            if only not in f'{module}.{name}':
                continue
            started = time.monotonic()
            browser.fresh()
            try:
                test(own, browser)
                passed += 1
                faults = []
                for what, bad in judge(browser, document):
                    passed += not bad
                    faults += [f'{what}: {each}' for each in bad]
            except Exception:
                faults = [traceback.format_exc()]
                browser.picture(f'failed-{name}')
            failed += len(faults)
            print(f'{"FAILED" if faults else "ok":7} {module}.{name} {time.monotonic() - started:.1f}s')
            for fault in faults:
                print(f'        {fault}')
    return passed, failed


if __name__ == '__main__':
    sys.exit(run(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ''))
