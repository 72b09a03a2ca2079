// Movements: those of a year as bars, what waits of one's own office, one with its steps, its reviews and who takes part; tab Initiatives.
import {all, get, send} from '../api.js';
import {me, reload} from '../app.js';
import {draw, el, fill, useStyle} from '../dom.js';
import {go, link} from '../route.js';
import {choice, fileLinks} from '../table.js';
import {day, number, t, useTexts, word} from '../words.js';
import {attached} from './attached.js';
import {facts} from './facts.js';
import {movementAsks, newMovement, participantAsks} from './movement_asks.js';
import {buttons, capital, lifeLine, offered, possibleOf, stepsOf, take} from './steps.js';

const OPEN = ['launched', 'running', 'midterm_review', 'final_review'];
const DAY = 864e5;

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	await Promise.all([useTexts('cases'), useStyle('cases')]);
	const {query} = place;
	if (query.id) return openOne(main, query.id);
	if (query.initiative || query.tab === 'initiatives') return (await import('./initiatives.js')).open(main, query);
	return openYear(main, query);
}

/** @param {string|undefined} tab @param {Object} query */
export async function head(tab, query, ...actions) {
	const years = (await all('/work-years')).map((each) => String(each.year));
	return el('header', {class: 'head'}, el('div', {}, el('h1', {}, t(tab ? 'initiatives.title' : 'movements.title', {year: query.year || me.year})),
		el('nav', {class: 'tabs', 'aria-label': t('screen.movements')}, [undefined, 'initiatives'].map((each) => el('a', {href: link('movements', {tab: each, year: query.year}), 'aria-current': each === tab ? 'page' : null}, t(`movements.tab_${each || 'all'}`))))),
	el('div', {class: 'filters'}, actions, choice(t('year'), years.map((year) => [year, year]), query.year || me.year, (year) => go('movements', {...query, year}))));
}

async function openYear(main, query) {
	const year = Number(query.year || me.year);
	const [items, mine, years] = await Promise.all([all('/movements', {year}), all('/movements', {year, participant: me.unit}), all('/work-years')]);
	const span = years.find((each) => each.year === year);
	const parts = await Promise.all(mine.filter((item) => OPEN.includes(item.state)).map(async (item) => ({item, part: await get(`/movements/${item.id}/participants/${me.unit}`)})));
	const toDo = parts.filter(({part}) => ['invited', 'registered', 'reporting'].includes(part.state));
	fill(main, await head(undefined, query, me.may.includes('create_movement') && el('button', {type: 'button', onclick: async () => {
		const made = await take(newMovement(), null, t('movements.new'));
		if (made?.id) go('movements', {id: made.id});
	}}, t('movements.new'))),
	toDo.length > 0 && el('section', {class: 'waits'}, el('h2', {}, t('movements.mine')), el('ul', {}, toDo.map(({item, part}) => el('li', {}, el('a', {href: link('movements', {id: item.id})}, item.name), ` · ${t(`movements.todo_${part.state}`, {date: day(item.end_date)})}`)))),
	items.length ? el('table', {class: 'list runs'}, el('caption', {class: 'hidden'}, t('screen.movements')),
		el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, t('movements.name')), el('th', {scope: 'col'}, t('papers.state')), el('th', {scope: 'col'}, scale(span)))),
		el('tbody', {}, items.map((item) => el('tr', {}, el('th', {scope: 'row'}, el('a', {href: link('movements', {id: item.id})}, item.name), el('br'), el('small', {}, `${item.external_launcher || item.unit_name} · ${word('movement_level', item.level)}, ${word('movement_form', item.form)}`)),
			el('td', {}, word('movement_state', item.state)), el('td', {class: 'year'}, yearLine(item, span), el('small', {}, `${day(item.start_date)} – ${day(item.end_date)}`))))))
		: el('p', {class: 'empty'}, t('movements.none')),
	fileLinks('/movements', {year}, 'phong-trao'));
	return {title: t('screen.movements'), concerns: (event) => event.object.startsWith('/movements')};
}

/** The months of the work year above the bars. */
function scale(span) {
	const months = [];
	for (let at = new Date(`${span.start_date}T00:00:00Z`); at <= new Date(`${span.end_date}T00:00:00Z`); at.setUTCMonth(at.getUTCMonth() + 1)) months.push(at.getUTCMonth() + 1);
	return el('span', {class: 'scale'}, months.map((month) => el('span', {}, String(month))));
}

/** A movement as a bar on the work year, with today on it. */
function yearLine(item, span) {
	const start = Date.parse(span.start_date);
	const length = Date.parse(span.end_date) - start + DAY;
	const at = (date, add = 0) => Math.max(0, Math.min(1000, ((Date.parse(date) + add - start) / length) * 1000));
	const today = at(me.today);
	return draw('svg', {class: 'yearline', viewBox: '0 0 1000 22', preserveAspectRatio: 'none', role: 'img', 'aria-label': `${day(item.start_date)} – ${day(item.end_date)}`},
		draw('rect', {class: 'rail', x: 0, y: 8, width: 1000, height: 6}),
		draw('rect', {class: `bar ${item.state}`, x: at(item.start_date), y: 5, width: Math.max(4, at(item.end_date, DAY) - at(item.start_date)), height: 12}),
		today > 0 && today < 1000 && draw('line', {class: 'today', x1: today, x2: today, y1: 0, y2: 22, 'stroke-width': 3}));
}

