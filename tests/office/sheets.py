"""What a clerk does with the server's files in a spreadsheet program, and what must be the same after it."""
import json
import os
import sys
import time
import urllib.error
import urllib.request

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table.CellContentType import EMPTY, TEXT, VALUE

PIPE, FOLDER = sys.argv[1:]
URL = os.environ["THIDUA_URL"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Filter options of LibreOffice: separator, quote, encoding (76: UTF-8, 65535: UTF-16), first line, columns, language.
WAYS = {
    "xlsx": ("Calc MS Excel 2007 XML", "", XLSX),
    "semicolon.csv": ("Text - txt - csv (StarCalc)", "59,34,76,1,,0,false,true", "text/csv"),
    "unicode.txt": ("Text - txt - csv (StarCalc)", "9,34,65535,1,,0,false,true", "text/plain"),
}
FIGURES = {"dt_new_c": 1144, "dt_new_a": 1741, "tb_open": 0, "tb_new": 412}
passed = failed = 0


def check(right, what, *found):
    global passed, failed
    if right:
        passed += 1
    else:
        failed += 1
        print("FAILED:", what, *found)


def call(method, path, token, body=None, content_type="application/json"):
    request = urllib.request.Request(URL + path, body, method=method, headers={"Authorization": "Bearer " + token})
    if body is not None:
        request.add_header("Content-Type", content_type)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read()


def options(**values):
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def desktop():
    """The program needs some seconds to start; it tells by taking the connection."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
    for _ in range(600):
        try:
            there = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % PIPE)
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except NoConnectException:
            time.sleep(0.1)
    sys.exit("LibreOffice did not start")


def opened(office, name, body, **how):
    path = os.path.join(FOLDER, name)
    with open(path, "wb") as file:
        file.write(body)
    return office.loadComponentFromURL("file://" + path, "_blank", 0, options(Hidden=True, **how))


def saved(document, way):
    filter_name, filter_options, _ = WAYS[way]
    path = os.path.join(FOLDER, "saved." + way)
    document.storeToURL("file://" + path, options(FilterName=filter_name, FilterOptions=filter_options))
    with open(path, "rb") as file:
        return file.read()


def heading_columns(sheet):
    names, column = {}, 0
    while sheet.getCellByPosition(column, 0).String:
        names[sheet.getCellByPosition(column, 0).String] = column
        column += 1
    return names


def rows(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return range(1, cursor.RangeAddress.EndRow + 1)


def fill(sheet):
    columns = heading_columns(sheet)
    check(sheet.isProtected(), "the template is protected")
    for row in rows(sheet):
        element = sheet.getCellByPosition(columns["Mã số liệu"], row)
        value = sheet.getCellByPosition(columns["Số liệu"], row)
        check(element.CellProtection.IsLocked, "a code is locked", element.String)
        check(not value.CellProtection.IsLocked, "a figure is open", element.String)
        check(value.Validation.Type.value == "WHOLE", "a figure is checked", element.String)
        if element.String in FIGURES:
            value.Value = FIGURES[element.String]


def figures_of(report):
    return {row["element"]: row["value"] for row in report["values"] if row["value"] is not None}


def a_month(office, head):
    status, template = call("GET", "/reports/template?unit=gialai&period=2021-02&format=xlsx&headings=vi", head)
    check(status == 200, "template", status, template)
    document = opened(office, "template.xlsx", template)
    fill(document.Sheets.getByIndex(0))
    for number, way in enumerate(WAYS):
        body = saved(document, way)
        path = "/reports?unit=gialai&period=2021-%02d" % (2 + number)
        status, answer = call("POST", path, head, body, WAYS[way][2])
        check(status == 201, way, status, answer.decode())
        if status == 201:
            got = figures_of(json.loads(answer))
            check(got == FIGURES, way, got)
    document.close(False)


def a_list(office, admin):
    """Numbers are numbers, codes keep their zeros; saved by the program, the list is still the same list."""
    status, body = call("GET", "/units?format=xlsx&headings=vi", admin)
    check(status == 200, "units", status)
    document = opened(office, "units.xlsx", body)
    sheet = document.Sheets.getByIndex(0)
    columns = heading_columns(sheet)
    code = columns["Mã hành chính"]
    codes = [sheet.getCellByPosition(code, row) for row in rows(sheet)]
    check(any(cell.String.startswith("0") for cell in codes), "a code keeps its zero")
    check(all(cell.Type in (TEXT, EMPTY) for cell in codes), "codes are texts")
    for way in WAYS:
        status, answer = call("POST", "/units/import", admin, saved(document, way), WAYS[way][2])
        said = json.loads(answer)
        check(status == 200 and said["unchanged"] > 100 and not said["created"] and not said["updated"], way, status, said)
    document.close(False)


def percentages(office, head):
    path = "/evaluations?unit=gialai&year=2021&headings=vi&format="
    options_of_vietnam = {"FilterName": WAYS["semicolon.csv"][0], "FilterOptions": "59,34,76,1,,1066,false,true"}
    for form, how in (("xlsx", {}), ("csv&separator=semicolon", options_of_vietnam)):
        status, body = call("GET", path + form, head)
        check(status == 200, form, status)
        document = opened(office, "evaluations." + form[:4].strip("&"), body, **how)
        sheet = document.Sheets.getByIndex(0)
        column = heading_columns(sheet)["Mức chỉ tiêu"]
        cells = [sheet.getCellByPosition(column, row) for row in rows(sheet)]
        check(len(cells) > 20 and all(cell.Type in (VALUE, EMPTY) for cell in cells), form, "targets are numbers", len(cells))
        check(any(cell.Value != int(cell.Value) or cell.Value >= 50 for cell in cells), form, "and not lost")
        document.close(False)


def main():
    admin = os.environ["THIDUA_TOKEN"]
    status, answer = call("POST", "/tokens", admin, b'{"unit": "gialai", "role": "head", "label": "office"}')
    check(status == 201, "a token", status, answer)
    head = json.loads(answer)["token"]
    office = desktop()
    a_list(office, admin)
    a_month(office, head)
    percentages(office, head)
    office.terminate()
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(failed > 0 or passed == 0)


main()
