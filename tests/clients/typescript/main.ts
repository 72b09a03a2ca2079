// The main job of an office through openapi-typescript and openapi-fetch.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Json = "application/json" | "application/problem+json";

const UNIT = "gialai";
const baseUrl = process.env["THIDUA_URL"] ?? "";
let checks = 0;

function check(what: string, found: unknown, expected: unknown): void {
	checks++;
	if (JSON.stringify(found) === JSON.stringify(expected)) return;
	console.error(`typescript: ${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
	process.exit(1);
}

// Without the media types of JSON, what a list answers would be its page or the text of its CSV.
const clientOf = (token: string) => createClient<paths, Json>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

const admin = clientOf(process.env["THIDUA_TOKEN"] ?? "");
const issued = await admin.POST("/api/v1/tokens", { body: { unit: UNIT, role: "head", label: "typescript" } });
check("POST /tokens", issued.response.status, 201);
const office = clientOf(issued.data?.token ?? "");

const month: components["schemas"]["report_input"] = {
	unit: UNIT,
	period: "2021-01",
	values: [
		{ element: "dt_new_c", value: 3_000_000_000 },
		{ element: "xx_review", status: "missing", note: "chờ xác minh" },
	],
	document: { number: "319/VKS-VP", date: "2021-02-02" },
};
const post = () => office.POST("/api/v1/reports", { body: month, params: { header: { "Idempotency-Key": "typescript-2021-01" } } });
const first = await post();
check("POST /reports", first.response.status, 201);
check("a value over 32 bits", first.data?.values.find((v) => v.element === "dt_new_c")?.value, 3_000_000_000);
check("document, signer", [first.data?.document?.number, first.data?.signer], ["319/VKS-VP", null]);
check("Idempotent-Replay of the first answer", first.response.headers.get("Idempotent-Replay"), null);
const again = await post();
check("the same Idempotency-Key", [again.response.status, again.data?.id], [201, first.data?.id]);
check("Idempotent-Replay", again.response.headers.get("Idempotent-Replay"), "true");

const refused = await office.POST("/api/v1/reports", { body: { unit: UNIT, period: "2021-02", values: [{ element: "dt_nw_c", value: 1 }] } });
check("an unknown element", refused.response.status, 422);
check("its fault", [refused.error?.errors?.[0]?.code, refused.error?.errors?.[0]?.pointer], ["element_unknown", "/values/0/element"]);

const page = await office.GET("/api/v1/units", { params: { query: { limit: 2 } } });
const next = page.data?.next ?? "";
const second = await office.GET("/api/v1/units", { params: { query: { limit: 2, cursor: next } } });
check("two pages of two units", new Set([...(page.data?.items ?? []), ...(second.data?.items ?? [])].map((u) => u.unit)).size, 4);

const draft = await office.POST("/api/v1/reports", { body: { unit: UNIT, period: "2021-02", status: "draft", values: [{ element: "dt_new_c", value: 1 }] } });
const replace = (tag: string) =>
	office.PUT("/api/v1/reports/{id}", {
		params: { path: { id: draft.data?.id ?? 0 }, header: { "If-Match": tag } },
		body: { values: [{ element: "dt_new_c", value: 2 }] },
	});
const tag = draft.response.headers.get("ETag") ?? "";
const outdated = await replace('"999"');
check("If-Match of another revision", [outdated.response.status, outdated.response.headers.get("ETag")], [412, tag]);
const replaced = await replace(tag);
check("If-Match", [replaced.response.status, replaced.data?.values.find((v) => v.element === "dt_new_c")?.value], [200, 2]);
check("another ETag", replaced.response.headers.get("ETag") !== tag, true);

const table = await office.POST("/api/v1/reports", {
	params: { query: { unit: UNIT, period: "2021-03" } },
	body: "element,value\ndt_new_c,88\n",
	bodySerializer: (text) => text,
	headers: { "Content-Type": "text/csv" },
});
check("a CSV posted", [table.response.status, table.data?.values.find((v) => v.element === "dt_new_c")?.value], [201, 88]);
const list = await createClient<paths, "text/csv">({ baseUrl }).GET("/api/v1/units", {
	headers: { Accept: "text/csv", Authorization: `Bearer ${issued.data?.token}` },
	parseAs: "text",
});
check("a list as CSV", /^\uFEFF?unit,.*\r?\n.*,/.test(list.data ?? ""), true);

console.log(`typescript: ${checks} checks passed`);
