"""What is printed: a screen by its print styles, a form by the server."""
import base64
import urllib.request


def print_page(browser, name, without=('Hôm nay', 'Đăng xuất')):
    """The screen on A4: no shell, nothing cut at the right."""
    browser.driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': 'print'})
    browser.size(688, 1000)  # A4 without its margins, at 96 dots an inch
    text = browser.js('return document.body.innerText')
    for part in without:
        assert part not in text, part
    assert browser.js('return document.documentElement.scrollWidth') <= 688
    pages = browser.driver.execute_cdp_cmd('Page.printToPDF', {'paperWidth': 8.27, 'paperHeight': 11.69, 'preferCSSPageSize': True})['data']
    browser.keep(f'{name}.pdf', base64.b64decode(pages))
    browser.picture(f'{name}-paper')
    browser.driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': ''})
    return text


def form(server, token, path):
    """The server's form as text, with all that NĐ 30/2020 asks for on it."""
    request = urllib.request.Request(f'{server.url}/api/v1{path}?format=html', headers={'Authorization': f'Bearer {token}'})
    with urllib.request.urlopen(request) as answer:
        text = answer.read().decode()
    for part in ('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'VIỆN KIỂM SÁT NHÂN DÂN', 'Số: ', ', ngày '):
        assert part in text, part
    return text
