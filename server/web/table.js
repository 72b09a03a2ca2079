// Tables: a list of the contract page by page with sort and files, and a grid that the arrow keys walk; the choice of a cluster above them.
import {address, all, download, get} from './api.js';
import {me} from './app.js';
import {choice, el, fill} from './dom.js';
import {t} from './words.js';

/** The same list as files, each a button in sight. @param {string} path @param {Object<string, *>} query @param {string} name */
export function fileLinks(path, query, name) {
	const link = (label, extra, ending) => el('button', {type: 'button', class: 'link', onclick: () => download(path, {...query, ...extra, limit: null}, `${name}.${ending}`)}, label);
	return el('p', {class: 'files'}, link('CSV', {format: 'csv', headings: 'vi', separator: 'semicolon'}, 'csv'), ' · ', link('Excel', {format: 'xlsx', headings: 'vi'}, 'xlsx'));
}

/**
 * @typedef {{label: string, show: (item: Object) => *, by?: (item: Object) => (string|number|null), number?: boolean}} Column  `by` makes it sortable.
 * @param {{path: string, query: Object, columns: Column[], caption: string, empty: *, first?: Object}} of  `first`: its first page, if it is there already.
 * @returns {Promise<HTMLElement>}
 */
export async function listTable({path, query, columns, caption, empty, first}) {
	const page = first || (await get(path, query));
	const items = [...page.items];
	let next = page.next;
	let sorted = null;
	let down = false;
	if (!items.length) return el('div', {class: 'empty'}, empty);
	const heads = columns.map((column) => el('th', {scope: 'col', class: column.number ? 'number' : ''}, column.by
		? el('button', {type: 'button', class: 'link', onclick: () => sort(column)}, column.label) : column.label));
	const body = el('tbody');
	const more = el('button', {type: 'button', onclick: async () => {
		const rest = await get(path, {...query, cursor: next});
		items.push(...rest.items);
		next = rest.next;
		show();
	}}, t('table.more'));

	function sort(column) {
		down = sorted === column && !down;
		sorted = column;
		items.sort((a, b) => {
			const [x, y] = [column.by(a) ?? '', column.by(b) ?? ''];
			return (typeof x === 'string' ? x.localeCompare(y, 'vi') : x - y) * (down ? -1 : 1);
		});
		heads.forEach((head, i) => (columns[i] === column ? head.setAttribute('aria-sort', down ? 'descending' : 'ascending') : head.removeAttribute('aria-sort')));
		show();
	}

	function show() {
		fill(body, items.map((item) => el('tr', {}, columns.map((column, i) =>
			cell(i ? 'td' : 'th', column, column.show(item))))));
		more.hidden = !next;
	}
	show();
	return el('div', {}, el('table', {class: 'list'}, el('caption', {class: 'hidden'}, caption), el('thead', {}, el('tr', {}, heads)), body), more);
}

/** A figure or a date stays in one piece, and where headings are not in sight it is named. */
function cell(tag, column, shown) {
	const bare = typeof shown === 'string' && /^[\d/:.,% –]+$/.test(shown);
	return el(tag, {scope: tag === 'th' ? 'row' : null, class: [column.number && 'number', bare && 'bare'].filter(Boolean).join(' '), 'data-label': column.label}, shown);
}

/**
 * One stop for Tab, the arrows walk: among the buttons of the cells of a table.
 * @param {HTMLTableElement} table
 */
export function walkGrid(table) {
	const lines = () => [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => [...row.querySelectorAll('td button')]).filter((line) => line.length);
	const all = () => lines().flat();
	const stop = (button) => all().forEach((each) => (each.tabIndex = each === button ? 0 : -1));
	stop(all()[0]);
	table.addEventListener('focusin', (event) => event.target.closest('td button') && stop(event.target.closest('td button')));
	table.addEventListener('keydown', (event) => {
		const step = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]}[event.key];
		const at = step && lines().findIndex((line) => line.includes(event.target));
		if (!step || at < 0) return;
		event.preventDefault();
		const line = lines()[at + step[0]];
		line?.[lines()[at].indexOf(event.target) + step[1]]?.focus();
	});
}

/** The cluster of one's own office. @param {number} year @returns {Promise<string|null>} */
export async function clusterOf(year) {
	const mine = year === me.year ? me.clusters : await all('/clusters', {year, unit: me.unit});
	return mine[0]?.cluster || null;
}

/**
 * The choice of a cluster.
 * @param {number} year @param {{cluster: string, name_vi: string}|null} now @param {[string, string][]} others  What may be chosen in place of a cluster.
 * @param {(value: string) => void} chosen
 */
export function clusterChoice(year, now, others, chosen) {
	const named = (list) => list.map((each) => [each.cluster, list.some((other) => other !== each && other.name_vi === each.name_vi) ? `${each.name_vi}, ${each.issuer_name}` : each.name_vi]);
	return choice(t('cluster'), [...others, ...named(now ? [now] : [])], now?.cluster || '', chosen, async () => [...others, ...named(await all('/clusters', {year}))]);
}

/** Names with what they say, those that say something. @param {[string, *][]} rows */
export function facts(rows) {
	return el('table', {class: 'plain facts'}, rows.filter(([, value]) => value).map(([key, value]) => el('tr', {}, el('th', {scope: 'row'}, key), el('td', {}, value))));
}

/**
 * A form that the server prints. A session's cookie goes with a plain link; with a token the form is fetched and kept as a file.
 * @param {string} path @param {string} label @param {Object<string, *>} [query]
 */
export function paper(path, label, query = {}) {
	const form = {...query, format: 'html'};
	return me.auth === 'session' ? el('a', {class: 'button', href: address(path, form), target: '_blank', rel: 'noopener'}, label)
		: el('button', {type: 'button', onclick: () => download(path, form, 'mau-in.html')}, label);
}
