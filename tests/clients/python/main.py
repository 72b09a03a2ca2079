"""The main job of an office through openapi-python-client."""

import datetime
import os
import sys
from typing import Any, TypeVar

from thidua.api.access import create_token
from thidua.api.catalogue import list_units
from thidua.api.reports import create_report, replace_report
from thidua.client import AuthenticatedClient
from thidua.models.issued_token import IssuedToken
from thidua.models.problem import Problem
from thidua.models.report import Report
from thidua.models.report_content import ReportContent
from thidua.models.report_document import ReportDocument
from thidua.models.report_input import ReportInput
from thidua.models.report_post_status import ReportPostStatus
from thidua.models.report_value_input import ReportValueInput
from thidua.models.report_value_status import ReportValueStatus
from thidua.models.role import Role
from thidua.models.token_input import TokenInput
from thidua.models.unit_page import UnitPage

UNIT = "kontum"
BASE = os.environ["THIDUA_URL"]
T = TypeVar("T")
checks = 0


def check(what: str, found: Any, expected: Any) -> None:
    global checks
    checks += 1
    if found != expected:
        sys.exit(f"python: {what}: expected {expected!r}, found {found!r}")


def parsed(kind: type[T], answer: object) -> T:
    """The answer's body, which must be of this type."""
    if not isinstance(answer, kind):
        sys.exit(f"python: expected {kind.__name__}, found {answer!r}")
    return answer


def value(report: Report, element: str) -> int | None:
    return next(v.value for v in report.values if v.element == element)


admin = AuthenticatedClient(base_url=BASE, token=os.environ["THIDUA_TOKEN"])
issued = create_token.sync_detailed(client=admin, body=TokenInput(unit=UNIT, role=Role.HEAD, label="python"))
check("POST /tokens", issued.status_code, 201)
office = AuthenticatedClient(base_url=BASE, token=parsed(IssuedToken, issued.parsed).token or "")

month = ReportInput(
    unit=UNIT,
    period="2021-01",
    values=[
        ReportValueInput(element="dt_new_c", value=3_000_000_000),
        ReportValueInput(element="xx_review", status=ReportValueStatus.MISSING, note="chờ xác minh"),
    ],
    document=ReportDocument(number="319/VKS-VP", date=datetime.date(2021, 2, 2)),
)
first = create_report.sync_detailed(client=office, body=month, idempotency_key="python-2021-01")
check("POST /reports", first.status_code, 201)
report = parsed(Report, first.parsed)
check("a value over 32 bits", value(report, "dt_new_c"), 3_000_000_000)
check("document", report.document and report.document.number, "319/VKS-VP")
check("signer", report.signer, None)
check("Idempotent-Replay of the first answer", first.headers.get("Idempotent-Replay"), None)
again = create_report.sync_detailed(client=office, body=month, idempotency_key="python-2021-01")
check("the same Idempotency-Key", (again.status_code, parsed(Report, again.parsed).id), (201, report.id))
check("Idempotent-Replay", again.headers.get("Idempotent-Replay"), "true")

unknown = ReportInput(unit=UNIT, period="2021-02", values=[ReportValueInput(element="dt_nw_c", value=1)])
refused = create_report.sync_detailed(client=office, body=unknown)
check("an unknown element", refused.status_code, 422)
faults = parsed(Problem, refused.parsed).errors or []
check("its fault", [(f.code, f.pointer) for f in faults], [("element_unknown", "/values/0/element")])

page = parsed(UnitPage, list_units.sync(client=office, limit=2))
second = parsed(UnitPage, list_units.sync(client=office, limit=2, cursor=page.next_ or ""))
check("two pages of two units", len({u.unit for u in page.items + second.items}), 4)

draft = create_report.sync_detailed(
    client=office,
    body=ReportInput(
        unit=UNIT, period="2021-02", status=ReportPostStatus.DRAFT, values=[ReportValueInput(element="dt_new_c", value=1)]
    ),
)
number = parsed(Report, draft.parsed).id
tag = draft.headers["ETag"]
content = ReportContent(values=[ReportValueInput(element="dt_new_c", value=2)])
outdated = replace_report.sync_detailed(number, client=office, body=content, if_match='"999"')
check("If-Match of another revision", (outdated.status_code, outdated.headers["ETag"]), (412, tag))
replaced = replace_report.sync_detailed(number, client=office, body=content, if_match=tag)
check("If-Match", (replaced.status_code, value(parsed(Report, replaced.parsed), "dt_new_c")), (200, 2))
check("another ETag", replaced.headers["ETag"] != tag, True)

# The generator knows no text/csv: its HTTP client takes the path, its model the answer.
http = office.get_httpx_client()
table = http.post(
    "/api/v1/reports",
    params={"unit": UNIT, "period": "2021-03"},
    headers={"Content-Type": "text/csv"},
    content="element,value\ndt_new_c,88\n",
)
check("a CSV posted", (table.status_code, value(Report.from_dict(table.json()), "dt_new_c")), (201, 88))
listed = http.get("/api/v1/units", headers={"Accept": "text/csv"}).text.lstrip("\ufeff").splitlines()
check("a list as CSV", (listed[0].split(",")[0], len(listed) > 1), ("unit", True))

print(f"python: {checks} checks passed")
