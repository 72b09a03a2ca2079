"""Names that would do harm are shown as text on every screen."""
BAD = '''<img src=x onerror="window.hacked=1">'); -- {{7*7}} ''' + 'á' * 120


def test_names_are_text(world, browser):
    server = world.server
    unit = server.call(server.admin, 'GET', '/units/lamdong')
    unit['name_vi'] = BAD[:150]
    server.call(server.admin, 'PUT', '/units/lamdong', unit)
    element = server.call(server.admin, 'GET', '/elements/tb_new')
    row = {key: element[key] for key in ('element', 'area', 'name_vi', 'short_vi', 'name_en', 'behaviour', 'measure', 'sort', 'pair') if key in element}
    server.call(server.admin, 'POST', '/elements/import', {'rows': [{**row, 'name_vi': BAD[:200], 'short_vi': BAD[:80]}]})
    token = server.token('lamdong', 'head', BAD[:90])
    body = {'unit': 'lamdong', 'period': '2021-06', 'values': [{'element': 'tb_new', 'value': 4, 'note': BAD}], 'document': {'number': BAD[:60]},
            'signer': {'name': BAD[:100], 'title': BAD[:150]}}
    server.call(token, 'POST', '/reports', body)
    browser.open('#/', token)
    seen = '<img src=x onerror="window.hacked=1">'
    browser.sees('#who', seen)
    browser.sees('.events li', seen)
    browser.go('#/entry?unit=lamdong&period=2021-06')
    browser.sees('.sheet th', seen)
    browser.js("document.getElementById('v-tb_new').focus()")
    browser.sees('.side h2', seen)
    browser.go('#/progress?cluster=vkstc-cum-7-2021')
    browser.sees('.grid th', seen)
    browser.js('''document.querySelectorAll('.grid button[aria-label*="6/2021: đã gửi"]')[0].click()''')
    browser.sees('.panel', seen)
    browser.go('#/targets?cluster=vkstc-cum-7-2021')
    browser.sees('.targets th', seen)
    show_cases(world, browser, token, seen)
    show_year(world, browser, token, seen)
    assert not browser.js('return window.hacked')
    assert browser.js("return document.querySelectorAll('img:not(.brand img)').length") == 0


def show_cases(world, browser, token, seen):
    """The same on the screens of movements, awards and history."""
    call = world.server.call
    person = call(token, 'POST', '/persons', {'full_name': BAD[:100], 'unit': 'lamdong', 'from_date': '2010-01-01', 'position': BAD[:60]})['id']
    case = call(token, 'POST', '/awards', {'award': 'advanced-worker', 'year': 2021, 'person': person, 'state': 'registered', 'merit': BAD})['id']
    movement = call(token, 'POST', '/movements', {'name': BAD, 'form': 'regular', 'level': 'province', 'start_date': '2021-01-01', 'end_date': '2021-06-30', 'objectives': BAD, 'criteria': BAD, 'slogan': BAD})['id']
    initiative = call(token, 'POST', '/initiatives', {'title': BAD, 'kind': 'sang-kien', 'year': 2021, 'summary': BAD, 'authors': [{'person': person, 'share_pct': 100}]})['id']
    for address, css in (('#/awards?year=2021', '.board b'), (f'#/awards?case={case}', 'h1'), (f'#/awards?tab=new&year=2021&person={person}', 'h2'), ('#/movements?year=2021', '.runs th'), (f'#/movements?id={movement}', '.facts td'),
                         ('#/movements?tab=initiatives&year=2021', '.list th'), (f'#/movements?initiative={initiative}', '.case li'), ('#/record', '.record td')):
        browser.go(address)
        browser.sees(css, seen)
        browser.size(390, 844)
        wide = browser.js('return document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")].filter((each) => each.scrollWidth > innerWidth || each.getBoundingClientRect().right > innerWidth).map((each) => `${each.tagName}.${each.className}#${each.id}`)')
        assert not wide, (address, wide[:6])
        browser.size(1280, 800)


def show_year(world, browser, token, seen):
    """The same on the screens of the cluster, scores and administration."""
    call = world.server.call
    call(world.server.admin, 'PUT', '/clusters/vkstc-cum-7-2021', {'name_vi': BAD[:100], 'evidence': BAD[:100]})
    practice = call(token, 'POST', '/practices', {'year': 2021, 'title': BAD[:150], 'solution': BAD})['id']
    exemplar = call(token, 'POST', '/exemplars', {'year': 2021, 'title': BAD, 'summary': BAD})['id']
    activity = call(token, 'POST', '/activities', {'held_on': '2021-05-01', 'kind': 'charity', 'title': BAD, 'contributions': [{'purpose': 'poor', 'things': BAD}]})['id']
    part = '#/cluster?cluster=vkstc-cum-7-2021&part='
    for address, css in (('#/cluster?cluster=vkstc-cum-7-2021', 'h1'), ('#/scores?cluster=vkstc-cum-7-2021', '.ranking th'), (f'{part}practices', '.part .list button'), (f'{part}practices&open={practice}', '.panel .facts td'), (f'{part}exemplars&open={exemplar}', '.panel b'),
                         (f'{part}activities&open={activity}', '.panel li'), (f'{part}registrations', '.part .list td'), ('#/admin?tab=units&q=lamdong', '.list td'),
                         ('#/admin?tab=units&open=lamdong', '.panel td'), ('#/admin?tab=persons&unit=lamdong', '.list th'), ('#/admin?tab=clusters&open=vkstc-cum-7-2021', '.panel td')):
        browser.go(address)
        browser.sees(css, seen)
        browser.size(390, 844)
        assert browser.js('return document.documentElement.scrollWidth') <= 390, address
        browser.size(1280, 800)
