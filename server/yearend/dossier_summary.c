/* What the annexes say of each member together. */
#include <string.h>

#include "reporting/catalogue.h"
#include "yearend/dossier_annex.h"

bool dossier_has_figures(const json_t *all, const char *unit)
{
	const json_t *row;
	size_t i;

	/* What the server counts itself is there whatever the unit reported. */
	json_array_foreach(json_object_get(all, "targets"), i,
		row) if (!strcmp(annex_text(row, "unit"), unit) &&
		strcmp(annex_text(row, "area"), COMPUTED_AREA) != 0 &&
		json_is_integer(json_object_get(row, "numerator"))) return true;
	return false;
}

struct reported dossier_reported(const json_t *all)
{
	const json_t *members = json_object_get(all, "members"), *member;
	struct reported reported = {.expected = (int64_t)json_array_size(members)};
	size_t i;

	json_array_foreach(members, i, member) reported.units +=
		dossier_has_figures(all, annex_text(member, "unit"));
	return reported;
}

static int64_t results_of(const json_t *all, const char *unit, const char *result)
{
	const json_t *row;
	int64_t count = 0;
	size_t i;

	json_array_foreach(json_object_get(all, "targets"), i, row) count +=
		!strcmp(annex_text(row, "unit"), unit) &&
		(!strcmp(annex_text(row, "result"), result) ||
			(!strcmp(result, "no_data") &&
				!strcmp(annex_text(row, "result"), "in_progress")));
	return count;
}

json_t *dossier_summary(const json_t *all)
{
	static const char *const results[] = {
		"exceeded", "met", "not_met", "no_data", "not_applicable"};
	json_t *summary = json_array();
	const json_t *member;
	size_t i;

	json_array_foreach(json_object_get(all, "members"), i, member)
	{
		const char *unit = annex_text(member, "unit");
		json_t *row = json_pack(
			"{s:s, s:s}", "unit", unit, "unit_name", annex_text(member, "name_vi"));

		for (size_t k = 0; k < sizeof results / sizeof *results; k++)
			json_object_set_new(
				row, results[k], json_integer(results_of(all, unit, results[k])));
		json_array_append_new(summary, row);
	}
	return summary;
}
