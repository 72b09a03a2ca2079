// The sheet of a month: a row for each figure, areas at the left, messages under the names. Keys: Enter and the arrows walk.
import {el, fill, say} from '../dom.js';
import {hasText, nameOf, number, periodName, monthBeside, signed, t} from '../words.js';

/** The text of a finding, at its row: the row's own name is not said again. @param {Object} finding @param {(element: string) => string} nameOfElement */
export function findingText(finding, nameOfElement) {
	const key = `finding.${finding.code}`;
	if (!hasText(key)) return finding.detail;
	const said = {gap: number(Math.abs(finding.expected - finding.found)), whole_name: nameOfElement(finding.whole)};
	for (const [name, value] of Object.entries(finding)) said[name] ??= typeof value === 'number' ? number(name === 'difference' ? Math.abs(value) : value) : value;
	return t(key, said);
}

/** Codes whose finding names the number that would be right. */
const CURED = ['balance_error', 'carry_gap'];

export const rowName = (row) => ((document.documentElement.lang === 'vi' && row.short_vi) || nameOf(row));

/**
 * @param {import('./month.js').Month} month
 * @param {{readOnly: boolean, typed: (element: string) => void, entered: (element: string) => void, pasted: (text: string, element: string) => boolean}} of
 */
export function makeSheet(month, of) {
	const rows = new Map();
	const sections = [];
	const {period, areas, sums: terms} = month.form;

	const isSum = (element) => terms.some((term) => term.whole === element);

	function makeRow(row) {
		const id = `v-${row.element}`;
		const input = el('input', {id, class: 'figure', value: month.cells.get(row.element).text, inputMode: 'numeric', autocomplete: 'off', readOnly: of.readOnly,
			'aria-describedby': `m-${row.element}`, dataset: {element: row.element}});
		const message = el('div', {class: 'message', id: `m-${row.element}`});
		const change = el('td', {class: 'change'});
		const node = el('tr', {class: [row.parent && 'of', isSum(row.element) && 'sum', row.behaviour].filter(Boolean).join(' ')},
			el('th', {scope: 'row'}, el('label', {htmlFor: id}, row.parent && '– ', rowName(row), ' ', el('small', {}, row.measure)), message,
				el('span', {class: 'narrow'}, t('entry.before_short', {value: number(row.before)}))),
			el('td', {class: 'before'}, number(row.before)), el('td', {class: 'now'}, input), change);
		rows.set(row.element, {row, input, message, change, node, faults: 0, warnings: 0});
		return node;
	}

	for (const area of areas) {
		const mine = month.rows.filter((row) => row.area === area.area);
		if (!mine.length) continue;
		const count = el('span', {class: 'count'});
		const body = el('tbody', {id: `a-${area.area}`}, el('tr', {class: 'area'}, el('th', {colSpan: 4, scope: 'rowgroup'}, nameOf(area))), mine.map(makeRow));
		const link = el('a', {href: `#a-${area.area}`, onclick: (event) => (event.preventDefault(), focus(mine[0].element), body.scrollIntoView({block: 'start'}))}, el('span', {}, nameOf(area).replace(/ \(.*/, '')), count);
		sections.push({area: area.area, elements: mine.map((row) => row.element), body, link, count});
	}
	const table = el('table', {class: 'sheet'},
		el('caption', {class: 'hidden'}, t('entry.title', {month: periodName(period)})),
		el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, t('entry.figure')), el('th', {scope: 'col'}, t('entry.before', {month: periodName(monthBeside(period, -1))})),
			el('th', {scope: 'col'}, t('entry.now', {month: periodName(period)})), el('th', {scope: 'col'}, '+ / −'))),
		sections.map((section) => section.body));
	const nav = el('nav', {class: 'areas', 'aria-label': t('entry.areas')}, sections.map((section) => section.link));

	/** @param {string} element */
	function refresh(element) {
		const {row, input, change, node} = rows.get(element);
		const {value, fault} = month.read(element);
		const cell = month.cells.get(element);
		const corrected = month.old && month.old.get(element) !== cell.text;
		say(change, corrected ? t('entry.was', {value: month.old.get(element) || '–'}) : value === null || row.before === null ? '' : signed(value - row.before));
		node.classList.toggle('corrected', !!corrected);
		node.classList.toggle('carried', row.behaviour === 'opening' && row.opening !== null && value === row.opening);
		node.classList.toggle('noted', !!cell.note || !!cell.status);
		if (fault) input.setAttribute('aria-invalid', 'true');
	}

	function suggest() {
		for (const [element, {input}] of rows) input.placeholder = '';
		for (const [element, sum] of sums()) {
			const {input} = rows.get(element);
			if (!input.value && sum !== null && !of.readOnly) input.placeholder = `= ${number(sum)}`;
		}
	}

	/** The sums whose parts are all there: a suggestion, never a verdict. */
	function* sums() {
		for (const whole of new Set(terms.map((term) => term.whole)))
			if (rows.has(whole)) yield [whole, sumOf(whole)];
	}
	function sumOf(whole) {
		let sum = 0;
		for (const {part, sign} of terms.filter((term) => term.whole === whole)) {
			const {value} = month.read(part);
			if (value === null) return null;
			sum += sign * value;
		}
		return sum;
	}

	function countAreas() {
		for (const {elements, count, link} of sections) {
			const faults = elements.filter((element) => rows.get(element).faults).length;
			const filled = elements.filter((element) => month.cells.get(element).text.trim()).length;
			say(count, faults ? t('entry.area_faults', {n: faults}) : `${filled}/${elements.length}`);
			link.className = faults ? 'bad' : filled === elements.length ? 'full' : '';
		}
	}

	/** @param {Object[]} findings  Of the server, each with its element. */
	function show(findings) {
		for (const [element, entry] of rows) {
			const mine = findings.filter((finding) => finding.element === element);
			const unread = month.read(element).fault ? [{code: 'not_a_number', severity: 'error', found: month.cells.get(element).text}] : [];
			const all = [...unread, ...mine].filter((finding) => finding.code !== 'check_skipped');
			entry.faults = all.filter((finding) => finding.severity === 'error').length;
			entry.warnings = all.length - entry.faults;
			entry.input.setAttribute('aria-invalid', String(entry.faults > 0));
			entry.node.classList.toggle('bad', entry.faults > 0);
			entry.node.classList.toggle('odd', !entry.faults && entry.warnings > 0);
			showMessages(entry, all);
		}
		countAreas();
	}

	function showMessages(entry, findings) {
		const told = JSON.stringify(findings);
		if (entry.told === told) return;
		entry.told = told;
		fill(entry.message, findings.map((finding) => {
			const error = finding.severity === 'error';
			const cure = CURED.includes(finding.code) && !of.readOnly && finding.expected;
			return el('p', {class: error ? 'fault' : 'odd'}, `${error ? t('fault') : t('warning')} ${findingText(finding, (element) => nameOf(month.byElement.get(element) || {name: element}))} `,
				cure !== false && cure !== undefined && el('button', {type: 'button', class: 'cure', onclick: () => put(entry.row.element, number(cure))}, t('entry.use', {value: number(cure)})));
		}));
	}

	/** Types for the user. @param {string} element @param {string} text */
	function put(element, text) {
		const {input} = rows.get(element);
		input.value = text;
		input.focus();
		typed(element);
	}

	function typed(element) {
		month.set(element, {text: rows.get(element).input.value});
		refresh(element);
		suggest();
		of.typed(element);
	}

	function focus(element) {
		const {input} = rows.get(element);
		input.focus();
		input.scrollIntoView({block: 'nearest'});
	}

	function walk(element, by) {
		const next = month.rows[month.byElement.get(element).at + by];
		if (next) focus(next.element);
	}

	/** To the next fault behind the focus, or before it; around the ends. @param {1|-1} by */
	function nextFault(by) {
		const order = month.rows.map((row) => row.element);
		const from = order.indexOf(document.activeElement?.dataset?.element);
		for (let i = 1; i <= order.length; i++) {
			const element = order[(((from + by * i) % order.length) + order.length) % order.length];
			if (rows.get(element).faults) return focus(element);
		}
	}

	table.addEventListener('input', (event) => event.target.dataset.element && typed(event.target.dataset.element));
	table.addEventListener('focusin', (event) => {
		const element = event.target.dataset.element;
		if (!element) return;
		event.target.select();
		for (const [other, {node}] of rows) node.classList.toggle('here', other === element);
		of.entered(element);
	});
	table.addEventListener('focusout', (event) => event.target.dataset.element && tidyText(event.target.dataset.element));
	table.addEventListener('keydown', (event) => {
		const element = event.target.dataset.element;
		if (!element || event.ctrlKey || event.altKey) return;
		if (event.key === '=') {
			const sum = sumOf(element);
			event.preventDefault();
			if (sum !== null && isSum(element)) put(element, number(sum));
			return;
		}
		const by = {Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1}[event.key];
		if (by) (event.preventDefault(), walk(element, by));
	});
	table.addEventListener('paste', (event) => {
		const element = event.target.dataset.element;
		if (element && !of.readOnly && of.pasted(event.clipboardData.getData('text/plain'), element)) event.preventDefault();
	});

	/** The area at the top of what is seen is marked at the left. */
	const watch = new IntersectionObserver((seen) => {
		const at = seen.filter((entry) => entry.isIntersecting).at(-1);
		if (at) for (const {link, body} of sections) link.setAttribute('aria-current', String(body === at.target));
	}, {rootMargin: '-70px 0px -85% 0px'});
	for (const {body} of sections) watch.observe(body);

	/** 1144 becomes 1.144 when its cell is left. */
	function tidyText(element) {
		const {value} = month.read(element);
		if (value === null) return;
		month.set(element, {text: number(value)});
		rows.get(element).input.value = number(value);
	}

	for (const element of rows.keys()) refresh(element);
	suggest();
	countAreas();
	return {
		table, nav, focus, nextFault, show, put,
		close: () => watch.disconnect(),
		/** All cells again, from the month. */
		refresh() {
			for (const [element, {input}] of rows) {
				input.value = month.cells.get(element).text;
				refresh(element);
			}
			suggest();
			countAreas();
		},
		get counts() {
			const all = [...rows.values()];
			return {faults: all.filter((row) => row.faults).length, warnings: all.filter((row) => !row.faults && row.warnings).length};
		},
		/** The first row with a fault. */
		get firstFault() {
			return month.rows.find((row) => rows.get(row.element).faults)?.element;
		},
	};
}
