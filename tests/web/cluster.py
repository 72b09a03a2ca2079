"""Screen Cluster: the steps of its year, and what the year is made of."""
from datetime import datetime, timedelta, timezone

from kit import Keys, until

ADDRESS = '#/cluster?cluster=vkstc-cum-7-2021'


def part(name):
    return f'{ADDRESS}&part={name}'
PATH = '/clusters/vkstc-cum-7-2021'


def state(world):
    return world.server.call(world.clerk, 'GET', PATH)['state']


def lead(world, method, path, body=None):
    return world.server.call(world.heads['daknong'], method, path, body)


def until_state(world, wanted):
    """Whatever tests before this one left, the cluster is in this state."""
    steps = ['planned', 'pact_signed', 'running', 'scoring']
    paths = {'planned': ('record-pact', {'signed_on': '2021-03-25'}), 'pact_signed': ('start', None), 'running': ('open-scoring', None)}
    while state(world) in steps and steps.index(state(world)) < steps.index(wanted):
        path, body = paths[state(world)]
        lead(world, 'POST', f'{PATH}/{path}', body)
    while state(world) != wanted:
        world.server.call(world.server.admin, 'POST', f'{PATH}/step-back', {'reason': 'Để xem lại bước trước'})


def step(browser, label):
    browser.click('.step-next button', label)
    browser.click('dialog[open] button.main')


def now(browser, text):
    browser.sees('.steps [aria-current=step] b', text)


def test_others_see_what_is_waited_for(world, browser):
    until_state(world, 'running')
    browser.open(ADDRESS, world.clerk)
    now(browser, 'đang hoạt động')
    assert [each.get_attribute('class') for each in browser.all('.steps li')] == ['done', 'done', 'now'] + ['ahead'] * 5
    at = datetime.fromisoformat(world.server.call(world.clerk, 'GET', PATH)['steps'][-1]['at'].replace('Z', '+00:00'))
    assert browser.text('.steps .now small') == at.astimezone(timezone(timedelta(hours=7))).strftime('%d/%m/%Y'), 'the day is that of Vietnam'
    browser.sees('.step-next', 'chờ VKSND tỉnh Đắk Nông (sơ kết, mở chấm điểm)')
    assert not browser.all('.step-next button')


def press(browser, css, text=None):
    """A button is reached by Tab and pressed by Enter, as without a mouse; the judge says that Tab reaches all."""
    browser.js('arguments[0].focus()', browser.sees(css, text or ''))
    browser.press(Keys.ENTER)


def typed(browser, **values):
    """Fills the dialog's fields; a choice is taken by typing how it begins."""
    for name, value in values.items():
        field = browser.one(f'dialog[open] [name="{name.replace("__", "/")}"]')
        if field.get_attribute('type') == 'date':
            browser.js("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", field, value)
        else:
            if field.tag_name != 'select':
                field.clear()
            field.send_keys(value)


def done(browser):
    """Ctrl+Enter takes the main action; the screen is drawn anew."""
    browser.renewed(browser.take)
    browser.gone('dialog[open]')


def test_a_pact_is_drafted_changed_opened_and_signed_by_who_has_not(world, browser):
    browser.open(part('pact'), world.heads['daknong'])
    press(browser, '.part button', 'Soạn giao ước')
    typed(browser, theme='Đoàn kết, đổi mới')
    browser.take()
    browser.sees('dialog[open] .refusal, dialog[open] .fault:not(:empty)', '')
    browser.one('dialog[open] [name=contents]').send_keys('Không để xảy ra oan, sai', Keys.ENTER, 'Giải quyết tin báo đạt từ 90% trở lên')
    done(browser)
    press(browser, '.part button', 'Sửa đổi')
    assert until(lambda: browser.one('dialog[open] [name=contents]').get_attribute('value'), 'the contents').split('\n')[1] == 'Giải quyết tin báo đạt từ 90% trở lên'
    typed(browser, theme='Đoàn kết, đổi mới, sáng tạo', plan_no='03/KH-CTĐ7')
    done(browser)
    browser.sees('.part .facts', 'Đoàn kết, đổi mới, sáng tạo')
    press(browser, '.part button', 'Mở ký')
    done(browser)
    browser.sees('.part', '0/5 đơn vị đã ký')
    browser.sees('.part .warn', 'Chưa ký: VKSND tỉnh Đắk Lắk')
    assert not [each for each in browser.all('.part button') if each.text == 'Sửa đổi']
    press(browser, '.part button', 'Ký')
    typed(browser, signer_name='Trần Văn Tâm', signer_title='VIỆN TRƯỞNG')
    done(browser)
    browser.sees('.part', '1/5 đơn vị đã ký')
    assert not [each for each in browser.all('.part button') if each.text == 'Ký']
    browser.picture('cluster-pact-1280')


