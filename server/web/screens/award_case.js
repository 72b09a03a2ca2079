// One case: may it go on, by every rule with its numbers and its source; what may be done now; its votes, decisions, holds and steps.
import {get, send} from '../api.js';
import {me, reload} from '../app.js';
import {el, fill} from '../dom.js';
import {link} from '../route.js';
import {facts, paper} from '../table.js';
import {day, hasText, moment, number, t, word} from '../words.js';
import {ballotAsks, caseAsks, newVotes, outcomeOf, recoveries} from './award_asks.js';
import {subjectOf} from './awards.js';
import {buttons, capital, offered, possibleOf, stepsOf} from './steps.js';

const GLYPHS = {pass: '✓', fail: '✕', not_judged: '?'};
const STAGES = ['nomination', 'grant', 'advice'];

/** @param {HTMLElement} main @param {string} id */
export async function open(main, id) {
	const [{data: item, etag}, verdict, {items: ballots}] = await Promise.all([send('GET', `/awards/${id}`), get(`/awards/${id}/eligibility`), get('/ballots', {case_id: id})]);
	const [steps, votes, others, run, back] = await Promise.all([stepsFor(item, etag), votesFor(item, ballots), waitingOn(item), Promise.all(ballots.map(ballotSteps)), recoveriesOf(item)]);
	const title = `${item.award_name}, ${subjectOf(item)}`;
	fill(main,
		el('header', {class: 'head'}, el('div', {}, el('p', {class: 'sub'}, el('a', {href: link('awards', {year: item.year})}, t('awards.title', {year: item.year}))), el('h1', {}, title),
			el('p', {class: 'sub'}, el('span', {class: 'pill'}, word('case_state', item.state)), ` ${word('case_occasion', item.occasion)} · ${t('case.by', {unit: item.nominated_by_name})} · ${word('decision_authority', item.authority)}`)),
		el('p', {class: 'actions'}, buttons([...steps, ...votes], etag, title, reload), buttons(back, null, title, reload), el('a', {class: 'button', href: link(`record/awards/${item.id}`)}, t('screen.record')))),
		el('p', {class: 'small next'}, others.length > 0 && t('case.next', {steps: others.join('; ')})),
		marksOf(item),
		el('div', {class: 'case'}, el('div', {}, rulesOf(verdict), item.warnings.length > 0 && el('ul', {class: 'warn'}, item.warnings.map((warning) => el('li', {}, warning.detail)))),
			el('div', {}, factsOf(item), ballotsOf(ballots, run), decisionsOf(item), holdsOf(item), historyOf(item))));
	return {title, concerns: (event) => event.object === `/awards/${id}` || event.object.startsWith('/ballots')};
}

async function stepsFor(item, etag) {
	const steps = await offered({machine: 'award', state: item.state, possible: item.possible, office: item.nominated_by, etag, asks: withoutEmpty(caseAsks(item))});
	// Both ends of a hold are one operation, which differs by its outcome.
	return steps.map((step) => (outcomeOf[step.event] ? {...step, body: {outcome: outcomeOf[step.event]}} : step));
}

const withoutEmpty = (asks) => Object.fromEntries(Object.entries(asks).filter(([, ask]) => ask));

/** The votes that can come now: of a body whose result this state waits for. */
async function votesFor(item, ballots) {
	const bodies = ['unit', 'cluster', 'council'].filter((body) => item.possible.includes(`${body}_vote_pass`) && !ballots.some((ballot) => ballot.body === body && ballot.state !== 'certified'));
	return me.may.includes('create_ballot') ? possibleOf(bodies.flatMap((body) => newVotes(item.id, body)), null) : [];
}

async function recoveriesOf(item) {
	const gone = item.lines.filter((line) => line.status === 'revoked' && me.may.includes('record_recovery'));
	return possibleOf(gone.flatMap(recoveries), null);
}

async function ballotSteps(ballot) {
	if (ballot.state === 'certified') return [];
	const {etag} = await send('GET', `/ballots/${ballot.id}`);
	return {etag, steps: await offered({machine: 'ballot', state: ballot.state, office: ballot.unit, etag, asks: ballotAsks(ballot)})};
}

/** What comes next and whose it is: each step that the state allows. @returns {Promise<string[]>} */
async function waitingOn(item) {
	const next = (await stepsOf('award')).filter((step) => step.from === item.state && item.possible.includes(step.event));
	return [...new Set(next.map((step) => `${word('event', step.event)} (${word('actor', step.actor)})`))];
}

function marksOf(item) {
	const marks = ['review_needed', 'evidence_restated'].filter((mark) => item[mark]);
	return marks.length > 0 && el('div', {class: 'notice warn'}, marks.map((mark) => el('p', {}, `▲ ${t(`case.${mark}`)}`)));
}

const ruleName = ({rule}) => (hasText(`rule.${rule}`) ? t(`rule.${rule}`) : rule);

