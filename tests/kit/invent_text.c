/* The generator of chance, and texts that try something. */
#include <stdio.h>
#include <string.h>

#include "invent.h"
#include "naughty.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static uint64_t state = 1;

void invent_seed(uint64_t seed)
{
	state = seed ? seed : 1;
}

/* splitmix64 */
size_t invent_number(size_t below)
{
	uint64_t z = (state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (size_t)((z ^ (z >> 31)) % below);
}

bool invent_chance(size_t percent)
{
	return invent_number(100) < percent;
}

/* Out of a text or a number, the statement that should run, and what makes the rest harmless. */
static const char *const ways_out[] = {
	"'", "\"", "`", "')", "'))", "1", "-1)", "\\'", "%27", "\xca\xbc", "x'||", "]"};
static const char *const statements[] = {" OR 1=1", " OR 'a'='a", "; DROP TABLE events",
	" UNION SELECT hash, pepper FROM tokens", " AND 1=(SELECT count(*) FROM sqlite_master)",
	" UNION ALL SELECT sql FROM sqlite_schema", "; UPDATE tokens SET role='admin'",
	" OR pg_sleep(5) IS NULL", " ORDER BY 99", "; ATTACH '/tmp/x' AS x",
	"; PRAGMA writable_schema=1", " AND randomblob(999999999) IS NULL", " LIKE '%' ESCAPE '!"};
static const char *const ends[] = {"--", " -- ", "#", "/*", ";", "\xef\xbc\x87"};

const size_t invent_injections = LENGTH(ways_out) * LENGTH(statements) * LENGTH(ends);

const char *invent_injection(size_t index)
{
	static char text[160];
	size_t end = index % LENGTH(ends), statement = index / LENGTH(ends) % LENGTH(statements);

	snprintf(text, sizeof text, "%s%s%s", ways_out[index / LENGTH(ends) / LENGTH(statements)],
		statements[statement], ends[end]);
	return text;
}

/* What other readers take for more than a text: a log and its terminal, a header, a spreadsheet, a browser, a file
 * system, printf, JSON. */
static const char *const odd[] = {"x\r\nSet-Cookie: a=b", "x\nlevel=error event=forged",
	"%0d%0aX-Forged: 1", "\x1b[2J\x1b]0;x\x07", "\u202etxt.exe", "\u2028", "\xc2\x85", "\x7f",
	"=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "\t=1", "＝1+1", "x;=1",
	"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)",
	"{{7*7}}", "{{>style}}", "${jndi:ldap://x}", "../../../../etc/passwd", "..%2f..%2f",
	"/dev/zero", "C:\\nul", "%n%n%s%s", "{unit}", "\\u0000", "\\", "\"", "", " ", "\u00a0",
	"\u200b", "\U0010ffff", "\ufffe", "e\u0301\u0301\u0301", "NaN", "1e309", "-0",
	"9223372036854775808", "0x10", "true", "null", "[]", "\u0660", "İ", "ﬃ", "ﷺ"};

void invent_text(struct buffer *out)
{
	if (invent_chance(50))
		buffer_text(out, invent_injection(invent_number(invent_injections)));
	else if (invent_chance(60))
		buffer_text(out, odd[invent_number(LENGTH(odd))]);
	else
		buffer_text(out, naughty_texts[invent_number(NAUGHTY_TEXTS)]);
	for (size_t times = invent_chance(3) ? invent_number(400) : 0; times > 0; times--)
		buffer_text(out, "Đ\u0323 '");
}