def test_a_task_is_changed_and_goes_from_step_to_step(world, browser):
    browser.open(part('tasks'), world.heads['daknong'])
    press(browser, '.part button', 'Thêm nhiệm vụ')
    typed(browser, text='Số hóa hồ sơ')
    browser.click('dialog[open] fieldset label', 'Gia Lai')
    done(browser)
    press(browser, '.part .list button', 'Số hóa hồ sơ')
    browser.sees('.panel li', 'VKSND tỉnh Gia Lai')
    press(browser, '.panel button', 'Sửa đổi')
    browser.one('dialog[open]')
    assert [each.is_selected() for each in browser.all('dialog[open] [type=checkbox]')].count(True) == 1
    typed(browser, text='Số hóa hồ sơ vụ án', due_on='2021-09-30')
    done(browser)
    browser.sees('.panel .facts', '30/09/2021')
    browser.sees('.panel li', 'VKSND tỉnh Gia Lai')
    for label, wanted in (('Thông qua', 'đã thông qua'), ('Bắt đầu', 'đang thực hiện'), ('Hoàn thành', 'đã hoàn thành')):
        press(browser, '.panel button', label)
        done(browser)
        browser.sees('.panel .pill', wanted)
    assert [each['state'] for each in lead(world, 'GET', '/tasks')['items']] == ['done']


def test_a_practice_is_shown_to_the_cluster_with_its_papers(world, browser):
    browser.open(part('practices'), world.heads['gialai'])
    press(browser, '.part button', 'Thêm cách làm hay')
    typed(browser, title='Giao ban tuần', solution='Họp 15 phút mỗi sáng thứ hai')
    done(browser)
    press(browser, '.part .list button', 'Giao ban tuần')
    browser.sees('.panel', 'Chưa có tài liệu')
    browser.js('''const files = new DataTransfer(); files.items.add(new File(['%PDF-1.7\\n'], 'giao-ban.pdf', {type: 'application/pdf'}));
        document.querySelector('.drop').dispatchEvent(new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}))''')
    browser.sees('.panel .rows', 'giao-ban.pdf')
    press(browser, '.panel .rows button', 'Gỡ')
    typed(browser, reason='Đính kèm nhầm')
    done(browser)
    browser.sees('.panel', 'Chưa có tài liệu')
    press(browser, '.panel .buttons button', 'Sửa đổi')
    typed(browser, result='Không còn án quá hạn')
    done(browser)
    browser.sees('.panel .facts', 'Không còn án quá hạn')
    press(browser, '.panel .buttons button', 'Chia sẻ')
    done(browser)
    browser.sees('.panel .pill', 'đã chia sẻ')


