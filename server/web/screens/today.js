// Today: what waits for me, the earliest due first; the months of my office; what happened last.
import {get} from '../api.js';
import {me} from '../app.js';
import {monthStrip, STRIP} from '../chart.js';
import {el, fill} from '../dom.js';
import {newest} from '../live.js';
import {link} from '../route.js';
import {listTable} from '../table.js';
import {moment, periodName, t, useTexts, word} from '../words.js';
import {doneText, objectText} from './events.js';

const LATEST = 5;
const LOOK_BACK = 100; // events
const SESSION = '/session'; // who signed in is in the history

/** The screen on which an item is dealt with; null while it has none. */
function placeOf({kind, object, unit, period, year}) {
	if (period) return link('entry', {unit, period});
	const id = object.split('/').pop();
	return {case: link('awards', {case: id}), initiative: link('movements', {initiative: id}), movement_to_join: link('movements', {id}), scorecard: link('scores', {year, card: id}), ranking: link('scores', {year, ranking: id}), pact_to_sign: link('cluster', {year})}[kind] || null;
}

/** Whose words the state of an item is one of. */
const STATES = {case: 'case_state', ballot: 'ballot_state', initiative: 'initiative_state', movement_to_join: 'movement_state', scorecard: 'scorecard_state', ranking: 'ranking_state', pact_to_sign: 'pact_state', task_to_finish: 'task_state'};

function due({due_at}) {
	const days = due_at && Math.floor((Date.now() - Date.parse(due_at)) / 864e5);
	return [moment(due_at), days > 0 && ' ', days > 0 && el('span', {class: 'pill bad'}, t('today.late', {n: days}))];
}

function what(item) {
	const text = word('inbox_kind', item.kind);
	const href = placeOf(item);
	return href ? el('a', {href, 'aria-label': `${text}, ${item.unit_name}${item.period ? `, ${periodName(item.period)}` : ''}`}, text) : text;
}

const columns = () => [
	{label: t('today.what'), show: what, by: (item) => word('inbox_kind', item.kind)},
	{label: t('unit'), show: (item) => item.unit_name, by: (item) => item.unit_name},
	{label: t('today.period'), show: (item) => (item.period ? periodName(item.period) : item.year || ''), by: (item) => item.period},
	{label: t('today.state'), show: (item) => word(STATES[item.kind] || 'month_state', item.state)},
	{label: t('today.due'), show: due, by: (item) => item.due_at},
];

async function latestEvents() {
	const {items} = await get('/events', {after: Math.max(0, newest() - LOOK_BACK), brief: true, limit: LOOK_BACK});
	return items.filter(({object}) => object !== SESSION).slice(-LATEST).reverse();
}

function showEvent(event) {
	const what = objectText(event.object);
	return el('li', {}, `${event.unit_name}: `, el('b', {}, doneText(event)), ' ', el('a', {href: link(`record${event.object}`)}, what.charAt(0).toLowerCase() + what.slice(1)), el('br'), el('small', {}, `${event.actor.split('/').pop()} · ${moment(event.at)}`));
}

/** @param {HTMLElement} main */
export async function open(main) {
	const query = {limit: 50};
	const latest = latestEvents().catch(() => null);
	const [waiting, months] = await Promise.all([get('/inbox', query), me.year ? get('/completeness', {unit: me.unit, year: me.year, fields: STRIP}) : {items: []}, useTexts('events')]);
	const events = el('ul', {class: 'events'});
	fill(main, el('header', {class: 'head'}, el('div', {}, el('h1', {}, t('today.title')), el('p', {class: 'sub'}, `${me.unit_name} · ${moment(new Date().toISOString())}`))),
		el('div', {class: 'columns'},
			el('section', {}, el('h2', {}, t('today.waiting')),
				await listTable({path: '/inbox', query, columns: columns(), caption: t('today.waiting'), first: waiting, empty: el('p', {}, `✓ ${t('today.none')} `, el('a', {href: link('progress')}, t('today.all_year')))})),
			el('section', {class: 'aside'},
				months.items.length > 0 && [el('h2', {}, t('today.my_year', {year: me.year})), el('nav', {class: 'months wrap', 'aria-label': t('entry.months')}, monthStrip(months.items, {unit: me.unit}))],
				el('h2', {}, t('today.events')), events)));
	latest.then((items) => items && fill(events, items.map(showEvent), !items.length && el('li', {}, t('today.no_events'))));
	// The work that waits stands first for the keyboard too: Enter opens it.
	return {title: t('today.title'), shown: () => main.querySelector('tbody a')?.focus({preventScroll: true})};
}
