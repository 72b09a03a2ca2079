/* The state machines. Sources: NĐ 91/2017, NĐ 98/2023 and NĐ 152/2025 on the order of an award. */
#include "lifecycle.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
/* Everything before the grant that a hold can stop. */
#define OPEN_STATES                                                                                \
	"registered", "nominated", "unit_passed", "cluster_passed", "council_passed", "submitted", \
		"supplement_needed", "in_public_opinion"

static const struct transition award_rows[] = {
	{"register", {0}, "registered", "create_award", ACTOR_UNIT,
		"registration of the year is open"},
	{"nominate", {0}, "nominated", "create_award", ACTOR_UNIT,
		"the regime or the occasion asks for no registration; review of the year is open;"
		" eligible; no open hold; no live case of the same kind"},
	{"import", {0}, "granted", "import_decisions", ACTOR_DECIDER,
		"the decision was signed on paper before"},
	{"amend", {"registered"}, "registered", "amend_award", ACTOR_UNIT,
		"registration of the year is open"},
	{"withdraw", {"registered"}, "withdrawn", "withdraw_award", ACTOR_UNIT,
		"registration of the year is open"},
	{"nominate", {"registered"}, "nominated", "nominate_award", ACTOR_UNIT,
		"review of the year is open; eligible; no open hold"},
	{"unit_vote_pass", {"nominated"}, "unit_passed", "certify_ballot", ACTOR_CHAIR,
		"quorum and threshold of the unit's meeting"},
	{"unit_vote_fail", {"nominated"}, "unit_failed", "certify_ballot", ACTOR_CHAIR,
		"quorum or threshold of the unit's meeting missed"},
	{"cluster_vote_pass", {"unit_passed"}, "cluster_passed", "certify_ballot", ACTOR_CHAIR,
		"the award needs the cluster's vote; threshold of its members"},
	{"cluster_vote_fail", {"unit_passed"}, "cluster_failed", "certify_ballot", ACTOR_CHAIR,
		"the award needs the cluster's vote; threshold of its members missed"},
	{"council_vote_pass", {"unit_passed", "cluster_passed"}, "council_passed", "certify_ballot",
		ACTOR_CHAIR,
		"after the cluster's vote where the award needs it; secret where the award needs"
		" it; threshold of all members"},
	{"council_vote_fail", {"unit_passed", "cluster_passed"}, "council_failed", "certify_ballot",
		ACTOR_CHAIR, "as council_vote_pass; threshold missed"},
	{"submit_up", {"council_passed"}, "submitted", "submit_award", ACTOR_UNIT,
		"the authority is above the office that proposes"},
	{"request_supplement", {"submitted"}, "supplement_needed", "request_supplement",
		ACTOR_ABOVE, "as often as the regime allows"},
	{"resubmit", {"supplement_needed"}, "submitted", "resubmit_award", ACTOR_UNIT,
		"not after the day it is due"},
	{"expire", {"supplement_needed"}, "returned", "return_award", ACTOR_ABOVE,
		"after the day it is due"},
	{"open_opinion", {"submitted"}, "in_public_opinion", "open_opinion", ACTOR_ABOVE,
		"the award needs public opinion; the window is as long as the regime asks"},
	{"close_opinion", {"in_public_opinion"}, "submitted", "close_opinion", ACTOR_ABOVE,
		"after its last day, with views and comments"},
	{"place_hold", {OPEN_STATES}, "on_hold", "open_hold", ACTOR_ABOVE,
		"seen from the subject: a person's own office is above it"},
	{"clear_hold", {"on_hold"}, NULL, "close_hold", ACTOR_ABOVE,
		"as place_hold; outcome cleared, with its conclusion; no other hold is open"},
	{"confirm_violation", {"on_hold"}, "rejected", "close_hold", ACTOR_ABOVE,
		"as place_hold; outcome violation, with its conclusion"},
	{"grant", {"council_passed"}, "granted", "create_decision", ACTOR_DECIDER,
		"own authority; eligible; within the quota"},
	{"grant", {"submitted"}, "granted", "create_decision", ACTOR_DECIDER,
		"eligible; within the quota; public opinion closed where the award needs it"},
	{"reject", {"council_passed", "submitted"}, "rejected", "reject_award", ACTOR_DECIDER,
		"with a reason; a higher authority only what was submitted to it"},
	{"escalate", {"council_passed", "submitted"}, "superseded", "escalate_award", ACTOR_DECIDER,
		"a new case for the higher award is opened; a higher authority only what was"
		" submitted to it"},
	{"publish", {"granted"}, "published", "publish_award", ACTOR_UNIT, NULL},
	{"confer", {"published"}, "conferred", "confer_award", ACTOR_UNIT, NULL},
	{"correct", {"granted"}, "granted", "correct_line", ACTOR_DECIDER, "spelling only"},
	{"correct", {"published"}, "published", "correct_line", ACTOR_DECIDER, "spelling only"},
	{"correct", {"conferred"}, "conferred", "correct_line", ACTOR_DECIDER, "spelling only"},
	{"review", {"granted"}, "granted", "review_award", ACTOR_DECIDER, "it needs a review"},
	{"review", {"published"}, "published", "review_award", ACTOR_DECIDER, "it needs a review"},
	{"review", {"conferred"}, "conferred", "review_award", ACTOR_DECIDER, "it needs a review"},
	{"review", {"stripped"}, "stripped", "review_award", ACTOR_DECIDER, "it needs a review"},
	{"revoke", {"granted", "published", "conferred"}, "revoked", "revoke_line", ACTOR_DECIDER,
		"ground a, b, c or d of Luật 06/2022/QH15 Đ.93.2"},
	{"strip", {"conferred"}, "stripped", "strip_line", ACTOR_DECIDER,
		"orders and honorary titles of the state only; a prison sentence is in force"},
	{"restore", {"stripped"}, "conferred", "restore_line", ACTOR_DECIDER, "exonerated"},
};

