// What may be done with an object that goes from state to state: the steps of /state-machines that its state allows and its office is the
// caller's to take. What each step asks for is in *_asks.js. Where many conditions decide, the server is asked by a dry run before a step is
// offered, so that no button stands there that it would refuse; where the step itself is what one wants to try, its refusal says what is missing.
import {filled, get, send} from '../api.js';
import {me} from '../app.js';
import {ask, el} from '../dom.js';
import {hasText, t, word} from '../words.js';

/**
 * @typedef {Object} Ask  What an operation asks for, beside what /state-machines says of it.
 * @property {string|((body: Object) => string)} path  Of the call, below the base.
 * @property {import('../form.js').Field[]|(() => Promise<import('../form.js').Field[]>)} [fields]  A field with `sample` may be tried in a dry run; one
 *   that may stay empty is `optional`. A function is asked when the step is taken; such a step is not tried before.
 * @property {*} [intro]
 * @property {Object} [body]  What goes with it in any case.
 * @property {(values: Object) => Object} [shape]  Makes of what is typed what goes into the body.
 * @property {string} [label]
 * @property {'PUT'} [method]
 * @property {boolean} [bare]  What is typed goes into the path alone.
 * @property {boolean} [beside]  It is taken on another record than the one whose ETag is at hand.
 * @property {(answer: Object) => HTMLElement} [told]  What a dry run of all that is typed would end with, shown while one types.
 * @typedef {{event: string, operation: string, label: string} & Ask} Step
 */

/** By machine. @type {Object<string, Promise<Object[]>>} */
const machines = {};

/** The steps of a machine, in the order of a life. @param {string} machine @returns {Promise<Object[]>} */
export function stepsOf(machine) {
	machines[machine] ||= get('/state-machines', {machine}).then(({items}) => items, (problem) => (delete machines[machine], Promise.reject(problem)));
	return machines[machine];
}

const isAbove = (unit) => unit !== me.unit && (me.level === 'supreme' || unit.startsWith(`${me.unit}.`));

/**
 * Whose step it is, as /state-machines says it; what only the server knows is left to it.
 * @param {string} actor @param {string} office  Whose the object is. @param {Object} [cluster]  The object's, with its lead. @param {string} [checker]  Of a scorecard.
 */
function isMine(actor, office, cluster, checker) {
	const over = (unit) => unit === me.unit || isAbove(unit);
	const known = {unit: () => over(office), itself: () => office === me.unit, above: () => isAbove(office), sector: () => me.level === 'supreme', checker: () => checker === me.unit};
	const judge = cluster && (office === cluster.lead ? cluster.deputy : cluster.lead) === me.unit;
	const ofCluster = cluster && {lead: () => cluster.lead === me.unit || over(cluster.issuer), issuer: () => over(cluster.issuer), appraiser: () => judge, judge: () => judge || isAbove(office)};
	return {...known, ...ofCluster}[actor]?.() ?? true;
}

/** "Mở chấm điểm": an event as the text of its button. @param {string} event */
export const stepText = (event) => capital(hasText(`step.${event}`) ? t(`step.${event}`) : word('event', event));

/** What a field is tried with: it only has to be well formed. */
const SAMPLES = {area: 'Hỏi trước khi thực hiện bước này', date: () => me.today, number: 1, text: '1'};

function sampleOf(field) {
	const sample = field.sample ?? field.value ?? SAMPLES[field.type || 'text'];
	return typeof sample === 'function' ? sample() : sample;
}

function nest(body, name, value) {
	const path = name.split('/');
	const last = path.pop();
	path.reduce((object, part) => (object[part] ||= {}), body)[last] = value;
}

async function isPossible(step, etag) {
	const body = {...step.body};
	for (const field of step.fields || []) if (!field.optional) nest(body, field.name, sampleOf(field));
	const isSample = ({pointer}) => (step.fields || []).some(({name}) => `${pointer}/`.startsWith(`/${name}/`));
	try {
		await call(step, body, etag, {query: {dry_run: true}, once: true});
		return true;
	} catch (problem) {
		// What is wrong with the sample alone is no reason.
		return problem.status === 422 && problem.errors.length > 0 && problem.errors.every(isSample);
	}
}

function call(step, body, etag, more) {
	const path = typeof step.path === 'function' ? step.path(body) : step.path;
	const empty = step.bare || (!(typeof step.fields === 'function' || step.fields?.length) && !Object.keys(body).length);
	return send(step.method || 'POST', path, {body: empty ? undefined : body, match: step.beside ? null : etag, ...more});
}

