/*
 * The state machines, cell by cell: what can be done in each state, where it leads, by which
 * operation and whose step it is. Written out here once more, so that a changed row of
 * lifecycle_tables.c is a decision that somebody takes twice.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lifecycle.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof *(array))

/* "event>state" for each step out of a state, in the order of the table; "-" is the state that a
 * hold found the case in. An end has none. */
struct row {
	const char *state; /* NULL: it comes into being */
	const char *steps;
};

static const struct row award_states[] = {
	{NULL, "register>registered nominate>nominated import>granted"},
	{"registered", "amend>registered withdraw>withdrawn nominate>nominated place_hold>on_hold"},
	{"withdrawn", ""},
	{"nominated", "unit_vote_pass>unit_passed unit_vote_fail>unit_failed place_hold>on_hold"},
	{"unit_passed",
		"cluster_vote_pass>cluster_passed cluster_vote_fail>cluster_failed"
		" council_vote_pass>council_passed council_vote_fail>council_failed"
		" place_hold>on_hold"},
	{"unit_failed", ""},
	{"cluster_passed",
		"council_vote_pass>council_passed council_vote_fail>council_failed"
		" place_hold>on_hold"},
	{"cluster_failed", ""},
	{"council_passed",
		"submit_up>submitted place_hold>on_hold grant>granted reject>rejected"
		" escalate>superseded"},
	{"council_failed", ""},
	{"submitted",
		"request_supplement>supplement_needed open_opinion>in_public_opinion"
		" place_hold>on_hold grant>granted reject>rejected escalate>superseded"},
	{"supplement_needed", "resubmit>submitted expire>returned place_hold>on_hold"},
	{"returned", ""},
	{"in_public_opinion", "close_opinion>submitted place_hold>on_hold"},
	{"on_hold", "clear_hold>- confirm_violation>rejected"},
	{"granted", "publish>published correct>granted review>granted revoke>revoked"},
	{"rejected", ""},
	{"superseded", ""},
	{"published", "confer>conferred correct>published review>published revoke>revoked"},
	{"conferred", "correct>conferred review>conferred revoke>revoked strip>stripped"},
	{"revoked", ""},
	{"stripped", "review>stripped restore>conferred"},
};

static const struct row ballot_states[] = {
	{NULL, "prepare>prepared record>certified"},
	{"prepared", "open>open"},
	{"open", "enrol>open close>closed"},
	{"closed", "count>counted"},
	{"counted", "count>counted certify>certified"},
	{"certified", ""},
};

static const struct row initiative_states[] = {
	{NULL, "register>registered"},
	{"registered", "amend>registered apply>applied"},
	{"applied", "submit>submitted"},
	{"submitted", "consider>in_council"},
	{"in_council", "recognise>recognised reject>rejected request_revision>needs_revision"},
	{"needs_revision", "amend>registered"},
	{"recognised", "recognise>recognised annul>annulled"},
	{"rejected", ""},
	{"annulled", ""},
};

static const struct row movement_states[] = {
	{NULL, "draft>drafted"},
	{"drafted", "amend>drafted launch>launched cancel>cancelled"},
	{"launched", "start>running"},
	{"running", "midterm_review>midterm_review final_review>final_review close>closed"},
	{"midterm_review", "final_review>final_review close>closed"},
	{"final_review", "midterm_review>final_review close>closed"},
	{"closed", ""},
	{"cancelled", ""},
};

static const struct row participant_states[] = {
	{NULL, "invite>invited join>registered"},
	{"invited", "join>registered leave>not_participating"},
	{"registered", "leave>not_participating report>reporting"},
	{"reporting", "leave>not_participating report>reporting review>reviewed"},
	{"reviewed", "review>reviewed"},
	{"not_participating", "join>registered"},
};

static const struct row report_states[] = {
	{NULL, "draft>draft post>submitted"},
	{"draft", "amend>draft post>submitted discard>discarded"},
	{"submitted", "accept>accepted return>returned supersede>superseded"},
	{"accepted", "supersede>superseded"},
	{"returned", ""},
	{"superseded", ""},
	{"discarded", ""},
};

static const struct row period_states[] = {
	{"future", ""},
	{"open", "close>closed lock>locked"},
	{"closed", "lock>locked reopen>open"},
	{"locked", "reopen>open"},
};

static const struct row score_sheet_states[] = {
	{NULL, "draft>draft"},
	{"draft", "amend>draft discard>discarded issue>issued"},
	{"issued", "supersede>retired retire>retired"},
	{"retired", ""},
	{"discarded", ""},
};

