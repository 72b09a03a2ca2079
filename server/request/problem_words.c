/* See problem_words.h. */
#include "request/problem_words.h"

#include <string.h>

struct word {
	const char *word, *vi;
};

static const struct word words[] = {
	/* events */
	{"amend", "sửa đổi"},
	{"annul", "hủy công nhận"},
	{"apply", "áp dụng"},
	{"cancel", "hủy"},
	{"certify", "xác nhận kết quả"},
	{"clear_hold", "kết luận không vi phạm"},
	{"close", "kết thúc"},
	{"close_opinion", "đóng lấy ý kiến"},
	{"cluster_vote_fail", "cụm bỏ phiếu không đạt"},
	{"cluster_vote_pass", "cụm bỏ phiếu thông qua"},
	{"confer", "trao tặng"},
	{"confirm_violation", "kết luận có vi phạm"},
	{"consider", "đưa ra hội đồng"},
	{"correct", "đính chính"},
	{"council_vote_fail", "hội đồng bỏ phiếu không đạt"},
	{"council_vote_pass", "hội đồng bỏ phiếu thông qua"},
	{"count", "kiểm phiếu"},
	{"draft", "soạn thảo"},
	{"enrol", "ghi người bỏ phiếu"},
	{"escalate", "đề nghị hình thức cao hơn"},
	{"expire", "trả lại vì quá hạn"},
	{"final", "tổng kết"},
	{"final_review", "tổng kết"},
	{"grant", "tặng"},
	{"import", "nhập từ giấy"},
	{"invite", "mời"},
	{"join", "tham gia"},
	{"launch", "phát động"},
	{"leave", "rút"},
	{"midterm", "sơ kết"},
	{"midterm_review", "sơ kết"},
	{"nominate", "đề nghị"},
	{"open", "mở"},
	{"open_opinion", "mở lấy ý kiến"},
	{"place_hold", "tạm dừng"},
	{"prepare", "chuẩn bị"},
	{"publish", "công bố"},
	{"recognise", "công nhận"},
	{"record", "ghi nhận"},
	{"register", "đăng ký"},
	{"reject", "từ chối"},
	{"report", "báo cáo"},
	{"request_revision", "yêu cầu sửa"},
	{"request_supplement", "yêu cầu bổ sung"},
	{"restore", "phục hồi"},
	{"resubmit", "trình lại"},
	{"review", "xem xét lại"},
	{"revoke", "hủy bỏ"},
	{"start", "bắt đầu"},
	{"strip", "tước"},
	{"submit", "trình"},
	{"submit_up", "trình cấp trên"},
	{"unit_vote_fail", "đơn vị bỏ phiếu không đạt"},
	{"unit_vote_pass", "đơn vị bỏ phiếu thông qua"},
	{"withdraw", "rút đăng ký"},
	/* states */
	{"annulled", "đã hủy công nhận"},
	{"applied", "đã áp dụng"},
	{"cancelled", "đã hủy"},
	{"certified", "đã xác nhận kết quả"},
	{"closed", "đã kết thúc"},
	{"cluster_failed", "cụm không thông qua"},
	{"cluster_passed", "cụm đã thông qua"},
	{"conferred", "đã trao tặng"},
	{"council_failed", "hội đồng không thông qua"},
	{"council_passed", "hội đồng đã thông qua"},
	{"counted", "đã kiểm phiếu"},
	{"drafted", "đang soạn thảo"},
	{"granted", "đã tặng"},
	{"in_council", "đang ở hội đồng"},
	{"in_public_opinion", "đang lấy ý kiến"},
	{"invited", "được mời"},
	{"launched", "đã phát động"},
	{"needs_revision", "cần sửa"},
	{"nominated", "đã đề nghị"},
	{"not_participating", "không tham gia"},
	{"on_hold", "đang tạm dừng"},
	{"prepared", "đã chuẩn bị"},
	{"published", "đã công bố"},
	{"recognised", "đã công nhận"},
	{"registered", "đã đăng ký"},
	{"rejected", "bị từ chối"},
	{"reporting", "đang báo cáo"},
	{"returned", "đã trả lại"},
	{"reviewed", "đã đánh giá"},
	{"revoked", "đã hủy bỏ"},
	{"running", "đang thực hiện"},
	{"stripped", "đã tước"},
	{"submitted", "đã trình"},
	{"superseded", "đã thay thế"},
	{"supplement_needed", "chờ bổ sung"},
	{"unit_failed", "đơn vị không thông qua"},
	{"unit_passed", "đơn vị đã thông qua"},
	{"withdrawn", "đã rút đăng ký"},
	/* who decides, for whom, and what came out */
	{"unit_head", "Thủ trưởng đơn vị"},
	{"procurator_general", "Viện trưởng VKSND tối cao"},
	{"prime_minister", "Thủ tướng Chính phủ"},
	{"president", "Chủ tịch nước"},
	{"person", "cá nhân"},
	{"collective", "tập thể"},
	{"both", "cá nhân và tập thể"},
	{"cleared", "không vi phạm"},
	{"violation", "có vi phạm"},
	{"grassroots", "cơ sở"},
	{"sector", "ngành"},
	{"national", "toàn quốc"},
	{"state", "nhà nước"},
	{"unit", "đơn vị"},
	{"province", "tỉnh"},
	{"district", "huyện"},
};

const char *word_in_vietnamese(const char *word, size_t length)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].word) == length && !memcmp(words[i].word, word, length))
			return words[i].vi;
	return NULL;
}

const char *award_in_vietnamese(struct request *req, const char *code)
{
	struct stmt *q =
		db_query(req->db, "SELECT name_vi FROM award_types WHERE award = :x_award");
	const char *name = NULL;

	bind_text(q, ":x_award", code);
	if (db_row(q))
		name = req_text(req, column_text(q, 0));
	req_fail(req, db_done(q));
	return name ? name : code;
}
