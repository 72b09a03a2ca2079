/*
 * The steps of the state machines against the contract: each names an operation that there is, and
 * these roles may call it. tests/contract.c then asks every operation with every other role.
 */
#include "fixture/fixture.h"

#include <string.h>

#include "gen/api.h"
#include "lifecycle.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof *(array))

static const struct {
	const char *operation;
	unsigned roles;
} steps[] = {
	{"create_award", ROLE_HEAD},
	{"import_decisions", ROLE_HEAD | ROLE_ADMIN},
	{"amend_award", ROLE_HEAD},
	{"withdraw_award", ROLE_HEAD},
	{"nominate_award", ROLE_HEAD},
	{"certify_ballot", ROLE_HEAD},
	{"submit_award", ROLE_HEAD},
	{"request_supplement", ROLE_HEAD},
	{"resubmit_award", ROLE_HEAD},
	{"return_award", ROLE_HEAD},
	{"open_opinion", ROLE_HEAD},
	{"close_opinion", ROLE_HEAD},
	{"open_hold", ROLE_HEAD},
	{"close_hold", ROLE_HEAD},
	{"create_decision", ROLE_HEAD},
	{"reject_award", ROLE_HEAD},
	{"escalate_award", ROLE_HEAD},
	{"publish_award", ROLE_HEAD},
	{"confer_award", ROLE_HEAD},
	{"correct_line", ROLE_HEAD},
	{"review_award", ROLE_HEAD},
	{"revoke_line", ROLE_HEAD},
	{"strip_line", ROLE_HEAD},
	{"restore_line", ROLE_HEAD},
	{"create_ballot", ROLE_HEAD},
	{"open_ballot", ROLE_HEAD},
	{"enrol_voters", ROLE_HEAD},
	{"close_ballot", ROLE_HEAD},
	{"count_ballot", ROLE_HEAD},
	{"create_initiative", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"replace_initiative", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"apply_initiative", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"submit_initiative", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"consider_initiative", ROLE_HEAD},
	{"recognise_initiative", ROLE_HEAD},
	{"reject_initiative", ROLE_HEAD},
	{"revise_initiative", ROLE_HEAD},
	{"annul_initiative", ROLE_HEAD},
	{"create_movement", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"replace_movement", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"launch_movement", ROLE_HEAD},
	{"cancel_movement", ROLE_HEAD},
	{"start_movement", ROLE_HEAD},
	{"review_movement_midterm", ROLE_HEAD},
	{"review_movement_finally", ROLE_HEAD},
	{"close_movement", ROLE_HEAD},
	{"invite_participant", ROLE_HEAD},
	{"join_movement", ROLE_HEAD},
	{"leave_movement", ROLE_HEAD},
	{"report_movement_result", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"review_participant", ROLE_HEAD},
	{"create_score_sheet", ROLE_ADMIN},
	{"replace_score_sheet", ROLE_ADMIN},
	{"import_criteria", ROLE_ADMIN},
	{"remove_criterion", ROLE_ADMIN},
	{"discard_score_sheet", ROLE_ADMIN},
	{"issue_score_sheet", ROLE_ADMIN},
	{"retire_score_sheet", ROLE_ADMIN},
	{"create_cluster", ROLE_ADMIN},
	{"import_clusters", ROLE_ADMIN},
	{"record_cluster_pact", ROLE_HEAD},
	{"start_cluster", ROLE_HEAD},
	{"review_cluster_midyear", ROLE_HEAD},
	{"open_cluster_scoring", ROLE_HEAD},
	{"open_cluster_voting", ROLE_HEAD},
	{"resolve_cluster", ROLE_HEAD},
	{"hand_over_cluster", ROLE_HEAD},
	{"step_cluster_back", ROLE_ADMIN},
	{"create_pact", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"replace_pact", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"open_pact", ROLE_HEAD},
	{"sign_pact", ROLE_HEAD},
	{"enforce_pact", ROLE_HEAD},
	{"cancel_pact", ROLE_HEAD},
	{"create_practice", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"replace_practice", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"share_practice", ROLE_HEAD},
	{"recognise_practice", ROLE_HEAD},
	{"retire_practice", ROLE_HEAD},
	{"adopt_practice", ROLE_HEAD},
	{"apply_adoption", ROLE_HEAD},
	{"report_adoption", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"drop_adoption", ROLE_HEAD},
	{"create_exemplar", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"replace_exemplar", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"nurture_exemplar", ROLE_HEAD},
	{"recognise_exemplar", ROLE_HEAD},
	{"replicate_exemplar", ROLE_HEAD},
	{"retire_exemplar", ROLE_HEAD},
	{"create_task", ROLE_HEAD},
	{"propose_tasks", ROLE_HEAD},
	{"replace_task", ROLE_HEAD},
	{"adopt_task", ROLE_HEAD},
	{"start_task", ROLE_HEAD},
	{"finish_task", ROLE_HEAD},
	{"fail_task", ROLE_HEAD},
	{"carry_task_over", ROLE_HEAD},
	{"open_scorecards", ROLE_HEAD},
	{"replace_scorecard", ROLE_HEAD},
	{"put_score_cells", ROLE_CLERK | ROLE_HEAD},
	{"submit_scorecard", ROLE_HEAD},
	{"check_scorecard", ROLE_HEAD},
	{"appraise_scorecard", ROLE_HEAD},
	{"object_to_scorecard", ROLE_HEAD},
	{"answer_objections", ROLE_HEAD},
	{"adopt_scorecards", ROLE_HEAD},
	{"finalise_scorecard", ROLE_ADMIN},
	{"reopen_scorecard", ROLE_ADMIN},
	{"create_dossier", ROLE_HEAD},
	{"replace_dossier", ROLE_HEAD},
	{"finish_dossier", ROLE_HEAD},
	{"create_report", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"import_reports", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"replace_report", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"submit_report", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"discard_report", ROLE_CLERK | ROLE_HEAD | ROLE_ADMIN},
	{"accept_report", ROLE_HEAD},
	{"accept_reports", ROLE_HEAD},
	{"return_report", ROLE_HEAD},
	{"close_period", ROLE_ADMIN},
	{"lock_period", ROLE_ADMIN},
	{"reopen_period", ROLE_ADMIN},
};