static const struct row cluster_states[] = {
	{NULL, "set_up>planned"},
	{"planned", "sign_pact>pact_signed record_pact>pact_signed"},
	{"pact_signed", "start>running step_back>planned"},
	{"running", "review_midyear>midyear_reviewed open_scoring>scoring step_back>pact_signed"},
	{"midyear_reviewed", "open_scoring>scoring step_back>running"},
	{"scoring", "open_voting>voting step_back>-"},
	{"voting", "resolve>resolved step_back>scoring"},
	{"resolved", "hand_over>handed_over step_back>voting"},
	{"handed_over", "step_back>resolved"},
};

static const struct row dossier_states[] = {
	{NULL, "draft>draft"},
	{"draft", "amend>draft finish>final"},
	{"final", "supersede>superseded"},
	{"superseded", ""},
};

static const struct row pact_states[] = {
	{NULL, "draft>draft"},
	{"draft", "amend>draft open>open_for_signing cancel>cancelled"},
	{"open_for_signing", "sign>open_for_signing enforce>in_force cancel>cancelled"},
	{"in_force", "supersede>superseded"},
	{"superseded", ""},
	{"cancelled", ""},
};

static const struct row practice_states[] = {
	{NULL, "draft>draft"},
	{"draft", "amend>draft share>shared"},
	{"shared", "take_up>shared recognise>recognised retire>retired"},
	{"recognised", "take_up>recognised retire>retired"},
	{"retired", ""},
};

static const struct row adoption_states[] = {
	{NULL, "take_up>planned"},
	{"planned", "apply>applied drop>dropped"},
	{"applied", "report>reported drop>dropped"},
	{"reported", "report>reported"},
	{"dropped", ""},
};

static const struct row exemplar_states[] = {
	{NULL, "discover>discovered"},
	{"discovered", "amend>discovered nurture>nurtured retire>retired"},
	{"nurtured", "amend>nurtured recognise>recognised retire>retired"},
	{"recognised", "replicate>replicated retire>retired"},
	{"replicated", "retire>retired"},
	{"retired", ""},
};

static const struct row task_states[] = {
	{NULL, "propose>proposed"},
	{"proposed", "amend>proposed adopt>adopted"},
	{"adopted", "start>in_progress finish>done fail>not_done carry_over>carried_over"},
	{"in_progress", "finish>done fail>not_done carry_over>carried_over"},
	{"done", ""},
	{"not_done", ""},
	{"carried_over", ""},
};

static const struct row scorecard_states[] = {
	{NULL, "open>draft"},
	{"draft", "amend>draft fill_self>draft submit_self>self_submitted"},
	{"self_submitted", "fill_cross>self_submitted check>cross_checked"},
	{"cross_checked", "fill_appraisal>cross_checked appraise>appraised"},
	{"appraised", "object>contested adopt>adopted"},
	{"contested", "answer>appraised"},
	{"adopted", "finalise>final reopen>appraised"},
	{"final", ""},
};

static const char *steps_from(const struct machine *machine, const char *state, struct buffer *out)
{
	struct buffer events = {0};
	char *rest = NULL;

	machine_possible(machine, state, &events);
	buffer_truncate(out, 0);
	buffer_char(&events, '\0');
	for (char *event = strtok_r(events.data, ",", &rest); event;
		event = strtok_r(NULL, ",", &rest)) {
		const struct transition *t = machine_step(machine, state, event);

		assert_non_null(t);
		buffer_printf(out, "%s%s>%s", out->length ? " " : "", event, t->to ? t->to : "-");
	}
	buffer_free(&events);
	return buffer_string(out);
}

static bool is_listed(const struct row *rows, size_t count, const char *state)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].state && !strcmp(rows[i].state, state))
			return true;
	return false;
}

/* Each state's steps are exactly these, and no row of the table names another state. */
static void assert_machine(const struct machine *machine, const struct row *rows, size_t count)
{
	struct buffer steps = {0};

	for (size_t i = 0; i < count; i++)
		assert_string_equal(steps_from(machine, rows[i].state, &steps), rows[i].steps);
	buffer_free(&steps);
	for (size_t i = 0; i < machine->count; i++) {
		const struct transition *t = &machine->transitions[i];

		assert_true(!t->to || is_listed(rows, count, t->to));
		for (size_t f = 0; f < TRANSITION_STATES && t->from[f]; f++)
			assert_true(is_listed(rows, count, t->from[f]));
	}
	for (size_t i = 0; i < machine->awaited_count; i++)
		assert_non_null(machine_step(
			machine, machine->awaited[i].state, machine->awaited[i].event));
}

