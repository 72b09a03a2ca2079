"""The tests of the page in a real browser: `run.py PROGRAM [NAME]`, all modules of this folder that have tests; the last line is
`N passed, N failed`. PICTURES=FOLDER keeps pictures of the screens. Status 77: this machine has no browser to drive, or NO_BROWSER is set.
"""
import importlib
import os
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
MODULES = ['shell', 'english', 'budget', 'sign_in', 'entry', 'entry_paste', 'entry_two', 'today', 'progress', 'targets', 'admin', 'api', 'scores', 'cluster', 'movements', 'awards', 'record', 'naughty']

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


def run(program, only):
    server = kit.Server(program, '--cors-origin', f'http://127.0.0.1:{kit.COPY_PORT}', '--print-sign-in')
    browser = kit.Browser(server)
    try:
        passed, failed = every(server, browser, only)
    finally:
        browser.close()
        server.close()
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


def every(server, browser, only):
    passed = failed = 0
    document = server.document()
    world = kit.World(server)
    for module in MODULES:
        for name, test in sorted(vars(importlib.import_module(module)).items(), key=lambda item: getattr(getattr(item[1], '__code__', None), 'co_firstlineno', 0)):
            if not name.startswith('test_') or only not in f'{module}.{name}':
                continue
            started = time.monotonic()
            browser.fresh()
            try:
                test(world, browser)
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
