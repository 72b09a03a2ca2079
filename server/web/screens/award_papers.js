// Decisions with their lines, those signed on paper that come as a file, and the list of who holds what.
import {all, filled, get, post} from '../api.js';
import {me, reload} from '../app.js';
import {ask, el, fill} from '../dom.js';
import {go, link} from '../route.js';
import {facts, fileLinks, listTable, paper} from '../table.js';
import {day, number, t, word} from '../words.js';
import {act} from './act.js';
import {attached} from './attached.js';
import {about, signed} from './award_asks.js';
import {head, searchOf, subjectOf, yearChoice} from './awards.js';
import {buttons, possibleOf} from './steps.js';

/** @param {HTMLElement} main @param {Object} query */
export async function open(main, query) {
	const year = query.year === '0' ? null : query.year || me.year;
	const [path, columns] = query.tab === 'decisions' ? ['/decisions', decisionColumns()] : ['/honours', honourColumns()];
	const asked = {year, q: query.q, limit: 100};
	const table = await listTable({path, query: asked, columns, caption: t(`awards.tab_${query.tab}`), empty: t(query.q ? 'awards.not_found' : `awards.no_${query.tab}`)});
	fill(main, head(query.tab, query, searchOf(query), yearChoice(query)), query.tab === 'decisions' && el('p', {class: 'buttons'}, me.may.includes('create_decision') && el('button', {type: 'button', onclick: () => decide(year || me.year)}, t('decide.title')),
		me.may.includes('import_decisions') && el('button', {type: 'button', onclick: async () => (await (await import('./import_file.js')).importFile('/decisions/import', t('papers.import'))) && reload()}, t('papers.import'))),
		el('div', {class: 'scroller'}, table), fileLinks(path, {year, q: query.q}, query.tab === 'decisions' ? 'quyet-dinh' : 'danh-sach-khen-thuong'));
	return {title: t(`awards.tab_${query.tab}`), concerns: (event) => event.object.startsWith('/decisions')};
}

const decisionColumns = () => [
	{label: t('field.number'), show: (item) => el('a', {href: link('awards', {decision: item.id})}, item.number), by: (item) => item.number},
	{label: t('field.signed_on'), show: (item) => day(item.signed_on), by: (item) => item.signed_on},
	{label: t('papers.kind'), show: (item) => word('decision_kind', item.kind)},
	{label: t('field.signer'), show: (item) => `${item.signer_name}, ${item.signer_title}`, by: (item) => item.signer_name},
	{label: t('field.subject'), show: (item) => item.subject || ''},
	{label: t('papers.lines'), show: (item) => number(item.line_count), by: (item) => item.line_count, number: true},
];

const honourColumns = () => [
	{label: t('papers.who'), show: (item) => item.printed_name, by: (item) => item.printed_name},
	{label: t('field.award'), show: (item) => item.name_vi, by: (item) => item.name_vi},
	{label: t('year'), show: (item) => String(item.year), by: (item) => item.year},
	{label: t('unit'), show: (item) => item.printed_unit || item.unit_name || '', by: (item) => item.printed_unit || item.unit_name},
	{label: t('papers.decision'), show: (item) => el('a', {href: link('awards', {decision: item.decision})}, item.number), by: (item) => item.number},
	{label: t('field.signed_on'), show: (item) => day(item.signed_on), by: (item) => item.signed_on},
	{label: t('papers.state'), show: (item) => word('case_state', item.state)},
];

