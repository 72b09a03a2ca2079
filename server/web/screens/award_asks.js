// What each step of a case asks for, its vote, its hold and its line in a decision with it.
import {me} from '../app.js';
import {el} from '../dom.js';
import {t, word} from '../words.js';

const reason = () => ({name: 'reason', label: t('field.reason'), type: 'area', hint: t('field.reason_hint')});
const letter = (optional) => ({name: 'document', label: t(optional ? 'field.document_if' : 'field.document'), optional});
const date = (name, more) => ({name, label: t(`field.${name}`), type: 'date', ...more});
const amount = (name, more) => ({name, label: t(`field.${name}`), type: 'number', read: whole, ...more});
const whole = (text) => (/^\d{1,15}$/.test(text) ? Number(text) : text);
const words = (group, list) => list.map((each) => [each, word(group, each)]);

/** What a decision says of itself, and who signs it. It is tried with a day of the year, when the office was there. @param {number} year */
export const signed = (year) => [
	{name: 'number', label: t('field.number'), sample: '0/QĐ'}, date('signed_on', {value: me.today, sample: [me.today, `${year}-12-31`].sort()[0]}),
	{name: 'signer/name', label: t('field.signer'), sample: 'Nguyễn Văn A'}, {name: 'signer/title', label: t('field.signer_title'), sample: 'VIỆN TRƯỞNG'},
];

/** What a decision is about. */
export const about = () => ({name: 'subject', label: t('field.subject'), type: 'area', optional: true});

/** @param {Object} item  A case. @returns {Object<string, import('./steps.js').Ask>} */
export function caseAsks(item) {
	const at = (verb, ...fields) => ({path: `/awards/${item.id}/${verb}`, fields});
	const line = item.lines.at(-1);
	const hold = item.holds.find((each) => !each.closed_on);
	const lineAt = (verb, ...fields) => line && {beside: true, path: `/decisions/${line.decision}/lines/${line.line}/${verb}`, fields};
	return {
		amend_award: {path: `/awards/${item.id}`, method: 'PUT', body: {occasion: item.occasion, movement: item.movement}, fields: [
			{name: 'merit', label: t('field.merit'), type: 'area', value: item.merit, optional: true}, date('achievement_from', {value: item.achievement_from, optional: true}), date('achievement_to', {value: item.achievement_to, optional: true})]},
		nominate_award: at('nominate', letter(true)),
		withdraw_award: at('withdraw', reason()),
		submit_award: at('submit', letter(), date('received_on', {optional: true})),
		request_supplement: at('request-supplement', reason(), date('due_on', {optional: true, hint: t('field.due_on_hint')})),
		resubmit_award: at('resubmit', letter()),
		return_award: at('return', letter(true)),
		open_opinion: at('open-opinion', date('from_date'), date('to_date')),
		close_opinion: at('close-opinion', date('closed_on', {value: me.today}), amount('views', {optional: true}), amount('comments', {optional: true})),
		reject_award: at('reject', reason(), letter(true)),
		escalate_award: at('escalate', {name: 'award', label: t('field.award'), hint: t('field.award_hint')}, reason()),
		publish_award: at('publish', letter(true)),
		confer_award: at('confer', letter(true)),
		review_award: at('review', reason(), letter(true)),
		create_decision: {beside: true, path: '/decisions', body: {authority: item.authority, lines: [{case_id: item.id}]}, fields: [...signed(item.year), about()]},
		open_hold: {beside: true, path: '/holds', body: item.person ? {person: item.person} : {unit: item.unit}, fields: [
			{name: 'kind', label: t('field.kind'), type: 'select', options: words('hold_kind', ['discipline', 'inspection', 'complaint', 'press', 'criminal']), sample: 'inspection'},
			date('opened_on', {value: me.today}), {...reason(), hint: ''}, letter(true)]},
		close_hold: hold && {beside: true, path: `/holds/${hold.hold}/close`, fields: [
			{name: 'conclusion', label: t('field.conclusion'), type: 'area'}, date('closed_on', {value: me.today})]},
		correct_line: lineAt('correct', {name: 'printed_name', label: t('field.printed_name'), optional: true}, {...reason(), hint: ''}),
		revoke_line: lineAt('revoke', {name: 'ground', label: t('field.ground'), type: 'select', options: ['a', 'b', 'c', 'd'].map((each) => [each, t(`ground.${each}`)]), sample: 'a'}, {...reason(), hint: ''}, ...signed(item.year)),
		strip_line: lineAt('strip', {...reason(), hint: ''}, ...signed(item.year)),
		restore_line: lineAt('restore', {...reason(), hint: ''}, ...signed(item.year)),
	};
}

