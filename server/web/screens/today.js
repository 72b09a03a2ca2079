// Today: what waits for me, the earliest due first; the months of my office; what happened last.
import {get} from '../api.js';
import {me} from '../app.js';
import {el, fill} from '../dom.js';
import {link} from '../route.js';
import {listTable} from '../table.js';
import {moment, periodName, t, word} from '../words.js';
import {monthStrip} from './months.js';

const LATEST = 5;
const LOOK_BACK = 100; // events

/** Where objects that are no month have their screen: by their path. */
const PLACES = [[/^\/awards\/(\d+)/, (id) => link('awards', {case: id})], [/^\/movements\/(\d+)/, (id) => link('movements', {id})], [/^\/initiatives\/(\d+)/, (id) => link('movements', {initiative: id})]];

/** The screen on which an item is dealt with; null while it has none. */
function placeOf(item) {
	if (item.period) return link('entry', {unit: item.unit, period: item.period});
	return PLACES.map(([path, place]) => path.exec(item.object) && place(path.exec(item.object)[1])).find(Boolean) || null;
}

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
	{label: t('today.state'), show: (item) => word('month_state', item.state) === item.state ? word('case_state', item.state) : word('month_state', item.state)},
	{label: t('today.due'), show: due, by: (item) => item.due_at},
];

async function latestEvents() {
	const {seq} = await get('/events/head');
	const {items} = await get('/events', {after: Math.max(0, seq - LOOK_BACK), brief: true, limit: LOOK_BACK});
	return items.slice(-LATEST).reverse();
}

/** What was done, in the word of its verb: `accept_report` is "tiếp nhận". */
function doneText({action}) {
	const verb = action.split('_')[0];
	const known = word('event', verb);
	return known === verb ? t(`did.${verb}`) : known;
}

function showEvent(event) {
	return el('li', {}, `${event.unit_name}: `, el('b', {}, doneText(event)), el('br'), el('small', {}, `${event.object} · ${event.actor.split('/').pop()} · ${moment(event.at)}`));
}

/** @param {HTMLElement} main */
export async function open(main) {
	const query = {limit: 50};
	const [waiting, months] = await Promise.all([get('/inbox', query), me.year ? get('/completeness', {unit: me.unit, year: me.year}) : {items: []}]);
	const events = el('ul', {class: 'events'});
	fill(main, el('header', {class: 'head'}, el('div', {}, el('h1', {}, t('today.title')), el('p', {class: 'sub'}, `${me.unit_name} · ${moment(new Date().toISOString())}`))),
		el('div', {class: 'columns'},
			el('section', {}, el('h2', {}, t('today.waiting')),
				await listTable({path: '/inbox', query, columns: columns(), caption: t('today.waiting'), first: waiting, empty: el('p', {}, `✓ ${t('today.none')} `, el('a', {href: link('progress')}, t('today.all_year')))})),
			el('section', {class: 'aside'},
				months.items.length > 0 && [el('h2', {}, t('today.my_year', {year: me.year})), el('nav', {class: 'months wrap', 'aria-label': t('entry.months')}, monthStrip(months.items, {unit: me.unit}))],
				el('h2', {}, t('today.events')), events)));
	latestEvents().then((items) => fill(events, items.map(showEvent), !items.length && el('li', {}, t('today.no_events'))), () => {});
	// The work that waits stands first for the keyboard too: Enter opens it.
	return {title: t('today.title'), shown: () => main.querySelector('tbody a')?.focus({preventScroll: true})};
}
