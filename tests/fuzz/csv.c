/* Files that nobody would write, for libFuzzer: what csv_read() promises of them. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "text.h"

#define MAX_ROWS      50
#define LENGTH(array) (sizeof(array) / sizeof *(array))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct schema text = {.types = SCHEMA_STRING, .max_length = 1000};
static const struct schema count = {
	.types = SCHEMA_INTEGER | SCHEMA_NULL, .format = FORMAT_COUNT, .maximum = 1000000};
static const struct schema number = {
	.types = SCHEMA_NUMBER | SCHEMA_NULL, .minimum = INT64_MIN, .maximum = INT64_MAX};
static const struct schema truth = {.types = SCHEMA_BOOLEAN};
static const struct schema day = {
	.types = SCHEMA_STRING | SCHEMA_NULL, .format = FORMAT_DATE, .max_length = 10};
static const struct property properties[] = {
	{.name = "element", .schema = &text, .required = true},
	{.name = "value", .schema = &count},
	{.name = "target", .schema = &number},
	{.name = "final", .schema = &truth},
	{.name = "since", .schema = &day},
};
static const struct schema row = {
	.types = SCHEMA_OBJECT, .properties = properties, .property_count = LENGTH(properties)};

struct tally {
	size_t faults, lines;
};

static void must(bool good)
{
	if (!good)
		abort();
}

static bool take_fault(void *context, const struct csv_report *report)
{
	struct tally *tally = context;

	must(report->line <= tally->lines);
	must(!report->text || text_is_utf8(report->text, strlen(report->text)));
	return ++tally->faults < 1000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tally tally = {.lines = 1};
	struct csv csv;

	if (!text_is_utf8((const char *)data, size))
		return 0;
	for (size_t i = 0; i < size; i++)
		tally.lines += data[i] == '\n' || data[i] == '\r';
	bool fine = csv_read((const char *)data, size, &row, MAX_ROWS, take_fault, &tally, &csv);

	must(csv.rows && fine == (tally.faults == 0));
	must(csv.count <= MAX_ROWS && json_array_size(csv.rows) == csv.count);
	for (size_t i = 0; i < csv.count; i++) {
		must(csv.lines[i] > (i ? csv.lines[i - 1] : 1) && csv.lines[i] <= tally.lines);
		must(json_object_size(json_array_get(csv.rows, i)) <= LENGTH(properties));
	}
	csv_free(&csv);
	return 0;
}
