/* Plays a story: reads its lines, gives each call its day and its caller, keeps what answers name. */
#include "command/story.h"

#include <stdio.h>
#include <string.h>

#include "base/role.h"
#include "base/server.h"
#include "buffer.h"
#include "calendar.h"
#include "command/command.h"
#include "command/operation.h"
#include "command/story_text.h"
#include "gen/api.h"

#define HOUR         8   /* of each day's first call, in Vietnam */
#define TOKEN_DAYS   400 /* the longest that a token may work */
#define MOST_CALLERS 40
#define MOST_KINDS   60
#define DAY          (24 * 3600 * INT64_C(1000))

struct made {
	char kind[40]; /* "reports" */
	int count;
};

struct story {
	struct db *db;
	struct story_text text;
	int64_t day; /* of the call before */
	struct caller callers[MOST_CALLERS];
	size_t caller_count;
	struct made made[MOST_KINDS];
	size_t made_count;
	const char *file;
	int line;
};

/* One call, as it is written. */
struct told {
	char day[16], who[80], method[8];
	struct slice path, body, keep; /* `keep` is what stands behind "=>" */
};

static bool fail(const struct story *story, const char *what)
{
	command_fail(0, "%s, line %d: %s", story->file, story->line, what);
	return false;
}

static void copy_word(struct slice *rest, char *out, size_t size)
{
	struct slice found = story_word(rest);

	snprintf(out, size, "%.*s", (int)found.length, found.text);
}

static struct told parse(struct slice line)
{
	struct told told = {.day = ""};

	copy_word(&line, told.day, sizeof told.day);
	copy_word(&line, told.who, sizeof told.who);
	copy_word(&line, told.method, sizeof told.method);
	told.path = story_word(&line);
	told.body = line;
	for (size_t i = 0; i + 3 <= line.length; i++) {
		if (memcmp(line.text + i, "=> ", 3) != 0)
			continue;
		told.body.length = i;
		told.keep = (struct slice){line.text + i + 3, line.length - i - 3};
	}
	return told;
}

/* Calls of one day follow each other, a millisecond apart or more, as all writes do. */
static bool turn_to(struct story *story, const char *text)
{
	int64_t day = 0;

	if (!strcmp(text, "now")) {
		server.told = 0;
		return true;
	}
	if (!calendar_parse_day(text, &day))
		return fail(story, "a call begins with its day");
	if (day < story->day)
		return fail(story, "the days go back");
	story->day = day;
	server.told = calendar_instant(day, HOUR, 0);
	return true;
}

/* The status, or 0 after saying why it was refused. */
static int call(struct story *story, const struct errand *errand, json_t **out)
{
	char what[240];

	snprintf(what, sizeof what, "%s, line %d: %s %s", story->file, story->line, errand->method,
		errand->path);
	return operation_call(story->db, what, errand, out);
}

/* Each has a token, so that the story may do no more than its offices. */
static bool make_token(struct story *story, struct caller *caller)
{
	char body[200];
	json_t *answer = NULL;

	snprintf(body, sizeof body,
		"{\"unit\": \"%s\", \"role\": \"%s\", \"label\": \"%s\", \"days\": %d}",
		caller->unit, role_name(caller->role), caller->label, TOKEN_DAYS);
	struct errand errand = {
		.caller = {.role = ROLE_ADMIN, .label = "thidua"},
		.method = "POST",
		.path = "/api/v1/tokens",
		.content_type = "application/json",
		.body = body,
		.length = strlen(body),
	};
	bool done = call(story, &errand, &answer) != 0;

	caller->token = json_integer_value(json_object_get(answer, "id"));
	caller->expires_at = server_now() + TOKEN_DAYS * DAY;
	json_decref(answer);
	return done;
}

/* "head@gialai"; NULL after saying what is wrong. */
static struct caller *find_caller(struct story *story, const char *who)
{
	const char *at = strchr(who, '@');
	struct caller sought = {.label = "thidua demo"};
	size_t i = 0;
	char role[16];

	snprintf(role, sizeof role, "%.*s", at ? (int)(at - who) : 0, who);
	sought.role = role_by_name(role);
	if (!sought.role) {
		fail(story, "who calls is written role@unit");
		return NULL;
	}
	snprintf(sought.unit, sizeof sought.unit, "%s", at + 1);
	while (i < story->caller_count &&
		(story->callers[i].role != sought.role ||
			strcmp(story->callers[i].unit, sought.unit) != 0))
		i++;
	if (i == MOST_CALLERS) {
		fail(story, "too many callers");
		return NULL;
	}
	if (i == story->caller_count)
		story->callers[story->caller_count++] = sought;
	struct caller *caller = &story->callers[i];
	bool works = caller->expires_at > server_now();

