// Targets: who met what. Rows are the targets by area, columns the offices and the cluster's sum; a cell opens its months.
import {all, get} from '../api.js';
import {me} from '../app.js';
import {monthBars, targetBar} from '../chart.js';
import {choice, el, fill, refusal, sheet, useStyle} from '../dom.js';
import {go, note} from '../route.js';
import {clusterChoice, clusterOf, facts, fileLinks, walkGrid} from '../table.js';
import {day, language, measured, nameOf, number, periodName, signed, t, useTexts, word} from '../words.js';

const RESULTS = ['met', 'exceeded', 'not_met', 'in_progress', 'no_data', 'not_applicable'];
const GLYPHS = {met: '✓', exceeded: '▲', not_met: '✕', in_progress: '●', no_data: '?', not_applicable: '–'};
const NEED = {ge: '≥', gt: '>', le: '≤', eq: '='};
const WORST = ['not_met', 'in_progress', 'no_data', 'met', 'exceeded', 'not_applicable', null];

/** The end of a day in Vietnam, as `as_of` takes it; an instant is one already. @param {string} date */
const endOf = (date) => (date?.length === 10 ? `${date}T16:59:59Z` : date || null);

/** What a cell shows, and what is the same in a row; the rest is asked for when a cell is opened. */
const OF_CELL = 'unit,indicator,basis,target,value,result,missing_months';
const OF_ROW = () => `area,measure,comparator,evidence,indicator_name${language === 'en' ? ',indicator_name_en' : ''}`;

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	const {unit, through, as_of: asOf} = place.query;
	const year = Number(place.query.year || place.query.cluster?.match(/\d{4}$/)?.[0] || me.year);
	const id = unit ? null : place.query.cluster || (await clusterOf(year));
	const subject = id ? {cluster: id} : {unit: unit || me.unit, year};
	const query = {...subject, through, as_of: endOf(asOf)};
	const [cluster, areas, items, sums] = await Promise.all([id && get(`/clusters/${encodeURIComponent(id)}`), all('/areas'),
		all('/evaluations', {...query, fields: id ? OF_CELL : `${OF_CELL},${OF_ROW()},unit_name`}),
		id ? all('/evaluations', {...query, rollup: 'cluster', fields: `${OF_CELL},${OF_ROW()}`}) : [], useTexts('targets'), useStyle('targets')]);
	const kept = {...subject, through, as_of: asOf, area: place.query.area, result: place.query.result, first: place.query.first, only: place.query.only};
	note('targets', kept);
	const screen = new Targets(items, sums, cluster?.members, areas.sort((a, b) => a.sort - b.sort), kept, year);
	const change = (more) => go('targets', {...kept, ...more});
	fill(main,
		el('header', {class: 'head'},
			el('div', {}, el('h1', {}, t('targets.title', {year})), el('p', {class: 'sub'}, cluster ? cluster.name_vi : items[0]?.unit_name, through && ` · ${t('targets.through')} ${periodName(through)} `,
				asOf && el('span', {class: 'pill bad'}, t('targets.as_of_told', {date: day(asOf)})))),
			el('div', {class: 'filters'},
				choice(t('year'), me.years.map((each) => [String(each), String(each)]), year, (value) => go('targets', {year: value})),
				clusterChoice(year, cluster, [['', me.unit_name]], (value) => go('targets', value ? {cluster: value} : {unit: me.unit, year})),
				choice(t('targets.through'), screen.throughs(), through || '', (value) => change({through: value})),
				choice(t('area'), [['', t('all_areas')], ...screen.areas.map((area) => [area.area, nameOf(area).replace(/ \(.*/, '')])], kept.area || '', (value) => change({area: value})),
				el('label', {}, t('targets.as_of'), el('input', {type: 'date', value: (asOf || '').slice(0, 10), max: me.today, onchange: (event) => change({as_of: event.target.value})})))),
		screen.counts(change), screen.choose,
		el('div', {class: 'beside-panel'}, el('div', {class: 'scroller'}, screen.table || el('p', {class: 'empty'}, t('targets.none')), fileLinks('/evaluations', query, 'chi-tieu'))));
	screen.host = main.querySelector('.beside-panel');
	return {title: t('screen.targets'), concerns: (event) => /^\/(reports|targets)/.test(event.object)};
}

const keyOf = (item) => `${item.indicator} ${item.basis}`;

