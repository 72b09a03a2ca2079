/* Where an office stands in the published ranking of its cluster. */
#ifndef THIDUA_CLUSTER_RANK_H
#define THIDUA_CLUSTER_RANK_H

#include "request/request.h"

struct cluster_rank {
	int64_t ranking, version; /* 0: there is none */
	const char *cluster;
	int64_t rank; /* 0: it is not ranked */
	int64_t of;   /* how many are */
	bool excluded, stale;
};

/* Of several rankings of the year that which was published last. */
enum error cluster_rank_of(
	struct request *req, const char *unit, int64_t year, struct cluster_rank *out);

/* The case rests on the ranking as it is published now; what it rests on already stays. */
enum error cluster_rank_remember(
	struct request *req, int64_t case_id, const char *unit, int64_t year);

/* The ranking that a case rests on, as one row; none without one. */
struct stmt *cluster_rank_of_case(struct request *req, int64_t case_id);
/* The warning ranking_restated, when another version took its place. */
enum error cluster_rank_warn(struct request *req, int64_t case_id);

#endif