static void every_state_has_its_steps(void **state)
{
	(void)state;
	assert_machine(&award_machine, award_states, LENGTH_OF(award_states));
	assert_machine(&ballot_machine, ballot_states, LENGTH_OF(ballot_states));
	assert_machine(&initiative_machine, initiative_states, LENGTH_OF(initiative_states));
	assert_machine(&movement_machine, movement_states, LENGTH_OF(movement_states));
	assert_machine(&participant_machine, participant_states, LENGTH_OF(participant_states));
	assert_machine(&report_machine, report_states, LENGTH_OF(report_states));
	assert_machine(&period_machine, period_states, LENGTH_OF(period_states));
	assert_machine(&score_sheet_machine, score_sheet_states, LENGTH_OF(score_sheet_states));
	assert_machine(&cluster_machine, cluster_states, LENGTH_OF(cluster_states));
	assert_machine(&pact_machine, pact_states, LENGTH_OF(pact_states));
	assert_machine(&practice_machine, practice_states, LENGTH_OF(practice_states));
	assert_machine(&adoption_machine, adoption_states, LENGTH_OF(adoption_states));
	assert_machine(&exemplar_machine, exemplar_states, LENGTH_OF(exemplar_states));
	assert_machine(&task_machine, task_states, LENGTH_OF(task_states));
	assert_machine(&scorecard_machine, scorecard_states, LENGTH_OF(scorecard_states));
	assert_machine(&dossier_machine, dossier_states, LENGTH_OF(dossier_states));
}

/* Every event from every state: possible exactly if the state's steps name it. */
static void what_is_not_listed_is_not_possible(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH_OF(award_states); i++)
		for (size_t k = 0; k < award_machine.count; k++) {
			const char *event = award_machine.transitions[k].event;
			char step[40], steps[400];

			snprintf(step, sizeof step, " %s>", event);
			snprintf(steps, sizeof steps, " %s", award_states[i].steps);
			assert_int_equal(strstr(steps, step) != NULL,
				machine_step(&award_machine, award_states[i].state, event) != NULL);
		}
	assert_null(machine_step(&award_machine, "nominated", "no_such_event"));
	assert_null(machine_step(&award_machine, "no_such_state", "nominate"));
}

static void each_step_of_an_award_has_its_operation_and_its_actor(void **state)
{
	static const char *const steps[] = {
		"register create_award unit",
		"nominate create_award unit",
		"import import_decisions decider",
		"amend amend_award unit",
		"withdraw withdraw_award unit",
		"nominate nominate_award unit",
		"unit_vote_pass certify_ballot chair",
		"unit_vote_fail certify_ballot chair",
		"cluster_vote_pass certify_ballot chair",
		"cluster_vote_fail certify_ballot chair",
		"council_vote_pass certify_ballot chair",
		"council_vote_fail certify_ballot chair",
		"submit_up submit_award unit",
		"request_supplement request_supplement above",
		"resubmit resubmit_award unit",
		"expire return_award above",
		"open_opinion open_opinion above",
		"close_opinion close_opinion above",
		"place_hold open_hold above",
		"clear_hold close_hold above",
		"confirm_violation close_hold above",
		"grant create_decision decider",
		"grant create_decision decider",
		"reject reject_award decider",
		"escalate escalate_award decider",
		"publish publish_award unit",
		"confer confer_award unit",
		"correct correct_line decider",
		"correct correct_line decider",
		"correct correct_line decider",
		"review review_award decider",
		"review review_award decider",
		"review review_award decider",
		"review review_award decider",
		"revoke revoke_line decider",
		"strip strip_line decider",
		"restore restore_line decider",
	};

	(void)state;
	assert_int_equal(award_machine.count, LENGTH_OF(steps));
	for (size_t i = 0; i < award_machine.count; i++) {
		const struct transition *t = &award_machine.transitions[i];
		char step[120];

		snprintf(step, sizeof step, "%s %s %s", t->event, t->operation,
			actor_word(t->actor));
		assert_string_equal(step, steps[i]);
	}
}

static void an_actor_has_a_word(void **state)
{
	(void)state;
	assert_string_equal(actor_word(ACTOR_ITSELF), "itself");
	assert_string_equal(actor_word(ACTOR_SECTOR), "sector");
	assert_string_equal(actor_word(ACTOR_LEAD), "lead");
	assert_string_equal(actor_word(ACTOR_CHECKER), "checker");
	assert_string_equal(actor_word(ACTOR_APPRAISER), "appraiser");
	assert_string_equal(actor_word(ACTOR_ISSUER), "issuer");
	assert_null(actor_word((enum actor)99));
}

static void the_list_of_machines_is_whole(void **state)
{
	static const char *const names[] = {"award", "ballot", "initiative", "movement",
		"participant", "report", "period", "score_sheet", "scorecard", "cluster", "pact",
		"practice", "adoption", "exemplar", "task", "dossier"};

	(void)state;
	for (size_t i = 0; i < LENGTH_OF(names); i++)
		assert_string_equal(machines[i]->name, names[i]);
	assert_null(machines[LENGTH_OF(names)]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_has_its_steps),
		cmocka_unit_test(what_is_not_listed_is_not_possible),
		cmocka_unit_test(each_step_of_an_award_has_its_operation_and_its_actor),
		cmocka_unit_test(an_actor_has_a_word),
		cmocka_unit_test(the_list_of_machines_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
