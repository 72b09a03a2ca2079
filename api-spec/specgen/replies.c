/* The responses of an operation: their media types, and the problems that follow from its shape. */
#include <string.h>

#include "model.h"

#define PROBLEM_TEXT "text/plain" /* its lines for a person; see problem_text.h */

static void add_form(struct operation *op, enum form form)
{
	if (!op->forms)
		op->first_form = form;
	op->forms |= 1u << form;
}

/* The answer has one media type beside its forms, or is a file of one of several. */
static void add_media(struct operation *op, const char *status, const struct node *content,
	const struct node *media)
{
	enum form form = form_of_type(media->key);
	bool is_form = form < FORM_COUNT;

	if (strchr("45d", *status) && same(media->key, PROBLEM_TEXT))
		return;
	refuse_if(*status != '2', media, "only a 2xx can be something else than JSON");
	refuse_if(form == FORM_CSV && !same(status, "200"), media, "CSV comes with 200");
	refuse_if(!is_form && op->content_type && !get(content, op->content_type), media,
		"the answer is %s already", op->content_type);
	if (is_form)
		add_form(op, form);
	else
		op->content_type = media->key;
}

/* Each problem has it, and the contract need not say so. */
static void add_problem_text(struct node *content)
{
	if (get(content, "application/problem+json") && !get(content, PROBLEM_TEXT))
		append(content, PROBLEM_TEXT, made_of("schema: {type: string}", content));
}

static void check_header(struct node *site)
{
	struct node *header = resolve(site, "headers");

	if (header && check_map(header, "a header", "description!text required:bool schema!map"))
		check_schema(get(header, "schema"), false);
}

void check_response(struct operation *op, const char *status, struct node *site)
{
	struct node *response = resolve(site, "responses"), *json = NULL;
	bool is_problem = strchr("45d", *status);
	const char *wanted = is_problem ? "application/problem+json" : "application/json";

	if (!response ||
		!check_map(response, "a response",
			"description!text x-page:text x-print:text headers:map content:map"))
		return;
	expand_page(response);
	add_sheet(get(response, "content"));
	add_page_to_print(op, response);
	if (is_problem)
		add_problem_text(get(response, "content"));
	foreach (header, get(response, "headers"))
		check_header(header);
	foreach (media, get(response, "content")) {
		bool is_json = listed("application/json application/problem+json", media->key);

		if (!check_map(media, "a media type",
			    is_json ? "schema!map example:any examples:map"
				    : "schema:map example:any examples:map"))
			continue;
		check_schema(get(media, "schema"), false);
		refuse_if(is_json && json, media, "a status has one JSON body");
		if (is_json)
			json = json ? json : media;
		if (op && is_json && same(status, "200"))
			add_form(op, FORM_JSON);
		else if (op && !is_json)
			add_media(op, status, get(response, "content"), media);
	}
	refuse_if(op && (json ? !same(json->key, wanted) : is_problem), site, "\"%s\" must be %s",
		status, wanted);
}

/* By its roles; to a session whose password must be changed first; to one that is used from another site. */
static bool can_be_forbidden(const struct operation *op)
{
	return op->roles &&
		(first(op->roles) || !is_true(op->node, "x-before-password") ||
			op->method != METHOD_GET);
}

/* Adds the problems that follow from the shape. The contract writes those alone that are decisions. */
static void add_problems(const struct operation *op, struct node *responses)
{
	const struct {
		const char *status, *name;
		bool follows;
		const char *why;
	} problems[] = {
		{"400", "problem", true, "a parameter or header can be wrong"},
		{"401", "unauthenticated", op->roles, "it needs a token"},
		{"403", "problem", can_be_forbidden(op), "not everybody may do it from everywhere"},
		{"404", "problem", strchr(op->path, '{'), "its path names an object"},
		{"413", "problem", op->body || op->files, "a body can be too large"},
		{"415", "problem", op->body || op->files, "a body can have another type"},
		{"422", "problem", op->body || op->files, "a body can be wrong"},
		{"default", "failure", true, "something else can go wrong"},
	};

	for (size_t i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
		const struct node *written = get(responses, problems[i].status);

		if (!problems[i].follows)
			continue;
		if (written)
			refuse(written, "leave \"%s\" out, specgen adds it: %s", problems[i].status,
				problems[i].why);
		else
			add_member(responses, problems[i].status,
				made_of(print("$ref: 'api-spec/common.yaml#/responses/%s'",
						problems[i].name),
					files[0].root));
	}
}

/* A dry run answers what would have been answered, but nothing was made. */
static void add_dry_run(const struct operation *op, struct node *responses)
{
	const struct node *made = get(get(responses, "201"), "content");
	struct node *response;

	if (!made || get(responses, "200") || !find_input(op, "dry_run"))
		return;
	response = made_of("description: What would be there, of a dry run.", responses);
	append(response, "content", made_of("content: {}", responses)->first);
	response->last->first = made->first;
	response->last->last = made->last;
	add_member(responses, "200", response);
}

void check_responses(struct operation *op)
{
	struct node *responses = get(op->node, "responses");
	bool success = false;

	if (!responses || responses->kind != KIND_MAP)
		return;
	add_problems(op, responses);
	add_dry_run(op, responses);
	foreach (site, responses) {
		bool status = strlen(site->key) == 3 && strspn(site->key, DIGITS) == 3 &&
			strchr("2345", *site->key);

		success |= status && *site->key == '2';
		if (status || same(site->key, "default"))
			check_response(op, site->key, site);
		else
			refuse(site, "\"%s\" is no status: write 200 to 599, or default",
				site->key);
	}
	refuse_if(!success, responses, "the responses lack a 2xx");
}
