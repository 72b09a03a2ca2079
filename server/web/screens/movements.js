// Movements: those of a year as bars and what waits of one's own office; one of them (movement.js); tab Initiatives (initiatives.js).
import {all, get} from '../api.js';
import {me} from '../app.js';
import {choice, draw, el, fill, useStyle} from '../dom.js';
import {go, link} from '../route.js';
import {fileLinks} from '../table.js';
import {day, t, useTexts, word} from '../words.js';

/** The states in which a movement goes on. */
export const OPEN = ['launched', 'running', 'midterm_review', 'final_review'];
const DAY = 864e5;

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	await Promise.all([useTexts('cases'), useStyle('cases')]);
	const {query} = place;
	if (query.id) return (await import('./movement.js')).open(main, query.id);
	if (query.initiative || query.tab === 'initiatives') return (await import('./initiatives.js')).open(main, query);
	return openYear(main, query);
}

/** @param {string|undefined} tab @param {Object} query */
export function head(tab, query, ...actions) {
	return el('header', {class: 'head'}, el('div', {}, el('h1', {}, t(tab ? 'initiatives.title' : 'movements.title', {year: query.year || me.year})),
		el('nav', {class: 'tabs', 'aria-label': t('screen.movements')}, [undefined, 'initiatives'].map((each) => el('a', {href: link('movements', {tab: each, year: query.year}), 'aria-current': each === tab ? 'page' : null}, t(`movements.tab_${each || 'all'}`))))),
	el('div', {class: 'filters'}, actions, choice(t('year'), me.years.map((year) => [String(year), String(year)]), query.year || me.year, (year) => go('movements', {...query, year}))));
}

async function openYear(main, query) {
	const year = Number(query.year || me.year);
	const [items, mine, years] = await Promise.all([all('/movements', {year}), all('/movements', {year, participant: me.unit}), all('/work-years')]);
	const span = years.find((each) => each.year === year);
	const parts = await Promise.all(mine.filter((item) => OPEN.includes(item.state)).map(async (item) => ({item, part: await get(`/movements/${item.id}/participants/${me.unit}`)})));
	const toDo = parts.filter(({part}) => ['invited', 'registered', 'reporting'].includes(part.state));
	fill(main, head(undefined, query, me.may.includes('create_movement') && el('button', {type: 'button', onclick: begin}, t('movements.new'))),
	toDo.length > 0 && el('section', {class: 'waits'}, el('h2', {}, t('movements.mine')), el('ul', {}, toDo.map(({item, part}) => el('li', {}, el('a', {href: link('movements', {id: item.id})}, item.name), ` · ${t(`movements.todo_${part.state}`, {date: day(item.end_date)})}`)))),
	items.length ? el('table', {class: 'list runs'}, el('caption', {class: 'hidden'}, t('screen.movements')),
		el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, t('movements.name')), el('th', {scope: 'col'}, t('papers.state')), el('th', {scope: 'col'}, scale(span)))),
		el('tbody', {}, items.map((item) => el('tr', {}, el('th', {scope: 'row'}, el('a', {href: link('movements', {id: item.id})}, item.name), el('br'), el('small', {}, `${item.external_launcher || item.unit_name} · ${word('movement_level', item.level)}, ${word('movement_form', item.form)}`)),
			el('td', {}, word('movement_state', item.state)), el('td', {class: 'year'}, yearLine(item, span), el('small', {}, `${day(item.start_date)} – ${day(item.end_date)}`))))))
		: el('p', {class: 'empty'}, t('movements.none')),
	fileLinks('/movements', {year}, 'phong-trao'));
	return {title: t('screen.movements'), concerns: (event) => event.object.startsWith('/movements')};
}

async function begin() {
	const [{newMovement}, {take}] = await Promise.all([import('./movement_asks.js'), import('./steps.js')]);
	const made = await take(newMovement(), null, t('movements.new'));
	if (made?.id) go('movements', {id: made.id});
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
