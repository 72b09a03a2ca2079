"""The page in English: no word of it is Vietnamese, but for names that have no translation."""
import re

from kit import until

CLUSTER = 'vkstc-cum-7-2021'
SCREENS = ['#/', '#/entry?unit=gialai&period=2021-05', '#/entry?unit=gialai&period=2021-07', f'#/progress?cluster={CLUSTER}', f'#/targets?cluster={CLUSTER}&through=2021-05', f'#/scores?cluster={CLUSTER}',
           '#/movements?year=2021', '#/awards?year=2021', '#/record', f'#/cluster?cluster={CLUSTER}', '#/admin', '#/api']
OWN = ['Thi đua VKSND', 'Thi đua', 'Tiếng Việt']  # its name, and that of the other language
VIETNAMESE = re.compile('[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]', re.IGNORECASE)

# Keeps every answer of the API, as the page gets it.
LISTEN = '''window.answers = []; const ask = window.fetch;
window.fetch = async (...asked) => { const answer = await ask(...asked); answer.clone().json().then((body) => window.answers.push(body), () => {}); return answer; };'''

# What is to be read, and what is said of it to those who do not see it.
TEXTS = '''const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node.parentElement.checkVisibility()) texts.push(node.data);
for (const node of document.querySelectorAll('[title], [aria-label], [placeholder]')) for (const name of ['title', 'aria-label', 'placeholder']) texts.push(node.getAttribute(name) || '');
return [document.title, ...texts];'''


def translated(answer, key):
    """Whether what stands there has an English text beside it."""
    stem = key.removesuffix('_vi')
    return any(answer.get(other) for other in ({'vi': ['en']}.get(key) or [f'{stem}_en', 'name_en' if key in ('name', 'name_vi', 'short_vi') else '']) if other != key)


def names(answer):
    """The texts of an answer that have no English beside them."""
    if isinstance(answer, list):
        for item in answer:
            yield from names(item)
    elif isinstance(answer, dict):
        for key, value in answer.items():
            if isinstance(value, str):
                if not translated(answer, key):
                    yield value
            else:
                yield from names(value)


def left(text, known):
    """What is left of a text without the names in it."""
    for name in known:
        text = text.replace(name, ' ')
    return text


def test_w24_no_vietnamese_but_names_without_a_translation(world, browser):
    script = browser.driver.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', {'source': LISTEN})['identifier']
    try:
        browser.open('#/', world.server.admin)
        browser.click('#language')
        browser.sees('h1', 'Today')
        browser.driver.get(f'{world.server.url}/?english#/')
        browser.ready('#/')
        assert browser.js('return document.documentElement.lang') == 'en'
        catalogue = {item[key] for path in ('/areas', '/elements', '/indicators', '/award-types') for item in world.server.call(world.clerk, 'GET', f'{path}?limit=500')['items']
                     for key in ('name_vi', 'short_vi') if item.get('name_en') and item.get(key)}
        for address in SCREENS:
            browser.forget_calls()
            if address != '#/':
                browser.renewed(lambda: browser.js('location.hash = arguments[0]', address))
            until(lambda: browser.is_quiet(), 'nothing is under way')
            known = set(names(browser.js('return window.answers'))) - catalogue | set(OWN)
            # A name may be shown in part, or as the head of a line.
            known |= {re.sub(r'^VKSND (tỉnh|thành phố) ', '', name) for name in known} | {name.upper() for name in known} | {part for name in known for part in re.split(r'[/\n]| \(', name)}
            known = sorted((name for name in known if name.strip() and VIETNAMESE.search(name)), key=len, reverse=True)
            found = sorted({text.strip() for text in browser.js(TEXTS) if VIETNAMESE.search(left(text, known))})
            assert not found, (address, found[:12])
            asked = {call['headers'].get('Accept-Language') for call in browser.calls('/api/')}
            assert asked <= {'en'}, (address, asked)
    finally:
        browser.driver.execute_cdp_cmd('Page.removeScriptToEvaluateOnNewDocument', {'identifier': script})