def test_an_office_takes_a_practice_up_applies_it_and_reports_its_effect(world, browser):
    call = world.server.call
    made = call(world.heads['gialai'], 'POST', '/practices', {'year': 2021, 'title': 'Phân công trực án', 'solution': 'Mỗi kiểm sát viên một tuần'})['id']
    call(world.heads['gialai'], 'POST', f'/practices/{made}/share')
    browser.open(f"{part('practices')}&open={made}", world.heads['kontum'])
    press(browser, '.panel button', 'Tiếp nhận áp dụng')
    typed(browser, plan='Từ tháng 4')
    done(browser)
    browser.sees('.adoption', 'dự kiến áp dụng')
    press(browser, '.adoption button', 'Áp dụng')
    typed(browser, applied_on='2021-04-01')
    done(browser)
    browser.sees('.adoption', 'đã áp dụng 01/04/2021')
    press(browser, '.adoption button', 'Báo cáo')
    typed(browser, effect='Giảm một nửa số án chậm', period_before='12/2020', period_after='2/2021')
    browser.take()
    browser.sees('dialog[open] .refusal, dialog[open] .fault:not(:empty)', '')
    typed(browser, period_before='–', period_after='–')
    done(browser)
    browser.sees('.adoption', 'Giảm một nửa số án chậm')
    browser.sees('.adoption .pill', 'đã báo cáo hiệu quả')
    assert not [each for each in browser.all('.panel button') if each.text == 'Tiếp nhận áp dụng']


def test_an_exemplar_from_its_discovery_to_those_who_follow_it(world, browser):
    world.server.call(world.clerk, 'POST', '/persons', {'full_name': 'Ksor Hà Gương', 'unit': 'gialai', 'from_date': '2012-01-01'})
    browser.open(part('exemplars'), world.heads['gialai'])
    press(browser, '.part button', 'Thêm điển hình')
    browser.sees('dialog[open] [role=status]', 'tập thể VKSND tỉnh Gia Lai')
    browser.one('dialog[open] [type=search]').send_keys('ksor ha guong')
    press(browser, 'dialog[open] .found button', 'Ksor Hà Gương')
    browser.sees('dialog[open] [role=status]', 'Ksor Hà Gương')
    typed(browser, title='Kiểm sát viên tận tụy với đồng bào')
    done(browser)
    press(browser, '.part .list button', 'Kiểm sát viên tận tụy')
    browser.sees('.panel h2', 'Ksor Hà Gương')
    for label, values, seen in (('Sửa đổi', {'summary': 'Nói tiếng Jrai'}, 'mới phát hiện'), ('Bồi dưỡng', {'plan': 'Giao án khó'}, 'đang bồi dưỡng'), ('Công nhận', {'recognised_on': '2021-08-01', 'document': '17/QĐ-VKS'}, 'đã công nhận'),
                                ('Nhân rộng', {'spread': 'Các huyện học theo'}, 'đã nhân rộng'), ('Thôi nêu gương', {'reason': 'Đã chuyển ngành'}, 'không còn nêu gương')):
        press(browser, '.panel button', label)
        typed(browser, **values)
        done(browser)
        browser.sees('.panel .pill', seen)
    browser.sees('.panel .facts', '17/QĐ-VKS')
    assert not browser.all('.panel [data-operation]')


def test_an_activity_with_what_it_gave(world, browser):
    browser.open(part('activities'), world.clerk)
    press(browser, '.part button', 'Thêm hoạt động')
    typed(browser, held_on='2021-07-27', title='Thăm gia đình chính sách')
    browser.renewed(lambda: browser.js('''for (const turn of [1, 2])
        document.querySelector('dialog[open]').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true}))'''))
    browser.gone('dialog[open]')
    assert len([call for call in browser.calls('/activities') if call['method'] == 'POST']) == 1, 'who presses twice does it once'
    press(browser, '.part .list button', 'Thăm gia đình')
    press(browser, '.panel button', 'Ghi đóng góp')
    typed(browser, money='50000000', things='2 tấn gạo')
    done(browser)
    browser.sees('.panel li', '50.000.000 đồng; 2 tấn gạo')
    browser.sees('.part .sub', '50.000.000 đồng')
    press(browser, '.panel button', 'Sửa đổi')
    typed(browser, title='Thăm gia đình có công')
    done(browser)
    browser.sees('.panel h2', 'Thăm gia đình có công')
    browser.sees('.panel li', '50.000.000 đồng; 2 tấn gạo')


