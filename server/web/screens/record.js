// History of any object by the event log: who, when, what, from where; of a report also its versions side by side and its receipt.
import {get} from '../api.js';
import {me} from '../app.js';
import {el, fill} from '../dom.js';
import {go, link} from '../route.js';
import {fileLinks} from '../table.js';
import {moment, t, useTexts, word} from '../words.js';
import {doneText, objectText} from './events.js';

/** Objects that people look for by their number or code. */
const KINDS = ['reports', 'awards', 'decisions', 'movements', 'initiatives', 'persons', 'units', 'clusters', 'targets', 'pacts', 'practices', 'exemplars', 'activities', 'tasks', 'dossiers', 'scorecards', 'rankings', 'users', 'periods'];
const LATEST = 100; // events of one's office
const MOST = 500; // of one object

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	await Promise.all([useTexts('record'), useTexts('events')]);
	const object = place.rest && `/${place.rest}`;
	const report = /^\/reports\/(\d+)$/.exec(object)?.[1];
	const [page, parts] = await Promise.all([get('/events', {object, newest: true, limit: object ? MOST : LATEST}), report ? import('./record_report.js').then(({reportParts}) => reportParts(report, place.query.with)) : null]);
	const title = object ? t('record.of', {object: parts?.name || objectText(object)}) : t('record.title');
	fill(main, el('header', {class: 'head'}, el('div', {}, el('h1', {}, title), parts ? el('p', {class: 'sub'}, objectText(object)) : null), lookUp(object)), parts?.nodes,
		el('h2', {}, object ? t('screen.record') : t('record.latest')),
		page.items.length ? el('div', {class: 'scroller'}, eventTable(page.items, !object)) : el('p', {class: 'empty'}, t('record.none')),
		object && page.next && el('p', {class: 'small'}, t('record.more')), fileLinks('/events', object ? {object} : {}, 'lich-su'));
	return {title, concerns: (event) => !object || event.object === object};
}

/** Any object by its kind and its number or code. */
function lookUp(object) {
	const [, now, ...rest] = (object || '/reports').split('/');
	const kinds = KINDS.map((kind) => [kind, objectText(`/${kind}`)]);
	const open = (event) => (event.preventDefault(), go(`record/${event.target.kind.value}/${event.target.path.value.trim().replace(/^\/+/, '')}`));
	return el('form', {class: 'filters', role: 'search', onsubmit: open},
		el('label', {}, t('record.kind'), el('select', {name: 'kind'}, kinds.map(([value, text]) => el('option', {value, selected: value === now}, text)))),
		el('label', {}, t('record.path'), el('input', {type: 'search', name: 'path', value: rest.join('/'), autocomplete: 'off'})), el('button', {type: 'submit'}, t('record.open')));
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const short = (digest) => (digest ? digest.slice(0, 8) : '–');

function eventTable(events, named) {
	const seesAll = ['admin', 'auditor'].includes(me.role);
	const columns = ['when', 'who', 'what', named && 'object', named && 'unit', 'role', seesAll && 'address', seesAll && 'digest'].filter(Boolean);
	const cells = {
		when: (event) => moment(event.at), who: (event) => [event.actor.split('/').slice(1).join('/'), event.actor.split('/')[0] !== event.unit && [el('br'), el('small', {}, event.actor.split('/')[0])]], what: (event) => el('b', {}, capital(doneText(event))),
		object: (event) => el('a', {href: link(`record${event.object}`)}, objectText(event.object)), unit: (event) => event.unit_name, role: (event) => word('role', event.role), address: (event) => event.address || '', digest: (event) => el('code', {title: `${event.before || '–'} → ${event.after || '–'}`}, `${short(event.before)} → ${short(event.after)}`),
	};
	return el('table', {class: 'list record'}, el('caption', {class: 'hidden'}, t('screen.record')), el('thead', {}, el('tr', {}, columns.map((name) => el('th', {scope: 'col'}, t(name === 'unit' ? name : `record.${name}`))))),
		el('tbody', {}, events.map((event) => el('tr', {}, columns.map((name, i) => el(i ? 'td' : 'th', {scope: i ? null : 'row'}, cells[name](event)))))));
}
