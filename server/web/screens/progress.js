// Progress: offices by months, who has sent what; taking and sending back, one or many. Keys: arrows walk, Space marks, a takes, r returns.
import {all, get} from '../api.js';
import {me, reload} from '../app.js';
import {glyphOf, stateText} from '../chart.js';
import {choice, el, fill, refusal, sheet} from '../dom.js';
import {go, link, note} from '../route.js';
import {clusterChoice, clusterOf, facts, fileLinks, walkGrid} from '../table.js';
import {day, moment, nameOf, number, periodName, t} from '../words.js';

let elements = null;
const judge = async (verb, reports) => (await import('./judge.js')).judge(verb, reports);

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	const year = Number(place.query.year || place.query.cluster?.match(/\d{4}$/)?.[0] || me.year);
	const id = place.query.cluster || (place.query.parent ? null : await clusterOf(year));
	const parent = id ? null : place.query.parent || me.unit;
	const query = id ? {cluster: id} : {parent, year};
	const [page, cluster, acceptable] = await Promise.all([get('/completeness', query), id && get(`/clusters/${encodeURIComponent(id)}`),
		me.role === 'head' ? all('/reports', {acceptable: true, year}) : []]);
	note('progress', {cluster: id, parent, year});
	const screen = new Progress(page, acceptable);
	fill(main,
		el('header', {class: 'head'}, el('div', {}, el('h1', {}, t('progress.title', {year})), el('p', {class: 'sub', role: 'status'}, screen.firstLine())),
			el('div', {class: 'filters'},
				choice(t('year'), me.years.map((each) => [String(each), String(each)]), year, (value) => go('progress', {year: value})),
				clusterChoice(year, cluster, [['', t('below')]], (value) => go('progress', value ? {cluster: value} : {parent: me.unit, year})))),
		screen.said, el('div', {class: 'beside-panel'}, el('div', {class: 'scroller'}, screen.table ? [screen.table, el('p', {class: 'small'}, t('progress.legend'))] : el('p', {class: 'empty'}, t('progress.none')), fileLinks('/completeness', query, 'tien-do'))));
	screen.host = main.querySelector('.beside-panel');
	screen.showBar();
	return {title: t('screen.progress'), keys: {a: () => screen.act('accept'), r: () => screen.act('return'), 'Ctrl+Enter': () => screen.act('accept')},
		help: [['Space', t('progress.keys_mark')], ['a', t('progress.keys_accept')], ['r', t('progress.keys_return')]], concerns: (event) => event.object.startsWith('/reports')};
}

class Progress {
	constructor({items, rates}, acceptable) {
		this.may = new Map(acceptable.map((report) => [report.id, report]));
		this.marked = new Set();
		this.items = items;
		this.rates = rates;
		this.periods = [...new Set(items.map((item) => item.period))].sort();
		this.said = el('div', {class: 'top'});
		this.table = this.periods.length > 0 && this.makeTable();
		if (this.table) walkGrid(this.table);
	}

	/** The month that matters now: the last that has begun, of a year gone by its last. */
	get month() {
		return this.periods.filter((period) => period <= me.today.slice(0, 7)).at(-1) || this.periods[0];
	}

	firstLine() {
		const {month} = this;
		if (!month) return '';
		const missing = this.items.filter((item) => item.period === month && ['missing', 'draft', 'returned'].includes(item.state));
		return missing.length ? t('progress.missing', {month: periodName(month), n: missing.length, units: missing.map((item) => item.unit_name).join(', ')}) : t('progress.complete', {month: periodName(month)});
	}