static const struct transition ballot_rows[] = {
	{"prepare", {0}, "prepared", "create_ballot", ACTOR_CHAIR,
		"the case is at this vote; one ballot for each body"},
	{"record", {0}, "certified", "create_ballot", ACTOR_CHAIR,
		"a vote on paper, with voters, counts and minutes at once"},
	{"open", {"prepared"}, "open", "open_ballot", ACTOR_CHAIR, NULL},
	{"enrol", {"open"}, "open", "enrol_voters", ACTOR_CHAIR,
		"members of the electorate, each once"},
	{"close", {"open"}, "closed", "close_ballot", ACTOR_CHAIR, NULL},
	{"count", {"closed", "counted"}, "counted", "count_ballot", ACTOR_CHAIR,
		"valid = agree + disagree <= returned <= issued <= electorate"},
	{"certify", {"counted"}, "certified", "certify_ballot", ACTOR_CHAIR, "with the minutes"},
};

static const struct transition initiative_rows[] = {
	{"register", {0}, "registered", "create_initiative", ACTOR_UNIT, NULL},
	{"amend", {"registered", "needs_revision"}, "registered", "replace_initiative", ACTOR_UNIT,
		NULL},
	{"apply", {"registered"}, "applied", "apply_initiative", ACTOR_UNIT, NULL},
	{"submit", {"applied"}, "submitted", "submit_initiative", ACTOR_UNIT,
		"not before it was applied"},
	{"consider", {"submitted"}, "in_council", "consider_initiative", ACTOR_UNIT, NULL},
	{"recognise", {"in_council", "recognised"}, "recognised", "recognise_initiative",
		ACTOR_UNIT,
		"by a decision, each level once; sector and national scope by the sector's top"},
	{"reject", {"in_council"}, "rejected", "reject_initiative", ACTOR_UNIT, "with a reason"},
	{"request_revision", {"in_council"}, "needs_revision", "revise_initiative", ACTOR_UNIT,
		"with a reason"},
	{"annul", {"recognised"}, "annulled", "annul_initiative", ACTOR_UNIT,
		"fraud; what rested on it is marked for review"},
};