def test_the_lead_gives_the_motto_of_the_year(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    press(browser, '.motto button', 'Đặt khẩu hiệu')
    typed(browser, text='Đoàn kết, kỷ cương, hiệu quả')
    done(browser)
    browser.sees('.motto q', 'Đoàn kết, kỷ cương, hiệu quả')
    press(browser, '.motto button', 'Sửa khẩu hiệu')
    typed(browser, text='Trách nhiệm, kỷ cương')
    done(browser)
    browser.sees('.motto q', 'Trách nhiệm, kỷ cương')
    browser.fresh()
    browser.open(ADDRESS, world.clerk)
    browser.sees('.motto q', 'Trách nhiệm, kỷ cương')
    assert not browser.all('.motto button')


def test_a_conference_is_recorded_and_put_right(world, browser):
    browser.open(part('conferences'), world.heads['daknong'])
    press(browser, '.part button', 'Ghi hội nghị')
    typed(browser, held_on='2021-03-25', place='Gia Nghĩa', chair_name='Nguyễn Văn A', chair_title='Viện trưởng', secretary_name='Lê Thị B', secretary_title='Chánh Văn phòng', guests='Trần Văn C; Phó Viện trưởng; gialai')
    done(browser)
    press(browser, '.part .list tbody button')
    browser.sees('.panel li', 'Trần Văn C, Phó Viện trưởng')
    press(browser, '.panel button', 'Sửa đổi')
    typed(browser, minutes='03/BB-CTĐ7')
    done(browser)
    browser.sees('.panel .facts', '03/BB-CTĐ7')
    browser.sees('.panel li', 'Trần Văn C, Phó Viện trưởng')


def test_the_file_of_the_year_names_what_is_missing(world, browser):
    browser.open(part('dossier'), world.heads['daknong'])
    press(browser, '.part button', 'Lập hồ sơ')
    done(browser)
    before = browser.sees('.part .warn', 'Còn thiếu').text
    browser.sees('.part .rows li', 'Số văn bản')
    press(browser, '.part button', 'Viết')
    typed(browser, number='12/BC-VKS', sections__leadership='Cụm đã phát động phong trào.')
    done(browser)
    until(lambda: browser.sees('.part .warn', 'Còn thiếu').text != before, 'less is missing')
    assert not [each for each in browser.all('.part .rows li') if each.text == 'Số văn bản']
    browser.sees('.part .rows li', 'Nội dung phần: Hạn chế')
    browser.picture('cluster-1280')
    browser.size(390, 844)
    browser.picture('cluster-390')


def test_w26_each_step_is_one_button_and_what_is_missing_is_named(world, browser):
    until_state(world, 'scoring')
    server = world.server
    following = server.call(server.admin, 'GET', '/clusters/vkstc-cum-7-2022')
    browser.open(ADDRESS, world.heads['daknong'])
    now(browser, 'đang chấm điểm')
    assert 'không làm' in browser.text('.steps')
    assert [each.text for each in browser.all('.step-next button')] == ['Mở bỏ phiếu']
    step(browser, 'Mở bỏ phiếu')
    now(browser, 'đang bỏ phiếu')
    step(browser, 'Ghi nhận kết quả')
    now(browser, 'đã có kết quả')
    for member in following['members']:
        server.call(server.admin, 'PUT', f"/clusters/vkstc-cum-7-2022/members/{member['unit']}", {'role': 'member'})
    step(browser, 'Bàn giao')
    assert len(browser.sees('dialog[open] :is(.refusal, .fault)', ' ').text) > 20
    browser.picture('cluster-handover-1280')
    assert state(world) == 'resolved'
    typed(browser, lead='VKSND tỉnh Đắk Lắk', deputy='VKSND tỉnh Gia Lai')
    browser.confirm()
    now(browser, 'đã bàn giao')
    assert not browser.all('.step-next button') and state(world) == 'handed_over'