	return works || make_token(story, caller) ? caller : NULL;
}

/* What is shown once, with whom it is for: a user by login, a token by its role and office. */
static void print_secret(const json_t *answer, const char *member)
{
	const char *role = json_string_value(json_object_get(answer, "role"));
	const char *unit = json_string_value(json_object_get(answer, "unit"));
	const char *user = json_string_value(json_object_get(answer, "user"));
	const char *secret = json_string_value(json_object_get(answer, member));

	if (role && unit && secret)
		printf("    %-8s %-8s %s%s%s\n", role, unit, user ? user : "", user ? " " : "",
			secret);
}

/* By what is made: the last part of its path. */
static void count_made(struct story *story, const char *path)
{
	const char *kind = strrchr(path, '/') + 1;
	size_t i = 0;

	while (i < story->made_count && strcmp(story->made[i].kind, kind) != 0)
		i++;
	if (i == MOST_KINDS)
		return;
	if (i == story->made_count)
		snprintf(story->made[story->made_count++].kind, sizeof story->made[i].kind, "%s",
			kind);
	story->made[i].count++;
}

/* False when the answer does not have what the story wants to keep of it. */
static bool take(struct story *story, const struct told *told, const json_t *answer)
{
	struct slice keep = told->keep;
	char name[STORY_NAME], pointer[80];
	bool kept = true;

	print_secret(answer, "token");
	print_secret(answer, "one_time_password");
	while (keep.length && kept) {
		copy_word(&keep, name, sizeof name);
		copy_word(&keep, pointer, sizeof pointer);
		kept = story_keep(&story->text, name, answer, *pointer ? pointer : "/id");
	}
	return kept || fail(story, "the answer has nothing to keep there, or there is no room");
}

static bool deliver(struct story *story, const struct told *told, struct caller *caller,
	struct buffer *path, struct buffer *body)
{
	bool csv = told->body.length && *told->body.text == '@';
	json_t *answer = NULL;
	char *query = strchr(path->data, '?');

	if (query)
		*query++ = 0;
	struct errand errand = {
		.caller = *caller,
		.method = told->method,
		.path = path->data,
		.query = query,
		.content_type = !body->length ? NULL
			: csv                 ? "text/csv"
					      : "application/json",
		.body = body->data,
		.length = body->length,
	};
	int status = call(story, &errand, &answer);

	if (status == 201)
		count_made(story, path->data);
	bool done = status && take(story, told, answer);

	json_decref(answer);
	return done;
}

static bool play(struct story *story, struct slice line)
{
	struct told told = parse(line);
	struct buffer path = {0}, body = {0};

	if (!turn_to(story, told.day))
		return false;
	struct caller *caller = find_caller(story, told.who);

	if (!caller)
		return false;
	buffer_text(&path, "/api/v1");
	bool whole = story_fill(&story->text, told.path, &path) &&
		story_fill(&story->text, told.body, &body) && buffer_string(&path);
	bool done = whole ? deliver(story, &told, caller, &path, &body)
			  : fail(story, "a <name> or a file that the story does not have");

	buffer_free(&path);
	buffer_free(&body);
	return done;
}

/* A call goes on over the lines that begin with a tab. */
static size_t length_of_call(const char *text)
{
	size_t length = strcspn(text, "\n");

	while (text[length] && text[length + 1] == '\t')
		length += 1 + strcspn(text + length + 1, "\n");
	return length;
}

static bool play_file(struct story *story, const char *text)
{
	while (*text) {
		size_t length = length_of_call(text);

		story->line++;
		if (*text == '#' && length > 2)
			printf("%.*s\n", (int)length - 2, text + 2);
		else if (length && !play(story, (struct slice){text, length}))
			return false;
		for (; length; length--)
			story->line += *text++ == '\n';
		text += *text == '\n';
	}
	return true;
}

static void print_made(const struct story *story)
{
	printf("Made:");
	for (size_t i = 0; i < story->made_count; i++)
		printf("%s %s %d", i ? "," : "", story->made[i].kind, story->made[i].count);
	printf("\n");
}

bool story_tell(struct db *db, const struct embedded *files, size_t count)
{
	struct story story = {.db = db, .text = {.files = files, .file_count = count}};
	bool told = true;

	for (size_t i = 0; i < count && told; i++) {
		const char *ending = strrchr(files[i].name, '.');

		if (!ending || strcmp(ending, ".txt") != 0)
			continue;
		story.file = files[i].name;
		story.line = 0;
		told = play_file(&story, files[i].data);
	}
	server.told = 0;
	if (told)
		print_made(&story);
	return told;
}
