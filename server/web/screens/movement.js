// One movement: its steps, its reviews, who takes part, and what one's own office has to do in it.
import {all, get, send} from '../api.js';
import {me, reload} from '../app.js';
import {el, fill} from '../dom.js';
import {link} from '../route.js';
import {facts} from '../table.js';
import {day, number, t, word} from '../words.js';
import {attached} from './attached.js';
import {movementAsks, participantAsks} from './movement_asks.js';
import {OPEN} from './movements.js';
import {buttons, capital, lifeLine, offered, possibleOf, stepsOf} from './steps.js';

/** @param {HTMLElement} main @param {string} id */
export async function open(main, id) {
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
