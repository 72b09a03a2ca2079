// What the clipboard holds, or a file: a column runs down from a cell; a block with codes or names is matched by those, in any order.
// Nothing is filled before a look at it. A file is read by the server, as a dry run: the page knows no file format.
import {Problem, send} from '../api.js';
import {ask, el, fill, fold, refusal} from '../dom.js';
import {nameOf, number, t} from '../words.js';
import {cellOf, read} from './month.js';

/** Cells of a spreadsheet's text: TAB and newlines, with quotes where a cell has such signs. @param {string} text @returns {string[][]} */
export function cellsOf(text) {
	const lines = [[]];
	for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g)) {
		lines.at(-1).push((quoted?.replace(/""/g, '"') ?? plain).trim());
		if (!end) break;
		if (end !== '\t') lines.push([]);
	}
	return lines.filter((line) => line.some(Boolean));
}

/** @typedef {{taken: {element: string, text: string, cell?: Object}[], unread: string[], unknown: string[]}} Found */

/** One column from a row on. @returns {Found} */
function runDown(month, lines, element) {
	const from = month.byElement.get(element).at;
	const found = {taken: [], unread: [], unknown: []};
	lines.forEach(([text], i) => {
		const row = month.rows[from + i];
		if (!row) found.unknown.push(text);
		else if (read(text).fault) found.unread.push(`${nameOf(row)}: ${text}`);
		else found.taken.push({element: row.element, text});
	});
	return found;
}

/** Names are tried with codes first; one that several rows share belongs to the first of them that is not taken yet. */
function finder(month) {
	const names = new Map();
	for (const row of month.rows)
		for (const name of [row.element, row.name, row.name_en, row.short_vi]) {
			const key = name && fold(name);
			if (key) names.set(key, [...(names.get(key) || []), row]);
		}
	return (text) => names.get(fold(text)) || [];
}

/** The column that holds the figures: of those to the right of the names the one with the most of them, the last of several. */
function figureColumn(matched) {
	const counts = new Map();
	for (const {line, at} of matched) line.forEach((cell, i) => i > at && cell && read(cell).status && counts.set(i, (counts.get(i) || 0) + 1));
	return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0];
}

/** @returns {Found} */
function match(month, lines) {
	const rowsOf = finder(month);
	const used = new Set();
	const found = {taken: [], unread: [], unknown: []};
	const matched = [];
	for (const line of lines) {
		let row, at;
		line.forEach((cell, i) => {
			const fresh = cell && rowsOf(cell).find((each) => !used.has(each.element));
			if (fresh && (!row || fresh === row)) [row, at] = [fresh, i];
		});
		if (row) used.add(row.element), matched.push({row, line, at});
		else found.unknown.push(line.filter(Boolean).join(' | '));
	}
	const column = figureColumn(matched);
	for (const {row, line} of matched) {
		const text = line[column] || '';
		if (read(text).fault) found.unread.push(`${nameOf(row)}: ${text}`);
		else if (text) found.taken.push({element: row.element, text});
	}
	return found;
}

function listOf(title, items) {
	return items.length > 0 && el('details', {open: true}, el('summary', {}, title), el('ul', {}, items.slice(0, 20).map((text) => el('li', {}, text)), items.length > 20 && el('li', {}, t('more', {n: items.length - 20}))));
}

/** Shows what would be filled, and fills it. @param {Object} entry @param {Found} found */
async function preview(entry, {taken, unread, unknown}) {
	const {month} = entry;
	const text = (each) => each.cell?.text ?? each.text;
	const over = taken.filter((each) => month.cells.get(each.element).text && read(month.cells.get(each.element).text).value !== read(text(each)).value);
	const table = el('table', {class: 'plain preview'}, el('thead', {}, el('tr', {}, [t('entry.figure'), t('old'), t('new')].map((head) => el('th', {scope: 'col'}, head)))),
		el('tbody', {}, taken.map((each) => el('tr', {class: over.includes(each) ? 'over' : ''}, el('th', {scope: 'row'}, nameOf(month.byElement.get(each.element))),
			el('td', {}, month.cells.get(each.element).text || '–'), el('td', {}, number(read(text(each)).value) === '–' ? text(each) : number(read(text(each)).value))))));
	const answer = await ask({
		title: t('paste.preview'), wide: true,
		body: [el('p', {}, t('paste.counts', {n: taken.length, over: over.length, unread: unread.length, unknown: unknown.length})),
			listOf(`✕ ${t('paste.unread')}`, unread), listOf(t('paste.unknown'), unknown), el('div', {class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': t('paste.preview')}, table)],
		actions: taken.length ? [{value: 'go', label: t('paste.fill', {n: taken.length}), main: true, focus: true}, {value: 'no', label: t('cancel')}] : [{value: 'no', label: t('close'), main: true}],
	});
	if (answer !== 'go') return;
	for (const each of taken) month.set(each.element, each.cell || {text: number(read(each.text).value) === '–' ? each.text : number(read(each.text).value)});
	entry.sheet.refresh();
	entry.typed();
	entry.sheet.focus(taken[0].element);
}

/** @param {Object} entry @param {string} text @param {string|null} element  The cell that it was pasted into. */
export function pasteText(entry, text, element) {
	const lines = cellsOf(text);
	const column = lines.every((line) => line.length === 1) && lines.filter(([cell]) => !read(cell).fault).length > lines.length / 2;
	return preview(entry, column ? runDown(entry.month, lines, element || entry.here || entry.month.rows[0].element) : match(entry.month, lines));
}

async function readFile(entry, file, fault) {
	const type = /\.xlsx$/i.test(file.name) ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
	try {
		const {data} = await send('POST', '/reports', {query: {...entry.place, status: 'draft', dry_run: true}, body: file, type});
		return {taken: data.values.map((value) => ({element: value.element, cell: cellOf(value)})), unread: [], unknown: []};
	} catch (problem) {
		fill(fault, problem instanceof Problem ? refusal(problem) : t('offline'));
		return null;
	}
}

/** The way without a shortcut: a field to paste into, and a file. @param {Object} entry */
export async function pasteDialog(entry) {
	const fault = el('div');
	let text = '';
	let found = null;
	const area = el('textarea', {id: 'paste-text', rows: 6, onpaste: (event) => {
		text = event.clipboardData.getData('text/plain');
		event.preventDefault();
		area.closest('dialog').close();
	}, oninput: () => (text = area.value)});
	const file = el('input', {type: 'file', id: 'paste-file', accept: '.csv,.xlsx,.txt', onchange: async () => {
		found = file.files[0] && (await readFile(entry, file.files[0], fill(fault)));
		if (found) file.closest('dialog').close();
		file.value = '';
	}});
	await ask({
		title: t('entry.paste'), wide: true,
		body: [el('label', {htmlFor: 'paste-text'}, t('paste.here')), area, el('label', {htmlFor: 'paste-file'}, t('paste.file')), file, fault],
		actions: [{value: 'go', label: t('paste.look'), main: true}, {value: 'no', label: t('cancel')}],
		act: async (value) => (value === 'no' && ((text = ''), (found = null)), true),
	});
	if (found) return preview(entry, found);
	if (text.trim()) return pasteText(entry, text, null);
}