static const struct transition movement_rows[] = {
	{"draft", {0}, "drafted", "create_movement", ACTOR_UNIT, NULL},
	{"amend", {"drafted"}, "drafted", "replace_movement", ACTOR_UNIT, NULL},
	{"launch", {"drafted"}, "launched", "launch_movement", ACTOR_UNIT, "with its document"},
	{"cancel", {"drafted"}, "cancelled", "cancel_movement", ACTOR_UNIT, "with a reason"},
	{"start", {"launched"}, "running", "start_movement", ACTOR_UNIT, NULL},
	{"midterm_review", {"running"}, "midterm_review", "review_movement_midterm", ACTOR_UNIT,
		NULL},
	{"final_review", {"running", "midterm_review"}, "final_review", "review_movement_finally",
		ACTOR_UNIT, NULL},
	{"midterm_review", {"final_review"}, "final_review", "review_movement_midterm", ACTOR_UNIT,
		"held before the final review, recorded after it: a movement that owes it could"
		" never close otherwise"},
	{"close", {"running", "midterm_review", "final_review"}, "closed", "close_movement",
		ACTOR_UNIT,
		"the final review was held; a thematic one as long as the regime says also had its"
		" midterm review"},
};

static const struct transition participant_rows[] = {
	{"invite", {0}, "invited", "invite_participant", ACTOR_UNIT,
		"by the office that launches, before the final review of the movement"},
	{"join", {0}, "registered", "join_movement", ACTOR_ITSELF,
		"the unit lies below the office that launched it; before the final review"},
	{"join", {"invited", "not_participating"}, "registered", "join_movement", ACTOR_ITSELF,
		"before the final review of the movement"},
	{"leave", {"invited", "registered", "reporting"}, "not_participating", "leave_movement",
		ACTOR_ITSELF, "before the movement closes"},
	{"report", {"registered", "reporting"}, "reporting", "report_movement_result", ACTOR_ITSELF,
		"before the movement closes"},
	{"review", {"reporting", "reviewed"}, "reviewed", "review_participant", ACTOR_UNIT,
		"by the office that launched it, before the movement closes"},
};

static const struct transition report_rows[] = {
	{"draft", {0}, "draft", "create_report", ACTOR_UNIT,
		"the period has begun and is not locked for the office; no other draft of it; figures"
		" that do not agree are warnings"},
	{"post", {0}, "submitted", "create_report", ACTOR_UNIT,
		"the period has begun and is not locked for the office; no draft of it; the figures"
		" agree; a later version has a reason"},
	{"post", {0}, "submitted", "import_reports", ACTOR_UNIT,
		"as create_report, for all of its reports"},
	{"amend", {"draft"}, "draft", "replace_report", ACTOR_UNIT, NULL},
	{"post", {"draft"}, "submitted", "submit_report", ACTOR_UNIT,
		"the period is not locked for the office; the figures agree; a later version has a"
		" reason"},
	{"discard", {"draft"}, "discarded", "discard_report", ACTOR_UNIT, NULL},
	{"accept", {"submitted"}, "accepted", "accept_report", ACTOR_ABOVE,
		"or by the lead of the office's cluster, of the lead's own by the deputy; not by the"
		" office that submitted it"},
	{"accept", {"submitted"}, "accepted", "accept_reports", ACTOR_ABOVE,
		"as accept_report, for all that are named"},
	{"return", {"submitted"}, "returned", "return_report", ACTOR_ABOVE, "as accept_report"},
	{"supersede", {"submitted", "accepted"}, "superseded", "create_report", ACTOR_UNIT,
		"its next version is submitted"},
	{"supersede", {"submitted", "accepted"}, "superseded", "submit_report", ACTOR_UNIT,
		"its next version is submitted"},
	{"supersede", {"submitted", "accepted"}, "superseded", "import_reports", ACTOR_UNIT,
		"its next version is submitted"},
};