/** What came back of a revoked honour. @param {Object} line  Of the case. @returns {import('./steps.js').Step[]} */
export const recoveries = (line) => ['item', 'money'].map((what) => ({event: 'recover', operation: 'record_recovery', label: t(`recover.${what}`), path: `/decisions/${line.decision}/lines/${line.line}/recoveries/${what}`,
	fields: [date('returned_on', {value: me.today}), ...(what === 'money' ? [amount('amount', {hint: t('field.amount_hint'), optional: true})] : [])]}));

/** The two ends of a hold are one operation. */
export const outcomeOf = {clear_hold: 'cleared', confirm_violation: 'violation'};

/** Those who took part, a line each; who voted in writing has a star. @param {string} text */
export function votersOf(text) {
	return text.split(/[\n;]+/).map((line) => line.trim()).filter(Boolean).map((line) => ({voter: line.replace(/\s*\*$/, ''), mode: /\*$/.test(line) ? 'written' : 'present'}));
}

const counts = () => [amount('returned'), amount('valid'), amount('agree'), amount('disagree', {sample: 0})];
const voters = (hint) => ({name: 'voters', label: t('field.voters'), type: 'area', hint, read: votersOf, sample: () => votersOf('-')});
const minutes = () => [{name: 'minutes', label: t('field.minutes')}, date('certified_on', {value: me.today})];

/** How the counts would end, by the server's own check. @param {Object} ballot */
export function verdictOf(ballot) {
	return el('p', {class: ballot.passed ? 'ok' : 'bad'}, `${ballot.passed ? '✓' : '✕'} ${t(ballot.passed ? 'vote.passes' : 'vote.fails', {agree: ballot.agree, electorate: ballot.electorate, pct: ballot.threshold_pct})}`);
}

/** A vote of a body that can come now: written down whole, or prepared to be run. @param {number} id @param {string} body */
export function newVotes(id, body) {
	const members = body === 'cluster' ? [] : [amount('electorate', {hint: t('field.electorate_hint')})];
	const secret = {name: 'secret', label: t('field.secret'), type: 'select', options: [['', t('no')], ['true', t('yes')]], read: () => true, optional: true};
	const name = word('ballot_body', body);
	return [
		{event: 'record', operation: 'create_ballot', label: t('vote.record', {body: name}), path: '/ballots', body: {case_id: id, body, state: 'certified'}, told: verdictOf,
			fields: [...members, secret, voters(t(body === 'cluster' ? 'field.voters_units' : 'field.voters_hint')), ...counts(), ...minutes()]},
		{event: 'prepare', operation: 'create_ballot', label: t('vote.prepare', {body: name}), path: '/ballots', body: {case_id: id, body}, fields: [...members, secret]},
	];
}

/** @param {Object} ballot @returns {Object<string, import('./steps.js').Ask>} */
export function ballotAsks(ballot) {
	const at = (verb, ...fields) => ({path: `/ballots/${ballot.id}/${verb}`, fields});
	return {
		open_ballot: at('open'), close_ballot: at('close'), count_ballot: at('count', ...counts()), certify_ballot: at('certify', ...minutes()),
		enrol_voters: at('voters', voters(t(ballot.body === 'cluster' ? 'field.voters_units' : 'field.voters_hint'))),
	};
}
