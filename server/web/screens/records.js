// A list whose records open beside it, each with what it says and the steps that one may take.
import {send} from '../api.js';
import {me, reload} from '../app.js';
import {sheet} from '../dialog.js';
import {el, fill} from '../dom.js';
import {refusal} from '../form.js';
import {fileLinks, listTable} from '../table.js';
import {t, word} from '../words.js';
import {take} from './steps.js';

export const may = (operation) => me.may.includes(operation);
export const pill = (group, state) => el('span', {class: 'pill'}, word(group, state));
export const facts = (rows) => el('table', {class: 'plain facts'}, rows.filter(([, value]) => value).map(([key, value]) => el('tr', {}, el('th', {scope: 'row'}, t(`f.${key}`)), el('td', {}, value))));

/** A button that makes something new. @param {import('./steps.js').Ask & {operation: string, label: string}} step @param {boolean} [main] */
export function maker(step, main) {
	return may(step.operation) && el('button', {type: 'button', class: main ? 'main' : '', onclick: async () => (await take(step, null, '')) && reload()}, step.label);
}

/**
 * @param {import('./cluster.js').Page} page
 * @param {{path: string, query: Object, columns: import('../table.js').Column[], title: (data: Object) => string, show: (data: Object, etag: string|null) => *, empty: string, tools?: *, file: string}} of  The first column opens.
 * @returns {Promise<(id: number) => Promise<void>>} which opens one
 */
export async function records({host, note, part}, {path, query, columns, title, show, empty, tools, file}) {
	const open = async (id) => {
		const body = el('div', {}, el('p', {}, t('loading')));
		note(id);
		const {box} = sheet(host, t('loading'), body, () => note());
		try {
			const {data, etag} = await send('GET', `${path}/${id}`);
			box.querySelector('h2').textContent = title(data);
			box.setAttribute('aria-label', title(data));
			fill(body, await show(data, etag));
		} catch (problem) {
			fill(body, refusal(problem));
		}
	};
	const [first, ...rest] = columns;
	const opener = {...first, show: (item) => el('button', {type: 'button', class: 'link', onclick: () => open(item.id)}, first.show(item))};
	const table = await listTable({path, query: {...query, limit: 100}, columns: [opener, ...rest], caption: t(`part.${part}`), empty});
	fill(host.firstChild, tools && el('p', {class: 'tab-actions'}, tools), el('div', {class: 'scroller'}, table), fileLinks(path, query, file));
	return open;
}
