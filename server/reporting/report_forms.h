/* What an office gets beside the report itself: what a dry run would change, and the receipt afterwards. */
#ifndef THIDUA_REPORT_FORMS_H
#define THIDUA_REPORT_FORMS_H

#include "reporting/report.h"
#include "secret.h"

/* What the figures change against those of the newest version, which report_history() has found: a
 * warning for each that goes, and the diff of a dry run. Nothing while it has no place. */
void report_differences(struct request *req, const struct report *report);

struct receipt {
	int64_t figures;
	const char *digest;     /* hex */
	int64_t event_seq;      /* 0: none recorded */
	const char *event_at;   /* RFC 3339, or NULL */
	const char *event_hash; /* hex, or NULL */
};

/* Of a stored report. */
enum error report_receipt(struct request *req, int64_t id, struct receipt *out);

/* BLAKE2b-256 over element, value, status and note of each figure, by element, as hex. */
const char *report_digest(struct request *req, const struct report *report);

/* The event of a version that was stored: its digest is of the place and the figures, so that whoever holds
 * the file can be asked later whether both are still the ones that were reported. */
enum error report_event(struct request *req, const struct report *report);

/* The same digest for those who read the tables: each figure by its element, then the whole. */
void report_digest_figure(struct digest *figures, const char *element, const int64_t *value,
	const char *status, const char *note);
void report_digest_whole(const char *unit, const char *period, const char *scope,
	struct digest *figures, uint8_t out[SECRET_HASH_SIZE]);

#endif
