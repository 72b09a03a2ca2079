"""Screen Cluster: the steps of its year, and what the year is made of."""
from kit import Keys, until

ADDRESS = '#/cluster?cluster=vkstc-cum-7-2021'
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
    browser.sees('.step-next', 'chờ VKSND tỉnh Đắk Nông (sơ kết, mở chấm điểm)')
    assert not browser.all('.step-next button')


def test_a_pact_is_drafted_opened_and_signed_by_who_has_not(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    browser.click('.part button', 'Soạn giao ước')
    browser.one('dialog[open] [name=theme]').send_keys('Đoàn kết, đổi mới')
    browser.click('dialog[open] button.main')
    browser.sees('dialog[open] .refusal, dialog[open] .fault', '')
    assert browser.all('dialog[open]')
    browser.one('dialog[open] [name=contents]').send_keys('Không để xảy ra oan, sai', Keys.ENTER, 'Giải quyết tin báo đạt từ 90% trở lên')
    browser.confirm()
    browser.click('.part button', 'Mở')
    browser.confirm()
    browser.sees('.part', '0/5 đơn vị đã ký')
    browser.sees('.part .warn', 'Chưa ký: VKSND tỉnh Đắk Lắk')
    browser.click('.part button', 'Ký')
    for name, value in (('signer_name', 'Trần Văn Tâm'), ('signer_title', 'VIỆN TRƯỞNG')):
        browser.one(f'dialog[open] [name={name}]').send_keys(value)
    browser.confirm()
    browser.sees('.part', '1/5 đơn vị đã ký')
    assert not [each for each in browser.all('.part button') if each.text == 'Ký']


def test_a_task_goes_from_step_to_step(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    browser.click('.part button', 'Thêm nhiệm vụ')
    browser.one('dialog[open] [name=text]').send_keys('Số hóa hồ sơ vụ án')
    browser.confirm()
    for label, wanted in (('Thông qua', 'adopted'), ('Bắt đầu', 'in_progress'), ('Hoàn thành', 'done')):
        browser.click('.rows button', 'Số hóa hồ sơ')
        browser.click('.panel button', label)
        browser.confirm()
        until(lambda: lead(world, 'GET', '/tasks')['items'][0]['state'] == wanted, wanted)


def test_a_practice_is_shown_to_the_cluster_with_its_papers(world, browser):
    browser.open(ADDRESS, world.heads['gialai'])
    browser.click('.part button', 'Thêm cách làm hay')
    for name, value in (('title', 'Giao ban tuần'), ('solution', 'Họp 15 phút mỗi sáng thứ hai')):
        browser.one(f'dialog[open] [name={name}]').send_keys(value)
    browser.confirm()
    browser.click('.rows button', 'Giao ban tuần')
    browser.sees('.panel', 'Chưa có tài liệu')
    browser.js('''const files = new DataTransfer(); files.items.add(new File(['%PDF-1.7\\n'], 'giao-ban.pdf', {type: 'application/pdf'}));
        document.querySelector('.drop').dispatchEvent(new DragEvent('drop', {dataTransfer: files, bubbles: true, cancelable: true}))''')
    browser.gone('.panel')
    browser.click('.rows button', 'Giao ban tuần')
    browser.sees('.panel .rows', 'giao-ban.pdf')
    browser.click('.panel .buttons button', 'Chia sẻ')
    browser.confirm()
    browser.sees('.part .rows', 'đã chia sẻ')


def test_the_file_of_the_year_names_what_is_missing(world, browser):
    browser.open(ADDRESS, world.heads['daknong'])
    browser.click('.part button', 'Lập hồ sơ')
    browser.confirm()
    before = browser.sees('.part .warn', 'Còn thiếu').text
    browser.sees('.part .rows li', 'Số văn bản')
    browser.click('.part button', 'Viết')
    browser.one('dialog[open] [name=number]').send_keys('12/BC-VKS')
    browser.one('dialog[open] [name="sections/leadership"]').send_keys('Cụm đã phát động phong trào.')
    browser.confirm()
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
    for name, unit in (('lead', 'daklak'), ('deputy', 'gialai')):
        browser.one(f'dialog[open] [name={name}]').send_keys(unit)
    browser.confirm()
    now(browser, 'đã bàn giao')
    assert not browser.all('.step-next button') and state(world) == 'handed_over'