/** @param {HTMLElement} main @param {string} id */
export async function openDecision(main, id) {
	const [decision, types] = await Promise.all([get(`/decisions/${id}`), all('/award-types')]);
	const names = new Map(types.map((type) => [type.award, type.name_vi]));
	const lines = await listTable({path: `/decisions/${id}/lines`, query: {limit: 100}, caption: t('papers.lines'), empty: t('papers.no_lines'), columns: [
		{label: t('papers.who'), show: (item) => el('a', {href: link('awards', {case: item.case_id})}, item.printed_name), by: (item) => item.printed_name},
		{label: t('field.award'), show: (item) => names.get(item.award) || item.award, by: (item) => item.award},
		{label: t('year'), show: (item) => String(item.award_year), by: (item) => item.award_year},
		{label: t('unit'), show: (item) => item.printed_unit || item.unit_name || ''},
		{label: t('papers.amount'), show: (item) => (item.amount === null ? word('money', item.money) : number(item.amount)), by: (item) => item.amount, number: true},
		{label: t('papers.state'), show: (item) => word('decision_line_status', item.status)},
	]});
	const title = t('papers.title', {number: decision.number});
	const steps = await additions(decision);
	fill(main, el('header', {class: 'head'}, el('div', {}, el('p', {class: 'sub'}, el('a', {href: link('awards', {tab: 'decisions', year: decision.year})}, t('awards.tab_decisions'))), el('h1', {}, title), el('p', {class: 'sub'}, decision.subject)),
		el('p', {class: 'actions'}, paper(`/decisions/${id}`, t('print')), buttons(steps, null, title, reload), el('a', {class: 'button', href: link(`record/decisions/${id}`)}, t('screen.record')))),
	facts([[t('papers.kind'), word('decision_kind', decision.kind)], [t('field.signed_on'), day(decision.signed_on)], [t('field.signer'), `${decision.signer.name}, ${decision.signer.title}`], [t('papers.authority'), word('decision_authority', decision.authority)],
		[t('papers.money'), `${number(decision.payable)} đ${decision.unknown_amounts ? ` · ${t('papers.unknown', {n: decision.unknown_amounts})}` : ''}`], [t('papers.ended'), decision.end_reason]]),
	el('div', {class: 'scroller'}, lines), await attached('decisions', id));
	return {title};
}

/** Cases of a year that wait for a decision. @param {number} year */
const readyOf = async (year) => (await get('/awards', {year, limit: 500})).items.filter((item) => item.possible.includes('grant'));

/** One more case, where the decision may have it. */
async function additions(decision) {
	const ready = me.may.includes('add_decision_line') && decision.kind === 'grant' ? (await readyOf(decision.year)).filter((item) => item.authority === decision.authority) : [];
	const field = {name: 'case_id', label: t('papers.who'), type: 'select', options: ready.map((item) => [String(item.id), `${subjectOf(item)} · ${item.award_name}`]), read: Number, sample: ready[0]?.id};
	return ready.length ? possibleOf([{event: 'add', operation: 'add_decision_line', label: t('decide.add'), path: `/decisions/${decision.id}/lines`, fields: [field]}], null) : [];
}

/** One decision for many cases that wait for it: those of one authority. */
async function decide(year) {
	const ready = await readyOf(year);
	const authorities = [...new Set(ready.map((item) => item.authority))];
	if (!ready.length) return void ask({title: t('decide.title'), body: el('p', {}, t('decide.none', {year}))});
	const authority = authorities.length === 1 ? authorities[0] : await ask({title: t('decide.authority'), actions: authorities.map((each) => ({value: each, label: word('decision_authority', each)}))});
	const boxes = ready.filter((item) => item.authority === authority).map((item) => ({item, box: el('input', {type: 'checkbox', checked: true})}));
	const made = boxes.length > 0 && (await act({
		title: `${t('decide.title')}: ${word('decision_authority', authority)}`, wide: true, label: t('decide.title'), fields: [...signed(year), about()],
		intro: el('ul', {class: 'choices scroll'}, boxes.map(({item, box}) => el('li', {}, el('label', {}, box, ` ${subjectOf(item)} · ${item.award_name}`)))),
		call: (values) => post('/decisions', {authority, ...filled(values), lines: boxes.filter(({box}) => box.checked).map(({item}) => ({case_id: item.id}))}),
	}));
	if (made) go('awards', {decision: made.id});
}