/** The name of a target in the language of the page. */
const nameOfTarget = (item) => (language === 'en' && item.indicator_name_en) || item.indicator_name;

class Targets {
	/** @param {Object[]} items @param {Object[]} sums  Of a cluster; they say what is the same for all. @param {Object[]} [members] */
	constructor(items, sums, members, areas, kept, year) {
		const same = new Map(sums.map((sum) => [keyOf(sum), sum]));
		const names = new Map((members || []).map((member) => [member.unit, member.name_vi]));
		this.kept = kept;
		this.year = year;
		this.items = items.map((item) => ({...same.get(keyOf(item)), unit_name: names.get(item.unit), ...item}));
		this.units = [...new Map(this.items.map((item) => [item.unit, item.unit_name]))];
		this.areas = areas.filter((area) => this.items.some((item) => item.area === area.area));
		this.columns = [...this.units, ...(sums.length ? [[null, t('targets.sum')]] : [])];
		this.cells = new Map([...this.items, ...sums].map((item) => [`${keyOf(item)} ${item.unit}`, item]));
		this.choose = this.columns.length > 1 && el('div', {class: 'narrow choose'}, choice(t('unit'), this.columns.map(([unit, name]) => [unit || '', name]), kept.only ?? me.unit, (value) => this.show1(value)));
		this.table = items.length > 0 && this.makeTable();
		if (this.table && this.table.tBodies.length) walkGrid(this.table);
		this.show1(kept.only ?? (this.units.some(([unit]) => unit === me.unit) ? me.unit : this.columns[0]?.[0] ?? ''));
	}

	/** The one column that a phone shows. */
	show1(unit) {
		this.table && this.table.querySelectorAll('[data-unit]').forEach((cell) => cell.classList.toggle('chosen', cell.dataset.unit === (unit || '')));
	}

	throughs() {
		const months = this.items.length ? [...Array(12).keys()].map((i) => new Date(Date.UTC(this.year - 1, 11 + i, 1)).toISOString().slice(0, 7)) : [];
		return [['', t('period.year', {year: this.year})], ...months.map((month) => [month, periodName(month)])];
	}

	/** "31 đạt · 6 vượt · ..": of the offices, not of the sum; each shows only those. */
	counts(change) {
		const {result} = this.kept;
		const count = (each) => this.items.filter((item) => item.result === each && (!this.kept.area || item.area === this.kept.area)).length;
		return el('p', {class: 'counts'}, RESULTS.filter((each) => count(each)).map((each) =>
			el('button', {type: 'button', class: each, 'aria-pressed': String(result === each), dataset: {result: each}, onclick: () => change({result: result === each ? null : each})},
				el('i', {'aria-hidden': 'true'}, GLYPHS[each]), el('b', {}, number(count(each))), ` ${word('evaluation_result', each)}`)),
		el('button', {type: 'button', 'aria-pressed': String(!!this.kept.first), onclick: () => change({first: this.kept.first ? null : 1})}, t('targets.first')));
	}

	/** The targets of an area: one row for each indicator and basis. */
	rowsOf(area) {
		const rows = new Map();
		for (const item of this.items)
			if (item.area === area.area) rows.set(keyOf(item), [...(rows.get(keyOf(item)) || []), item]);
		const kept = [...rows.entries()].filter(([, items]) => !this.kept.result || items.some((item) => item.result === this.kept.result));
		const worst = (items) => Math.min(...items.map((item) => WORST.indexOf(item.result)));
		return this.kept.first ? kept.sort((a, b) => worst(a[1]) - worst(b[1])) : kept;
	}

