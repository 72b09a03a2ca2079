/* How papers call an office: "Viện kiểm sát nhân dân tỉnh Gia Lai", "Gia Lai, ngày ..". Names here have "VKSND" for the
 * words that papers write out. Both are kept beside the name: the read of one office is what is asked most. */
#include "office/unit.h"
#include "request/bind.h"
#include "request/query.h"

/* A kind of place, its letters, and where its name begins. */
#define PLACE_BEHIND(kind, length, place)                                                          \
	" WHEN substr(name_vi, 7, " length ") = '" kind "' THEN substr(name_vi, " place ")"

enum error unit_write_paper_names(struct request *req, const char *unit)
{
	struct stmt *q = db_query(req->db,
		"UPDATE units SET full_name_vi = replace(name_vi, 'VKSND', 'Viện kiểm sát nhân dân'),"
		" place_vi = CASE WHEN level = 'supreme' THEN 'Hà Nội'"
		" WHEN level NOT IN ('high', 'province', 'district')"
		" OR substr(name_vi, 1, 6) <> 'VKSND ' THEN NULL" PLACE_BEHIND("tỉnh ", "5", "12")
			PLACE_BEHIND("huyện ", "6", "13") PLACE_BEHIND("quận ", "5", "12")
				PLACE_BEHIND("thị xã ", "7", "14") PLACE_BEHIND(
					"thành phố ", "10", "17") PLACE_BEHIND("cấp cao tại ", "12",
					"19") " ELSE substr(name_vi, 7) END WHERE unit = :x_unit");

	bind_text(q, ":x_unit", unit);
	return query_run(req, q);
}
