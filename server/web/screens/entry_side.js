// Beside the sheet: the cell one stands in. Its year as bars, the parts it is made of, what it feeds, note and kind of number.
import {get} from '../api.js';
import {monthBars} from '../chart.js';
import {el, fill} from '../dom.js';
import {nameOf, number, t, word} from '../words.js';
import {rowName} from './entry_sheet.js';

/** @param {import('./month.js').Month} month @param {{sheet: Object, readOnly: boolean, changed: (element: string) => void}} of */
export function makeSide(month, {sheet, readOnly, changed}) {
	const node = el('aside', {class: 'side', 'aria-label': t('entry.side')}, el('p', {class: 'small'}, t('entry.side_empty')));
	const years = new Map();
	const at = (element) => month.byElement.get(element).at;
	const sums = month.form.sums.filter(({part}) => month.byElement.has(part)).sort((a, b) => at(a.part) - at(b.part));
	let asked = null;
	let timer = 0;
	let shown = null;

	const name = (element) => rowName(month.byElement.get(element) || {name: element});

	function terms(title, list, key) {
		return list.length > 0 && [el('h3', {}, title), el('ul', {class: 'terms'}, list.map((term) => el('li', {},
			el('button', {type: 'button', class: 'link', onclick: () => sheet.focus(term[key])}, key === 'part' && `${term.sign < 0 ? '−' : '+'} `, name(term[key])),
			el('b', {}, number(month.read(term[key]).value)))))];
	}

	function kind(element) {
		const options = ['actual', 'provisional', 'estimate', 'missing', 'impossible'];
		const {status} = month.read(element);
		const now = month.cells.get(element).status || status || 'actual';
		return el('label', {}, t('entry.kind'), el('select', {disabled: readOnly, onchange: (event) => choose(element, event.target.value)},
			options.map((value) => el('option', {value, selected: value === now}, word('value_status', value)))));
	}

	function choose(element, value) {
		if (value === 'missing' || value === 'impossible') return sheet.put(element, value === 'missing' ? '?' : '–');
		month.set(element, {status: value === 'actual' ? null : value});
		if (['missing', 'impossible'].includes(month.read(element).status)) sheet.put(element, '');
		changed(element);
	}

	function note(element) {
		return el('label', {}, t('entry.note'), el('textarea', {rows: 2, readOnly, value: month.cells.get(element).note,
			oninput: (event) => (month.set(element, {note: event.target.value}), changed(element))}));
	}

	async function year(element, place) {
		asked?.abort();
		asked = new AbortController();
		try {
			if (!years.has(element)) years.set(element, (await get('/series', {element, unit: month.form.unit, year: month.form.year}, asked.signal)).items);
		} catch {
			return; // The picture is left out; what can be done about it is said elsewhere.
		}
		if (shown !== element) return;
		const points = years.get(element).map((point) => (point.period === month.form.period ? {...point, value: month.read(element).value} : point));
		fill(place, monthBars(points, {label: name(element), now: month.form.period}));
	}

	return {
		node,
		/** @param {string} element */
		show(element) {
			const row = month.byElement.get(element);
			const chart = el('div', {class: 'chart'});
			shown = element;
			fill(node, el('h2', {}, nameOf(row)), el('p', {class: 'small'}, `${row.element} · ${word('behaviour', row.behaviour)}`), chart,
				terms(t('entry.made_of'), sums.filter(({whole}) => whole === element), 'part'),
				terms(t('entry.feeds'), sums.filter(({part}) => part === element), 'whole'),
				note(element), kind(element));
			clearTimeout(timer);
			timer = setTimeout(() => year(element, chart), 200);
		},
		/** The numbers again. */
		refresh() {
			if (shown && !node.contains(document.activeElement)) this.show(shown);
		},
	};
}
