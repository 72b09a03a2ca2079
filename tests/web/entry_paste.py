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
    until(lambda: [browser.one(f'#v-{element}').get_attribute('value') for element in world.rows[1:4]] == ['11', '12', '13'], 'the column is filled')
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


WORKBOOK = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    '_rels/.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    'xl/workbook.xml': '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships"><sheets><sheet name="Thang" sheetId="1" r:id="a"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Target="worksheets/'
    'sheet1.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/><Relationship Id="b" Target="sharedStrings.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    'xl/sharedStrings.xml': '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>element</t></si><si><t>value</t></si><si><t>tb_out</t></si></sst>',
    'xl/worksheets/sheet1.xml': '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
    '<c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>9</v></c></row></sheetData></worksheet>',
}


def test_w12_a_workbook_with_shared_strings_is_read_by_the_server(world, browser):
    path = os.path.join(world.server.folder, 'thang.xlsx')
    with zipfile.ZipFile(path, 'w') as book:
        for name, text in WORKBOOK.items():
            book.writestr(name, text)
    entry(world, browser, 'gialai', '2021-07', world.clerk)
    choose(browser, path)
    browser.sees('dialog[open] p', 'Nhận 1 số')
    browser.press(Keys.ENTER)
    until(lambda: browser.one('#v-tb_out').get_attribute('value') == '9', 'tb_out is filled')


def test_w12_what_cannot_be_read_is_said_in_a_sentence(world, browser):
    entry(world, browser, 'gialai', '2021-07', world.clerk)
    choose(browser, file(world, 'hong.xlsx', b'PK\x03\x04 not a workbook'))
    first = browser.one('dialog[open] .refusal').text
    assert len(first) > 20
    browser.one('#paste-file').send_keys(file(world, 'to.csv', b'element,value\n' + b'tb_new,1\n' * 3500000))
    until(lambda: browser.text('dialog[open] .refusal') != first, 'the second sentence')
    browser.one('#paste-file').send_keys(file(world, 'sai.csv', b'element,value\ntb_new,#REF!\n'))
    browser.sees('dialog[open] .refusal', '#REF!')