async function openOne(main, id) {
	const [{data: item, etag}, people, life] = await Promise.all([send('GET', `/movements/${id}`), all(`/movements/${id}/participants`), stepsOf('movement')]);
	const mine = people.find((each) => each.unit === me.unit);
	const [steps, parts] = await Promise.all([offered({machine: 'movement', state: item.state, office: item.unit, etag, asks: movementAsks(item)}), partSteps(item, mine)]);
	const own = mine && (await get(`/movements/${id}/participants/${me.unit}`));
	fill(main,
		el('header', {class: 'head'}, el('div', {}, el('p', {class: 'sub'}, el('a', {href: link('movements')}, t('screen.movements'))), el('h1', {}, item.name), el('p', {class: 'sub'}, `${day(item.start_date)} – ${day(item.end_date)} · ${word('movement_level', item.level)}, ${word('movement_form', item.form)}`)),
			el('p', {class: 'actions'}, buttons(steps, etag, item.name, reload), buttons(parts, null, item.name, reload), el('a', {class: 'button', href: link(`record/movements/${id}`)}, t('screen.record')))),
		lifeLine(life, item.state, 'closed', (state) => capital(word('movement_state', state))),
		el('div', {class: 'case'}, el('div', {},
			facts([[t('movements.objectives'), item.objectives], [t('movements.criteria'), item.criteria], [t('movements.slogan'), item.slogan], [t('movements.plan'), item.plan], [t('movements.launched'), item.launched_on && `${day(item.launched_on)} · ${item.launch_document}`], [t('movements.cancelled'), item.cancel_reason]]),
			item.reviews.map((review) => el('section', {}, el('h2', {}, `${capital(word('review', review.kind))}, ${day(review.held_on)}`), el('p', {class: 'prose'}, review.summary), review.document && el('p', {class: 'small'}, review.document))),
			own && ownPart(own)),
		el('div', {}, participantsOf(item, people), await attached('movements', id))));
	return {title: item.name, concerns: (event) => event.object.startsWith(`/movements/${id}`)};
}

/** The steps of one's own office, and of the others those of the office that launched it. */
async function partSteps(item, mine) {
	const path = `/movements/${item.id}/participants/${me.unit}`;
	if (item.unit === me.unit) return invitation(item);
	if (mine) return offered({machine: 'participant', state: mine.state, office: me.unit, etag: null, asks: participantAsks(path, ['join_movement', 'leave_movement', 'report_movement_result'])});
	const join = {event: 'join', operation: 'join_movement', label: word('event', 'join'), ...participantAsks(path).join_movement};
	return me.may.includes('join_movement') ? possibleOf([join], null) : [];
}

/** Inviting is for who launched it, an office below it; whether it still may is asked with the first of these. */
async function invitation(item) {
	const below = me.may.includes('invite_participant') && OPEN.includes(item.state) ? (await get('/units', {parent: item.unit, limit: 500})).items : [];
	const units = below.filter((each) => !each.valid_to || each.valid_to >= item.end_date).map((each) => [each.unit, each.name_vi]);
	const invite = {event: 'invite', operation: 'invite_participant', label: word('event', 'invite'), method: 'PUT', path: ({unit}) => `/movements/${item.id}/participants/${unit}`, bare: true,
		fields: [{name: 'unit', label: t('unit'), type: 'select', options: units, value: units[0]?.[0]}]};
	return units.length ? possibleOf([invite], null) : [];
}

function ownPart(own) {
	return el('section', {}, el('h2', {}, t('movements.own', {state: word('participant_state', own.state)})), own.reason && el('p', {}, own.reason), own.assessment && el('p', {class: 'prose'}, `${t('movements.assessment')}: ${own.assessment}`),
		own.results?.length > 0 && el('ul', {}, own.results.map((result) => el('li', {}, `${day(result.reported_on)}: ${result.summary}`, result.document && ` (${result.document})`))));
}

function participantsOf(item, people) {
	const host = el('section', {}, el('h2', {}, t('movements.participants', {n: number(people.length)})),
		el('p', {class: 'small'}, Object.entries(item.participants).filter(([, n]) => n).map(([state, n]) => `${word('participant_state', state)}: ${n}`).join(' · ')),
		people.length > 0 && el('table', {class: 'plain'}, el('tbody', {}, people.map((each) => el('tr', {}, el('th', {scope: 'row'}, el('button', {type: 'button', class: 'link', 'aria-expanded': 'false', onclick: (event) => showPart(event.currentTarget, item, each)}, each.unit_name)), el('td', {}, `${word('participant_state', each.state)}${each.results ? ` · ${t('movements.results', {n: each.results})}` : ''}`))))));
	return host;
}

/** What an office told of it, and its assessment by who launched it. */
async function showPart(button, item, each) {
	const row = button.closest('tr');
	const shown = row.nextElementSibling?.classList.contains('part') && row.nextElementSibling;
	button.setAttribute('aria-expanded', String(!shown));
	if (shown) return shown.remove();
	const path = `/movements/${item.id}/participants/${each.unit}`;
	const {data: part, etag} = await send('GET', path);
	const steps = await offered({machine: 'participant', state: part.state, office: item.unit, etag, asks: participantAsks(path, ['review_participant'])});
	row.after(el('tr', {class: 'part'}, el('td', {colSpan: 2}, ownPart(part), el('p', {class: 'buttons'}, buttons(steps, etag, part.unit_name, reload)))));
}