static const struct route *route_of(const char *operation)
{
	for (size_t i = 0; i < api_route_count; i++)
		if (!strcmp(api_routes[i].operation, operation))
			return &api_routes[i];
	fail_msg("no operation %s", operation);
	return NULL;
}

static unsigned expected_roles(const char *operation)
{
	for (size_t i = 0; i < LENGTH_OF(steps); i++)
		if (!strcmp(steps[i].operation, operation))
			return steps[i].roles;
	fail_msg("%s is not in the list", operation);
	return 0;
}

static void every_step_is_an_operation_for_these_roles(void **state)
{
	(void)state;
	for (size_t m = 0; machines[m]; m++)
		for (size_t i = 0; i < machines[m]->count; i++) {
			const char *operation = machines[m]->transitions[i].operation;
			const struct route *route = route_of(operation);

			if (route->method == METHOD_GET)
				fail_msg("%s changes nothing", operation);
			if (route->roles != expected_roles(operation))
				fail_msg("%s is for roles %x", operation, route->roles);
		}
}

static bool takes_a_step(const char *operation)
{
	for (size_t m = 0; machines[m]; m++)
		for (size_t i = 0; i < machines[m]->count; i++)
			if (!strcmp(machines[m]->transitions[i].operation, operation))
				return true;
	return false;
}

static void the_list_names_no_other_operation(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH_OF(steps); i++)
		if (!takes_a_step(steps[i].operation))
			fail_msg("%s takes no step", steps[i].operation);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_step_is_an_operation_for_these_roles),
		cmocka_unit_test(the_list_names_no_other_operation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