	makeTable() {
		const cells = new Map(this.items.map((item) => [`${item.unit} ${item.period}`, item]));
		return el('table', {class: 'grid'}, el('caption', {class: 'hidden'}, t('screen.progress')),
			el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, t('unit')), this.periods.map((period) => el('th', {scope: 'col', class: period === this.month ? 'now' : ''}, periodName(period, true))),
				el('th', {scope: 'col', class: 'rate'}, t('progress.received')), el('th', {scope: 'col', class: 'rate'}, t('progress.on_time')))),
			el('tbody', {}, this.rates.map((rate) => el('tr', {}, el('th', {scope: 'row'}, rate.unit_name),
				this.periods.map((period) => el('td', {}, cells.has(`${rate.unit} ${period}`) && this.cell(cells.get(`${rate.unit} ${period}`)))),
				el('td', {class: 'rate'}, `${rate.received}/${rate.expected}`), el('td', {class: 'rate'}, `${rate.on_time}/${rate.received}`)))));
	}

	cell(item) {
		const waits = this.may.has(item.report);
		const told = `${item.unit_name}, ${periodName(item.period)}: ${stateText(item)}`;
		const button = el('button', {type: 'button', class: [item.state, item.overdue && 'overdue', item.late && 'late', waits && 'waits'].filter(Boolean).join(' '), title: told, 'aria-label': told,
			'aria-pressed': 'false', onclick: () => this.show(item)}, glyphOf(item));
		button.item = item;
		button.addEventListener('keydown', (event) => event.key === ' ' && (event.preventDefault(), this.mark(button)));
		button.addEventListener('keyup', (event) => event.key === ' ' && event.preventDefault());
		return button;
	}

	mark(button, on = !this.marked.has(button)) {
		this.marked[on ? 'add' : 'delete'](button);
		button.setAttribute('aria-pressed', String(on));
		this.showBar();
	}

	showBar() {
		const bar = document.getElementById('bar');
		const waiting = this.table ? [...this.table.querySelectorAll('.waits')] : [];
		bar.hidden = !waiting.length;
		fill(bar, el('p', {class: 'state'}, this.marked.size ? el('b', {}, t('progress.marked', {n: this.marked.size})) : t('progress.waiting', {n: waiting.length})),
			el('div', {class: 'actions'}, el('button', {type: 'button', onclick: () => waiting.forEach((button) => this.mark(button, true))}, t('progress.mark_all', {n: waiting.length})),
				this.marked.size > 0 && [el('button', {type: 'button', onclick: () => this.act('return')}, t('verb.return'), ' ', el('kbd', {class: 'wide-only'}, 'r')),
					el('button', {type: 'button', class: 'main', onclick: () => this.act('accept')}, t('verb.accept'), ' ', el('kbd', {class: 'wide-only'}, 'a'))]));
	}

	/** What is marked, or else the cell one stands in. What is not the caller's to judge is said before anything is asked. */
	async act(verb) {
		const here = document.activeElement?.item ? [document.activeElement] : [];
		const chosen = (this.marked.size ? [...this.marked] : here).map((button) => button.item);
		const foreign = chosen.filter((item) => !this.may.get(item.report)?.may.includes(verb));
		fill(this.said, foreign.length > 0 && el('div', {class: 'summary', role: 'alert'}, t('progress.not_yours', {units: foreign.map((item) => `${item.unit_name} (${periodName(item.period)})`).join(', ')})));
		const mine = chosen.filter((item) => !foreign.includes(item));
		if (mine.length && (await judge(verb, mine))) reload();
	}

	async show(item) {
		const body = el('div', {}, el('p', {}, t('loading')));
		sheet(this.host, `${item.unit_name}, ${periodName(item.period)}`, body);
		try {
			fill(body, await this.details(item));
		} catch (problem) {
			fill(body, refusal(problem));
		}
	}

	async details(item) {
		const own = item.unit === me.unit || item.unit.startsWith(`${me.unit}.`);
		const foot = own && el('p', {}, el('a', {href: link('entry', {unit: item.unit, period: item.period})}, t('progress.open')));
		if (!item.report) return [el('p', {}, `${glyphOf(item)} ${stateText(item)}. ${t('progress.nothing')}`), foot];
		const earlier = this.items.find((each) => each.unit === item.unit && each.period === this.periods[this.periods.indexOf(item.period) - 1]);
		const [{cellOf}, report, before] = await Promise.all([import('./month.js'), get(`/reports/${item.report}`), earlier?.report ? get(`/reports/${earlier.report}`) : null,
			elements || all('/elements').then((list) => (elements = new Map(list.sort((a, b) => a.sort - b.sort).map((each) => [each.element, each]))))]);
		const waits = this.may.get(item.report);
		return [el('p', {}, el('span', {class: 'pill'}, `${glyphOf(item)} ${stateText(item)}, ${t('version', {n: report.version})}`)),
			facts([[t('progress.received_at'), moment(report.submitted_at || report.received_at)], [t('progress.document'), report.document && `${report.document.number} ${day(report.document.date)}`],
				[t('progress.signer'), report.signer?.name], [t('progress.reason'), report.reason], [t('progress.returned'), report.return_reason]]),
			waits && el('p', {class: 'buttons'}, waits.may.map((verb) => el('button', {type: 'button', class: verb === 'accept' ? 'main' : '', onclick: async () => (await judge(verb, [item])) && reload()}, t(`verb.${verb}`)))),
			foot, warningsOf(report), figuresOf(report, before, cellOf)];
	}
}

function warningsOf({warnings}) {
	return warnings.length > 0 && el('details', {open: warnings.length < 6}, el('summary', {class: 'warn'}, `▲ ${t('bar.warnings', {n: warnings.length})}`), el('ul', {}, warnings.map((warning) => el('li', {}, warning.detail))));
}

/** The figures beside those of the month before. */
function figuresOf(report, before, cellOf) {
	const values = new Map(report.values.map((value) => [value.element, value]));
	const old = new Map((before?.values || []).map((value) => [value.element, value.value]));
	const rows = [...elements.values()].filter((element) => values.has(element.element));
	return el('table', {class: 'plain'}, el('thead', {}, el('tr', {}, [t('entry.figure'), t('progress.before'), periodName(report.period)].map((text) => el('th', {scope: 'col'}, text)))),
		el('tbody', {}, rows.map((element) => el('tr', {}, el('th', {scope: 'row'}, nameOf(element)), el('td', {class: 'muted'}, number(old.get(element.element))), el('td', {}, cellOf(values.get(element.element)).text || '–')))));
}