/**
 * The steps that the caller may take now; those of a `cluster` are not tried.
 * @param {{machine: string, state: string, possible?: string[], office: string, cluster?: Object, checker?: string, etag: string|null, asks: Object<string, Ask>}} of
 * @returns {Promise<Step[]>}
 */
export async function offered({machine, state, possible, office, cluster, checker, etag, asks}) {
	const found = (await stepsOf(machine)).filter((step) => step.from === state && step.event !== 'supersede' && asks[step.operation] && me.may.includes(step.operation)
		&& (!possible || possible.includes(step.event)) && isMine(step.actor, office, cluster, checker))
		.map((step) => ({event: step.event, operation: step.operation, label: stepText(step.event), ...asks[step.operation]}));
	return cluster ? found.filter((step, i) => found.findIndex(({operation}) => operation === step.operation) === i) : possibleOf(found, etag);
}

/** Those that the server would not refuse now. @param {Step[]} steps @param {string|null} etag */
export async function possibleOf(steps, etag) {
	const may = await Promise.all(steps.map((step) => isPossible(step, etag)));
	return steps.filter((step, i) => may[i]);
}

/** Steps that lead nowhere or off the way: never the main button. */
const ASIDE = ['amend', 'withdraw', 'place_hold', 'reject', 'escalate', 'cancel', 'leave', 'correct', 'revoke', 'strip', 'annul', 'request_supplement', 'request_revision', 'compute', 'order', 'keep', 'drop', 'fail', 'carry_over', 'retire', 'reopen', 'step_back'];

/** Buttons of the steps, those that lead on first. @param {Step[]} steps @param {string|null} etag @param {string} title @param {() => void} done */
export function buttons(steps, etag, title, done) {
	const [onward, aside] = [false, true].map((is) => steps.filter((step) => ASIDE.includes(step.event) === is));
	return [...onward, ...aside].map((step, i) => el('button', {type: 'button', class: i || !onward.length ? '' : 'main', dataset: {operation: step.operation}, onclick: async () => (await take(step, etag, title)) && done()}, capital(step.label)));
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Asks for what the step needs, and takes it. What is wrong stands at its field; the dialog stays. What is odd is told when it is done.
 * @param {Step} step @param {string|null} etag @param {string} title
 * @returns {Promise<*>} the answer; null when nothing was done and the object is still as it was
 */
export async function take(step, etag, title) {
	const {intro, told, shape = (values) => values} = step;
	const fields = typeof step.fields === 'function' ? await step.fields() : step.fields || [];
	const bodyOf = (values) => ({...step.body, ...filled(shape(values))});
	const {act} = await import('./act.js');
	let moved = false;
	const answer = await act({
		title: title ? `${capital(step.label)}: ${title}` : capital(step.label), intro: intro || (!fields.length && el('p', {}, t('step.sure'))), fields, label: capital(step.label), wide: fields.length > 3,
		call: (values) => call(step, bodyOf(values), etag).catch((problem) => ((moved = problem.status === 409 || problem.status === 412), Promise.reject(problem))),
		would: told && ((values) => call(step, bodyOf(values), etag, {query: {dry_run: true}, once: true}).then(({data}) => told(data), () => null)),
	});
	if (answer?.data?.warnings?.length)
		await ask({title: t('steps.done', {what: capital(step.label)}), body: el('ul', {class: 'warn'}, answer.data.warnings.map((warning) => el('li', {}, warning.detail)))});
	return answer?.data ?? (answer || moved ? {} : null);
}

/**
 * The life of an object as a line of dots up to its good end; where it stands is marked, and what it left the line for is added.
 * @param {Object[]} steps @param {string} state @param {string} end @param {(state: string) => string} name
 */
export function lifeLine(steps, state, end, name) {
	const ends = new Set(steps.map((step) => step.to).filter((to) => to && !steps.some((step) => step.from === to)));
	const line = [];
	for (const {to} of steps) {
		if (to && !line.includes(to) && (to === end || !ends.has(to)) && line.at(-1) !== end) line.push(to);
	}
	const at = line.indexOf(state);
	if (at < 0) line.push(state);
	const here = line.indexOf(state);
	return el('ol', {class: 'life'}, line.map((each, i) => el('li', {class: i < here || each === end && each === state ? 'past' : i === here ? (at < 0 ? 'off' : 'here') : '', 'aria-current': i === here ? 'step' : null}, name(each))));
}