/* An open period is called `future` until its first day. */
static const struct transition period_rows[] = {
	{"close", {"open"}, "closed", "close_period", ACTOR_SECTOR, NULL},
	{"lock", {"open", "closed"}, "locked", "lock_period", ACTOR_SECTOR, NULL},
	{"reopen", {"closed", "locked"}, "open", "reopen_period", ACTOR_SECTOR, NULL},
};

static const struct transition score_sheet_rows[] = {
	{"draft", {0}, "draft", "create_score_sheet", ACTOR_UNIT,
		"no other draft for its year and audience; after an issued version with a reason"},
	{"amend", {"draft"}, "draft", "replace_score_sheet", ACTOR_UNIT, NULL},
	{"amend", {"draft"}, "draft", "import_criteria", ACTOR_UNIT, NULL},
	{"amend", {"draft"}, "draft", "remove_criterion", ACTOR_UNIT, NULL},
	{"discard", {"draft"}, "discarded", "discard_score_sheet", ACTOR_UNIT, NULL},
	{"issue", {"draft"}, "issued", "issue_score_sheet", ACTOR_UNIT,
		"its maxima add up, and each criterion has what its kind needs"},
	{"supersede", {"issued"}, "retired", "issue_score_sheet", ACTOR_UNIT,
		"the next version is issued"},
	{"retire", {"issued"}, "retired", "retire_score_sheet", ACTOR_UNIT, "with a reason"},
};

static const struct awaited award_awaited[] = {
	{"registered", "nominate"},
	{"nominated", "unit_vote_pass"},
	{"unit_passed", "cluster_vote_pass"},
	{"unit_passed", "council_vote_pass"},
	{"cluster_passed", "council_vote_pass"},
	{"council_passed", "grant"},
	{"council_passed", "submit_up"},
	{"submitted", "open_opinion"},
	{"submitted", "grant"},
	{"supplement_needed", "resubmit"},
	{"supplement_needed", "expire"},
	{"in_public_opinion", "close_opinion"},
	{"granted", "review"},
	{"granted", "publish"},
	{"published", "review"},
	{"published", "confer"},
	{"conferred", "review"},
	{"stripped", "review"},
};

static const struct awaited ballot_awaited[] = {
	{"prepared", "open"},
	{"open", "close"},
	{"closed", "count"},
	{"counted", "certify"},
};

static const struct awaited initiative_awaited[] = {
	{"registered", "apply"},
	{"applied", "submit"},
	{"submitted", "consider"},
	{"in_council", "recognise"},
	{"needs_revision", "amend"},
};

const struct machine award_machine = {
	"award", award_rows, COUNT(award_rows), award_awaited, COUNT(award_awaited)};
const struct machine ballot_machine = {
	"ballot", ballot_rows, COUNT(ballot_rows), ballot_awaited, COUNT(ballot_awaited)};
const struct machine initiative_machine = {"initiative", initiative_rows, COUNT(initiative_rows),
	initiative_awaited, COUNT(initiative_awaited)};
const struct machine movement_machine = {"movement", movement_rows, COUNT(movement_rows), NULL, 0};
const struct machine score_sheet_machine = {
	"score_sheet", score_sheet_rows, COUNT(score_sheet_rows), NULL, 0};
const struct machine participant_machine = {
	"participant", participant_rows, COUNT(participant_rows), NULL, 0};
const struct machine report_machine = {"report", report_rows, COUNT(report_rows), NULL, 0};
const struct machine period_machine = {"period", period_rows, COUNT(period_rows), NULL, 0};
const struct machine *const machines[] = {&award_machine, &ballot_machine, &initiative_machine,
	&movement_machine, &participant_machine, &report_machine, &period_machine,
	&score_sheet_machine, &scorecard_machine, &cluster_machine, &pact_machine,
	&practice_machine, &adoption_machine, &exemplar_machine, &task_machine, &dossier_machine,
	NULL};
