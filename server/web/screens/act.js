// A dialog that asks for what a call needs, makes it, and says what is wrong: at the fields, the rest on top.
import {all} from '../api.js';
import {ask} from '../dialog.js';
import {el, fill, settle} from '../dom.js';
import {form, refusal} from '../form.js';
import {t} from '../words.js';

const PAUSE = 350; // milliseconds without a key, before `would` is asked

let units = null;
let lists = 0;

/** Offers the offices by name where a code of one is asked for. @param {HTMLElement} node @param {string[]} names  Of the fields. */
async function offerUnits(node, names) {
	const inputs = names.map((name) => node.querySelector(`[name="${name}"]`)).filter(Boolean);
	if (!inputs.length) return;
	units ||= await all('/units');
	const list = el('datalist', {id: `units-${++lists}`}, units.map((unit) => el('option', {value: unit.unit}, unit.name_vi)));
	node.append(list);
	inputs.forEach((input) => input.setAttribute('list', list.id));
}

/**
 * @param {{title: string, intro?: *, fields?: (import('../form.js').Field & {unit?: boolean})[], label: string, wide?: boolean, call: (body: Object) => Promise<*>, would?: (body: Object) => Promise<HTMLElement|null>}} of
 *   A field with `unit` takes the code of an office. An empty body is `{}`. `would`: what the call would end with, while one types.
 * @returns {Promise<*|null>} what `call` gave; null when it was given up
 */
export async function act({title, intro, fields = [], label, wide, call, would}) {
	const asked = form(fields);
	const said = el('div');
	const end = el('div', {'aria-live': 'polite'});
	let given = null;
	if (would) asked.node.addEventListener('input', settle(async () => fill(end, await would(asked.values())), PAUSE));
	offerUnits(asked.node, fields.filter((field) => field.unit).map((field) => field.name)).catch(() => {});
	const answer = await ask({
		title, wide, body: [intro, said, asked.node, end],
		actions: [{value: 'go', label, main: true}, {value: 'no', label: t('cancel')}],
		async act(value) {
			if (value !== 'go') return true;
			try {
				given = await call(asked.values());
				return true;
			} catch (problem) {
				const errors = asked.faults(problem.errors || []);
				fill(said, (errors.length > 0 || !problem.errors?.length) && refusal(problem.status ? {...problem, errors} : {title: t('failed'), detail: t('signin.offline')}));
				return false;
			}
		},
	});
	return answer === 'go' ? given : null;
}

/** The body without what was left empty, in it too: what is not there has the server's default. @param {Object<string, *>} body @returns {Object<string, *>} */
export const filled = (body) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null).map(([name, value]) => [name, value?.constructor === Object ? filled(value) : value]));

/** Shows what the server gives once and never again. @param {string} title @param {string} secret @param {*} told */
export async function showOnce(title, secret, told) {
	const field = el('input', {value: secret, readOnly: true, 'aria-label': title, onfocus: () => field.select()});
	const copied = el('span', {role: 'status'});
	const copy = async () => {
		field.select();
		// Without TLS in a network there is no clipboard; the old command still works there.
		if (navigator.clipboard) await navigator.clipboard.writeText(secret).catch(() => document.execCommand('copy'));
		else document.execCommand('copy');
		fill(copied, ` ✓ ${t('once.copied')}`);
	};
	await ask({title, body: [el('p', {}, told), el('p', {class: 'once'}, field), el('p', {}, el('button', {type: 'button', onclick: copy}, t('once.copy')), copied), el('p', {class: 'warn'}, `▲ ${t('once.warning')}`)]});
}
