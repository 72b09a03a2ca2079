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
    assert not browser.js('return window.hacked')
    assert browser.js("return document.querySelectorAll('img:not(.brand img)').length") == 0
