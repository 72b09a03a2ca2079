"""From a spreadsheet into the month: the clipboard and files."""
import os
import zipfile

from entry import entry
from kit import Keys, until


def block(world, month, names):
    """Code, name and figure of each row, moved about, with a title and a sum."""
    lines = [f'{element}\t{names[element]}\t{month[element]:,}'.replace(',', '.') for element in world.rows]
    return '\r\n'.join(['BÁO CÁO THÁNG 7\t\t', *reversed(lines[::2]), *lines[1::2], 'Tổng cộng\t\t99.999']) + '\r\n'


def names_of(world):
    rows = world.server.call(world.clerk, 'GET', '/reports/template?unit=gialai&period=2021-07')['rows']
    return {row['element']: row['name'] for row in rows}


def test_w10_a_block_is_matched_by_codes_and_names(world, browser):
    month = dict(world.months['gialai', '2021-05'], tb_new=1144)
    entry(world, browser, 'gialai', '2021-07', world.clerk)
    browser.type('tb_new', '7')
    browser.forget_calls()
    browser.paste('#v-tb_new', block(world, month, names_of(world)))
    text = browser.sees('dialog[open] p', 'Nhận').text
    assert text.startswith(f'Nhận {len(world.rows)} số') and '2 dòng không rõ' in text, text
    browser.sees('dialog[open] li', 'BÁO CÁO THÁNG 7')
    browser.picture('paste-1280')
    assert not [call for call in browser.calls('/reports') if 'tb_new' in call['body'] and '1144' in call['body']]
    browser.press(Keys.ENTER)
    browser.gone('dialog[open]')
    until(lambda: browser.one('#v-tb_new').get_attribute('value') == '1.144', 'tb_new is filled')
    browser.sees('#bar', f'{len(world.rows)}/{len(world.rows)}')


def test_names_without_codes_are_enough(world, browser):
    names = names_of(world)
    entry(world, browser, 'gialai', '2021-07', world.clerk)
    browser.paste('#v-tb_new', f'STT\tChỉ tiêu\tTháng 6\tTháng 7\n1\t{names["tb_new"].upper()}\t88\t31\n2\t{names["dt_new_c"]}\t5\t1.002\n')
    browser.sees('dialog[open] p', 'Nhận 2 số')
    browser.press(Keys.ENTER)
    until(lambda: browser.one('#v-tb_new').get_attribute('value') == '31' and browser.one('#v-dt_new_c').get_attribute('value') == '1.002', 'both are filled')


def test_w11_a_column_runs_down_and_what_has_no_place_is_named(world, browser):
    entry(world, browser, 'gialai', '2021-07', world.clerk)
    browser.paste('#v-tb_new', '11\n12\n13\n')
    browser.sees('dialog[open] p', 'Nhận 3 số')
    browser.press(Keys.ENTER)
    browser.gone('dialog[open]')
    assert [browser.one(f'#v-{element}').get_attribute('value') for element in world.rows[1:4]] == ['11', '12', '13']
    browser.js('document.getElementById(arguments[0]).focus()', f'v-{world.rows[-1]}')
    browser.paste(f'#v-{world.rows[-1]}', '1\n2\n3\n')
    browser.sees('dialog[open] p', 'Nhận 1 số (0 số ghi đè), 0 ô không đọc được, 2 dòng không rõ')


def file(world, name, data):
    path = os.path.join(world.server.folder, name)
    with open(path, 'wb') as out:
        out.write(data)
    return path


def choose(browser, path):
    browser.click('#bar button', 'Dán từ Excel')
    browser.one('#paste-file').send_keys(path)


def test_w12_a_file_is_read_by_the_server(world, browser):
    entry(world, browser, 'gialai', '2021-07', world.clerk)
    choose(browser, file(world, 'thang.csv', 'Mã số liệu;Số liệu\r\ntb_new;31\r\ntb_in;2\r\n'.encode('utf-8-sig')))
    browser.sees('dialog[open] p', 'Nhận 2 số')
    browser.press(Keys.ENTER)
    until(lambda: browser.one('#v-tb_in').get_attribute('value') == '2', 'tb_in is filled')


def test_w12_what_cannot_be_read_is_said_in_a_sentence(world, browser):
    entry(world, browser, 'gialai', '2021-07', world.clerk)
    choose(browser, file(world, 'hong.xlsx', b'PK\x03\x04 not a workbook'))
    first = browser.one('dialog[open] .refusal').text
    assert len(first) > 20
    browser.one('#paste-file').send_keys(file(world, 'to.csv', b'element,value\n' + b'tb_new,1\n' * 3500000))
    until(lambda: browser.text('dialog[open] .refusal') != first, 'the second sentence')
    browser.one('#paste-file').send_keys(file(world, 'sai.csv', b'element,value\ntb_new,#REF!\n'))
    browser.sees('dialog[open] .refusal', '#REF!')