/** The rules of a verdict, those that stop it first. @param {Object} verdict  Of /eligibility. */
export function rulesOf(verdict) {
	const told = new Map(verdict.warnings.map((warning) => [warning.pointer, warning.detail]));
	const rules = verdict.rules.map((rule, i) => ({...rule, detail: told.get(`/rules/${i}`)}));
	return el('section', {class: 'rules'},
		el('h2', {class: !rules.length ? '' : verdict.eligible ? 'ok' : 'bad'}, !rules.length ? capital(t('new.no_rules')) : verdict.eligible ? `✓ ${t('rules.eligible')}` : `✕ ${t(`rules.stops_${verdict.stops}`)}`),
		el('p', {class: 'small'}, t('rules.law', {regime: verdict.regime, why: word('regime_choice', verdict.law.why)})),
		rules.length > 0 && el('table', {class: 'list'}, el('caption', {class: 'hidden'}, t('rules.title')),
			el('thead', {}, el('tr', {}, [t('rules.rule'), t('rules.have'), t('rules.need'), t('rules.source')].map((text) => el('th', {scope: 'col'}, text)))),
			STAGES.map((stage) => {
				const mine = rules.filter((rule) => rule.stage === stage).sort((a, b) => (b.result === 'fail') - (a.result === 'fail'));
				return mine.length > 0 && el('tbody', {}, el('tr', {class: 'stage'}, el('th', {colSpan: 4, scope: 'rowgroup'}, capital(word('rule_stage', stage)))), mine.map(ruleRow));
			})));
}

function ruleRow(rule) {
	const share = (part) => (rule.total !== null ? t('rules.of', {n: number(part), all: number(rule.total)}) : number(part));
	return el('tr', {class: rule.result}, el('th', {scope: 'row'}, el('i', {'aria-hidden': 'true'}, GLYPHS[rule.result]), el('span', {class: 'hidden'}, word('rule_result', rule.result)), ` ${ruleName(rule)}`,
		rule.detail && el('p', {class: 'why'}, rule.detail),
		rule.missing_years.length > 0 && el('p', {class: 'why'}, t('rules.missing_years', {years: rule.missing_years.join(', ')}))),
	el('td', {'data-label': t('rules.have')}, rule.have === null ? (rule.result === 'not_judged' ? word('rule_result', rule.result) : '–') : share(rule.have)),
	el('td', {'data-label': t('rules.need')}, rule.need === null ? rule.parameter && rule.value ? (rule.value === '1' ? t('yes') : rule.value) : '–' : number(rule.need)),
	el('td', {class: 'source'}, rule.source, rule.evidence !== 'source' && ` (${word('evidence', rule.evidence)})`));
}

function factsOf(item) {
	return facts([[t('case.registered_on'), day(item.registered_on)], [t('case.nominated_on'), day(item.nominated_on)], [t('field.received_on'), day(item.received_on)], [t('field.merit'), item.merit],
		[t('case.span'), item.achievement_from && `${day(item.achievement_from)} – ${day(item.achievement_to)}`], [t('case.rank'), item.cluster_rank && `${item.cluster_rank.rank ?? '–'}`],
		[t('case.supplement_due'), day(item.supplement_due)], [t('case.opinion'), item.opinion && `${day(item.opinion.from_date)} – ${day(item.opinion.to_date)}`],
		[t('case.superseded_by'), item.superseded_by && el('a', {href: link('awards', {case: item.superseded_by})}, `#${item.superseded_by}`)]]);
}

function ballotsOf(ballots, run) {
	return ballots.length > 0 && el('section', {}, el('h2', {}, t('case.ballots')), ballots.map((ballot, i) => el('div', {class: 'ballot'},
		el('p', {}, el('b', {}, capital(word('ballot_body', ballot.body))), `, ${ballot.unit_name}: `, ballot.passed === null ? word('ballot_state', ballot.state)
			: el('span', {class: ballot.passed ? 'ok' : 'bad'}, `${ballot.passed ? '✓' : '✕'} ${t('vote.counted', {agree: ballot.agree, electorate: ballot.electorate, pct: ballot.threshold_pct})}`)),
		el('p', {class: 'small'}, t('vote.papers', {issued: ballot.issued, returned: number(ballot.returned), valid: number(ballot.valid)}), ballot.minutes && ` · ${ballot.minutes}`, ballot.certified_on && ` · ${day(ballot.certified_on)}`),
		el('p', {class: 'buttons'}, run[i].steps && buttons(run[i].steps, run[i].etag, word('ballot_body', ballot.body), reload), paper(`/ballots/${ballot.id}`, t('vote.print'))))));
}

function decisionsOf(item) {
	return item.lines.length > 0 && el('section', {}, el('h2', {}, t('awards.tab_decisions')), el('ul', {}, item.lines.map((line) => el('li', {}, el('a', {href: link('awards', {decision: line.decision})}, line.number), ` ${day(line.signed_on)} · ${word('decision_line_status', line.status)}`))));
}

function holdsOf(item) {
	return item.holds.length > 0 && el('section', {}, el('h2', {}, t('case.holds')), el('ul', {}, item.holds.map((hold) => el('li', {}, `${word('hold_kind', hold.kind)}, ${day(hold.opened_on)}: ${hold.closed_on ? `${word('hold_outcome', hold.outcome)}, ${day(hold.closed_on)}` : t('case.hold_open')}`))));
}

function historyOf(item) {
	return el('section', {}, el('h2', {}, t('case.steps')), el('ol', {class: 'events'}, [...item.steps].reverse().map((step) => el('li', {}, el('b', {}, capital(word('event', step.event))), `: ${word('case_state', step.to_state)}`,
		el('br'), el('small', {}, [moment(step.at), step.by_unit === item.nominated_by ? step.by_label : `${step.by_unit}/${step.by_label}`, step.document].filter(Boolean).join(' · ')), step.reason && el('p', {class: 'small'}, step.reason)))));
}
