// A dialog that asks for what a call needs, makes it, and says what is wrong: at the fields, the rest on top.
import {all} from '../api.js';
import {ask, el, fill, refusal, settle} from '../dom.js';
import {form} from '../form.js';
import {t} from '../words.js';

const PAUSE = 350; // milliseconds without a key, before `would` is asked

/** What may be offered by name where a code is asked for: its list, and the member that has the code. */
const CODES = {units: 'unit', indicators: 'indicator'};

const known = {};
let lists = 0;

/** @param {HTMLElement} node @param {{name: string, codes?: string}[]} fields */
async function offerNames(node, fields) {
	for (const codes of new Set(fields.map((field) => field.codes).filter(Boolean))) {
		known[codes] ||= await all(`/${codes}`);
		const list = el('datalist', {id: `codes-${++lists}`}, known[codes].map((each) => el('option', {value: each[CODES[codes]]}, each.name_vi)));
		node.append(list);
		for (const field of fields) if (field.codes === codes) node.querySelector(`[name="${field.name}"]`).setAttribute('list', list.id);
	}
}

/**
 * @param {{title: string, intro?: *, fields?: (import('../form.js').Field & {codes?: 'units'|'indicators'})[], label: string, wide?: boolean, call: (body: Object) => Promise<*>, would?: (body: Object) => Promise<HTMLElement|null>}} of
 *   A field with `codes` takes a code of that list, offered by name. An empty body is `{}`. `would`: what the call would end with, while one types.
 * @returns {Promise<*|null>} what `call` gave; null when it was given up
 */
export async function act({title, intro, fields = [], label, wide, call, would}) {
	const asked = form(fields);
	const said = el('div');
	const end = el('div', {'aria-live': 'polite'});
	let given = null;
	if (would) asked.node.addEventListener('input', settle(async () => fill(end, await would(asked.values())), PAUSE));
	offerNames(asked.node, fields).catch(() => {});
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
