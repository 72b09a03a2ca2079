/*
 * Runs the scenarios of tests/api/ against a real server on a real socket.
 *
 *	build/tests/scenario build/thidua tests/api [--coverage FILE] [NAME..]
 *
 * Each file gets a server of its own on a fresh database with the catalogue. NAME is a file's name
 * without `.test`; without names all run. With --coverage the answers seen are added to the file,
 * and (when all files ran) every documented answer that nobody ever saw is a failure.
 *
 * A scenario reads like an example:
 *
 *	# R10 A month may go beyond, a year may not
 *	as clerk@gialai
 *	POST /reports {"unit": "gialai", "period": "2021-01", "scope": "two_level",
 *		"values": [{"element": "dt_rec", "value": 4},
 *			{"element": "dt_rec_acc", "value": 5}]}
 *	201 {"id": <report>, "version": 1, "warnings": [{"code": "over_100", ...}], ...}
 *	Location: /api/v1/reports/<report>
 *
 *	as head@gialai
 *	GET /reports/<report>
 *	200 {"id": <report>, "received_at": *, ...}
 *	ETag: <tag>
 *
 *	with If-None-Match: <tag>
 *	GET /reports/<report>
 *	304
 *
 * `# ..`       a comment. Its first line names the block that follows, in failures.
 * `as ..`      who asks from here on: `admin` (of the whole sector), `clerk@gialai` (role@unit: a
 *              token made by the admin when first used), `nobody` (no token), "a literal token" (or "sid=..", a cookie),
 *              "sid=..", the cookie of a session.
 *              A file begins with nobody.
 * `with N: V`  a header of the next request only; `with N:` leaves out one that we would send.
 * METHOD PATH BODY
 *              PATH is below /api/v1, or from the root when it begins with `//`. BODY, if any, is
 *              JSON up to its closing bracket, over as many lines as it takes, or a here-document:
 *              `POST /reports?unit=gialai text/csv <<END` .. `END`; without a type it is sent as
 *              application/json, as it stands; with `xlsx` for a type its cells are sent as a
 *              workbook. An indentation by tabs is taken off its lines.
 *              A write without headers of its own is rehearsed: its dry run must answer as it does,
 *              200 for 201, and without Location.
 * STATUS ..    what must come back. Alone, the body is not looked at. Then one of
 *                JSON                as here: `*` is any value, `...` any more members or items,
 *                                    also in front: `[..., {"unit": "gialai", ...}, ...]`.
 *                                    Members in any order, items in order, 70 equals 70.00.
 *                `text "all of it"`  the whole body; `<<END` .. `END` the same over lines (then a
 *                                    BOM and carriage returns in the answer do not count)
 *                `contains "part"`
 * `N: V`       a header of the answer: V may be `*`, or `-` for "not there".
 * `contains ".."`, `lacks ".."`
 *              more about the body, on lines of their own.
 * `<name>`     captures where it first appears in an expectation, and stands for that value from
 *              then on: in paths, bodies, headers, expectations, `as`. In a JSON string it is a
 *              part of the string, elsewhere the value itself. Write \u003c for a `<` in front of
 *              a lower-case letter. Always there: <today> <yesterday> <tomorrow> <month> <last_month>
 *              <next_month> (Vietnamese), <now> (an instant, UTC), <year>.
 * `let <name> = JSON`
 *              gives a name its value by hand.
 * `answer no = STATUS ..`
 *              gives a word to what must come back, for tables with words in their cells: the line
 *              `<cell>` asks for the answer whose word it stands for. Names are filled in then.
 * `for <a> <b> in x 1 y 2` .. `end`
 *              for each pair. 2020-12..2021-11 counts months, 1..12 numbers; a list goes on behind
 *              a `\`. Names captured inside are forgotten with each turn. Loops nest.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen/api.h"
#include "kit/chain.h"
#include "kit/coverage.h"
#include "kit/play.h"
#include "kit/scene.h"
#include "kit/tally.h"
#include "kit/verdicts.h"

/* The catalogue of problems as the server tells it, once. */
static json_t *problem_catalogue(struct client *client)
{
	struct question question = {.method = "GET", .path = "/problems?limit=500"};
	struct answer answer;

	client_send(client, &question, &answer);
	json_t *catalogue = json_incref(answer.json);

	answer_free(&answer);
	return catalogue;
}

static void run_file(const char *path, const char *name, json_t **catalogue)
{
	struct scene s = {.who = "nobody", .title = "(no title)"};

	if (!script_open(&s.script, path))
		tally_abort("%s cannot be read", path);
	if (daemon_start(&s.daemon, name)) {
		client_open(&s.client, s.daemon.port);
		play(&s);
		if (!*catalogue)
			*catalogue = problem_catalogue(&s.client);
		coverage_scrape(&s.client);
		verdicts_agree(&s.client);
		overwrite_all(&s);
		chain_tells_states(&s.client);
		client_close(&s.client);
		if (daemon_stop(&s.daemon))
			tally_pass();
	}
	scene_close(&s);
}

static int is_scenario(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 5 && strcmp(entry->d_name + length - 5, ".test") == 0;
}

static bool is_wanted(const char *name, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static void run_folder(const char *folder, char **names, json_t **catalogue)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_scenario, alphasort);

	if (count < 0)
		tally_abort("%s cannot be read", folder);
	for (int i = 0; i < count; i++) {
		struct buffer path = {0};
		char name[64];

		snprintf(name, sizeof(name), "%.*s", (int)strlen(entries[i]->d_name) - 5,
			entries[i]->d_name);
		buffer_printf(&path, "%s/%s.test", folder, name);
		if (is_wanted(name, names))
			run_file(buffer_string(&path), name, catalogue);
		buffer_free(&path);
		free(entries[i]);
	}
	free(entries);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		tally_abort("usage: scenario SERVER FOLDER [--coverage FILE] [NAME..]");
	bool covers = argc >= 5 && strcmp(argv[3], "--coverage") == 0;
	char **names = argv + (covers ? 5 : 3);
	json_t *catalogue = NULL;

	curl_global_init(CURL_GLOBAL_DEFAULT);
	daemon_prepare(argv[1]);
	run_folder(argv[2], names, &catalogue);
	if (covers) {
		coverage_load(argv[4]);
		coverage_save(argv[4]);
		if (!*names) {
			coverage_judge(catalogue);
			pages_judge();
			forms_judge();
			returns_judge();
			dares_judge();
			overwrites_judge();
		}
	}
	daemon_clean();
	json_decref(catalogue);
	curl_global_cleanup();
	return tally_end();
}