	makeTable() {
		const shown = this.areas.filter((area) => (!this.kept.area || area.area === this.kept.area) && this.rowsOf(area).length);
		return shown.length > 0 && el('table', {class: 'targets'}, el('caption', {class: 'hidden'}, t('screen.targets')),
			el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, t('targets.name')), this.columns.map(([unit, name]) => el('th', {scope: 'col', dataset: {unit: unit || ''}}, name.replace(/^VKSND (tỉnh|thành phố) /, ''))))),
			shown.map((area) => el('tbody', {}, el('tr', {class: 'area'}, el('th', {colSpan: this.columns.length + 1, scope: 'rowgroup'}, nameOf(area))),
				this.rowsOf(area).map(([key, items]) => el('tr', {}, el('th', {scope: 'row'}, nameOfTarget(items[0]), ' ', el('small', {}, needOf(items), el('span', {}, ` · ${word('basis', items[0].basis)}`, items[0].evidence === 'assumed' && ` · ${t('targets.assumed')}`))),
					this.columns.map(([unit]) => el('td', {dataset: {unit: unit || ''}}, this.cell(this.cells.get(`${key} ${unit}`)))))))));
	}

	cell(item) {
		if (!item) return null;
		const result = word('evaluation_result', item.result) || t('targets.none');
		const told = `${item.unit_name || t('targets.sum')}, ${nameOfTarget(item)}: ${measured(item.value, item.measure)}, ${result}`;
		return el('button', {type: 'button', class: `cell ${item.result || ''}`, title: told, 'aria-label': told, onclick: () => this.open(item)},
			el('span', {}, item.result === 'no_data' ? el('small', {}, item.missing_months.length ? t('targets.missing_short', {n: item.missing_months.length}) : t('targets.no_data')) : measured(item.value, item.measure), el('i', {'aria-hidden': 'true'}, GLYPHS[item.result] || '')),
			item.value !== null && !['not_applicable', 'no_data'].includes(item.result) && targetBar(item.value, item.target, item.result));
	}

	async open(item) {
		const body = el('div', {}, el('p', {}, t('loading')));
		sheet(this.host, `${item.unit_name || t('targets.sum')}: ${nameOfTarget(item)}`, body);
		try {
			fill(body, await this.details(item));
		} catch (problem) {
			fill(body, refusal(problem));
		}
	}

	async details({unit, indicator, basis}) {
		const subject = unit ? {unit, year: this.year} : {cluster: this.kept.cluster};
		const asOf = endOf(this.kept.as_of);
		const one = {...subject, rollup: unit ? null : 'cluster', indicator, basis, through: this.kept.through};
		const [series, then, now] = await Promise.all([get('/series', {...subject, indicator, as_of: asOf}), get('/evaluations', {...one, as_of: asOf}), asOf ? get('/evaluations', one) : null]);
		const [item] = then.items;
		const today = now?.items[0];
		const show = (value) => measured(value, item.measure);
		const rows = [[t('targets.value'), `${show(item.value)} · ${GLYPHS[item.result] || ''} ${word('evaluation_result', item.result)}`], [t('targets.target'), needOf([item])],
			[t('targets.numerator'), number(item.numerator)], [t('targets.denominator'), item.denominator !== null && number(item.denominator)],
			[t('targets.excess'), item.excess !== null && signed(item.excess)], [t('targets.reason'), word('evaluation_reason', item.reason)],
			[t('targets.missing'), item.missing_months.map((month) => periodName(month, true)).join(', ')],
			[t('targets.basis'), word('basis', item.basis)], [t('targets.evidence'), item.evidence === 'assumed' ? t('targets.assumed') : item.evidence],
			[t('targets.units'), item.units_expected !== null && `${item.units_reported}/${item.units_expected}`]];
		return [today && el('p', {class: 'then'}, today.value === item.value ? t('targets.same') : t('targets.now', {value: show(today.value), then: show(item.value)})),
			monthBars(series.items, {label: nameOfTarget(item), now: item.through, measure: item.measure, target: item.kind === 'ratio' ? item.target : null}),
			facts(rows),
			item.provisional && el('p', {class: 'small'}, t('targets.provisional')),
			el('details', {}, el('summary', {}, t('targets.table')), monthTable(series.items, item))];
	}
}

/** "≥ 70,00%" where the offices share it. */
function needOf(items) {
	const needs = new Set(items.map((item) => `${NEED[item.comparator] || ''} ${measured(item.target, item.measure)}${item.measure === '%' ? '' : ` ${item.measure}`}`));
	return needs.size === 1 ? [...needs][0] : '';
}

function monthTable(points, item) {
	const ratio = item.kind === 'ratio';
	return el('table', {class: 'plain'}, el('thead', {}, el('tr', {}, [t('month'), t('targets.value'), ratio && t('targets.numerator'), ratio && t('targets.denominator')].filter(Boolean).map((text) => el('th', {scope: 'col'}, text)))),
		el('tbody', {}, points.map((point) => el('tr', {}, el('th', {scope: 'row'}, periodName(point.period)), el('td', {}, measured(point.value, item.measure)), ratio && [el('td', {}, number(point.numerator)), el('td', {}, number(point.denominator))]))));
}
