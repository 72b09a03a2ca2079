/* One request and its answer over libcurl; keeps the connection alive between them. */
#include "client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "promise.h"
#include "tally.h"

#define REQUEST_SECONDS 30L

static _Atomic size_t questions;

size_t client_questions(void)
{
	return questions;
}

void client_open(struct client *client, int port)
{
	client->curl = curl_easy_init();
	client->port = port;
	if (!client->curl)
		tally_abort("libcurl does not start");
}

void client_close(struct client *client)
{
	curl_easy_cleanup(client->curl);
	client->curl = NULL;
}

static size_t take_body(char *data, size_t size, size_t count, void *context)
{
	struct answer *answer = context;

	buffer_bytes(&answer->body, data, size * count);
	return answer->body.failed ? 0 : size * count;
}

static size_t take_header(char *line, size_t size, size_t count, void *context)
{
	struct answer *answer = context;
	size_t length = size * count;
	const char *colon = memchr(line, ':', length);

	if (!colon || answer->header_count == ANSWER_HEADERS)
		return length;
	const char *value = colon + 1;
	const char *end = line + length;

	while (value < end && *value == ' ')
		value++;
	while (end > value && (end[-1] == '\r' || end[-1] == '\n'))
		end--;
	size_t n = answer->header_count++;

	answer->headers[n].name = strndup(line, (size_t)(colon - line));
	answer->headers[n].value = strndup(value, (size_t)(end - value));
	return length;
}

static bool names_header(const struct curl_slist *headers, const char *name)
{
	size_t length = strlen(name);

	for (; headers; headers = headers->next)
		if (strncasecmp(headers->data, name, length) == 0 && headers->data[length] == ':')
			return true;
	return false;
}

static struct curl_slist *add_line(struct curl_slist *list, const char *name, const char *value)
{
	struct buffer line = {0};

	buffer_printf(&line, "%s: %s", name, value);
	list = curl_slist_append(list, buffer_string(&line));
	buffer_free(&line);
	return list;
}

/* What a page of the server sends with a write, so that a cookie may do what a token may. */
static struct curl_slist *add_page_lines(
	struct curl_slist *list, const struct client *client, const struct question *question)
{
	char origin[40];

	if (strcmp(question->method, "GET") == 0 || strcmp(question->method, "HEAD") == 0)
		return list;
	snprintf(origin, sizeof origin, "http://127.0.0.1:%d", client->port);
	if (!names_header(question->headers, "Origin"))
		list = add_line(list, "Origin", origin);
	return names_header(question->headers, "X-Thidua") ? list : add_line(list, "X-Thidua", "1");
}

/* The request's header lines; what the test gave comes instead of what we would send. */
static struct curl_slist *header_lines(const struct client *client, const struct question *question)
{
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");

	if (question->token && strncmp(question->token, "sid=", 4) == 0)
		list = add_line(list, "Cookie", question->token);
	else if (question->token && !names_header(question->headers, "Authorization")) {
		struct buffer value = {0};

		buffer_printf(&value, "Bearer %s", question->token);
		list = add_line(list, "Authorization", buffer_string(&value));
		buffer_free(&value);
	}
	list = add_page_lines(list, client, question);
	if (!names_header(question->headers, "Content-Type")) {
		if (question->content_type)
			list = add_line(list, "Content-Type", question->content_type);
		else
			list = curl_slist_append(list, "Content-Type:");
	}
	for (const struct curl_slist *h = question->headers; h; h = h->next)
		list = curl_slist_append(list, h->data);
	return list;
}

static void set_body(CURL *curl, const struct question *question)
{
	bool expects_one =
		strcmp(question->method, "POST") == 0 || strcmp(question->method, "PUT") == 0;

	if (!question->body && !expects_one)
		return;
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question->body ? question->body : "");
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
		(curl_off_t)(question->body ? question->length : 0));
}

bool client_send(struct client *client, const struct question *question, struct answer *answer)
{
	CURL *curl = client->curl;
	struct curl_slist *headers = header_lines(client, question);
	struct buffer url = {0};

	questions++;
	*answer = (struct answer){0};
	buffer_printf(&url, "http://127.0.0.1:%d%s", client->port, question->path);
	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, buffer_string(&url));
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, REQUEST_SECONDS);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, answer);
	set_body(curl, question);
	if (strcmp(question->method, "HEAD") == 0)
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	else
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, question->method);

	CURLcode code = curl_easy_perform(curl);
	long status = 0;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(headers);
	buffer_free(&url);
	answer->status = (int)status;
	if (!buffer_string(&answer->body))
		tally_abort("out of memory");
	if (code != CURLE_OK) {
		buffer_printf(&answer->faults, "no answer: %s\n", curl_easy_strerror(code));
		return false;
	}
	check_answer(question, answer);
	check_promise(client, question, answer);
	return true;
}

const char *header_value(const struct answer *answer, const char *name)
{
	for (size_t i = 0; i < answer->header_count; i++)
		if (strcasecmp(answer->headers[i].name, name) == 0)
			return answer->headers[i].value;
	return NULL;
}

const char *json_member_text(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

void answer_free(struct answer *answer)
{
	for (size_t i = 0; i < answer->header_count; i++) {
		free(answer->headers[i].name);
		free(answer->headers[i].value);
	}
	buffer_free(&answer->body);
	buffer_free(&answer->faults);
	json_decref(answer->json);
	*answer = (struct answer){0};
}
