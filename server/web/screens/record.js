// History of any object by the event log: who, when, what, from where; of a report also its versions side by side and its receipt.
import {all, get} from '../api.js';
import {me} from '../app.js';
import {el, fill} from '../dom.js';
import {go, link} from '../route.js';
import {choice, fileLinks} from '../table.js';
import {hasText, moment, nameOf, number, periodName, t, useTexts, word} from '../words.js';
import {facts} from './award_case.js';
import {cellOf} from './month.js';
import {paper} from './paper.js';
import {useStyle} from './style.js';
import {capital} from './steps.js';

const LATEST = 100; // events of one's office
const MOST = 500; // of one object

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	await Promise.all([useTexts('cases'), useStyle('cases')]);
	const object = place.rest && `/${place.rest}`;
	const report = /^\/reports\/(\d+)$/.exec(object)?.[1];
	const [page, parts] = await Promise.all([get('/events', {object, newest: true, limit: object ? MOST : LATEST}), report ? reportParts(report, place.query.with) : null]);
	const title = object ? t('record.of', {object: parts?.name || object}) : t('record.title');
	fill(main, el('header', {class: 'head'}, el('div', {}, el('h1', {}, title), object ? el('p', {class: 'sub'}, object) : null), lookUp(object)), parts?.nodes,
		el('h2', {}, object ? t('screen.record') : t('record.latest')),
		page.items.length ? el('div', {class: 'scroller'}, eventTable(page.items, !object)) : el('p', {class: 'empty'}, t('record.none')),
		object && page.next && el('p', {class: 'small'}, t('record.more')), fileLinks('/events', object ? {object} : {}, 'lich-su'));
	return {title, concerns: (event) => !object || event.object === object};
}

function lookUp(object) {
	return el('form', {class: 'search', role: 'search', onsubmit: (event) => (event.preventDefault(), go(`record/${event.target.path.value.trim().replace(/^\/+/, '')}`))},
		el('label', {}, t('record.path'), el('input', {type: 'search', name: 'path', value: object || '', autocomplete: 'off'})));
}

/** What was done in the word of its verb, as on the screen Today. */
function doneText(action) {
	const verb = action.split('_')[0];
	const known = word('event', verb);
	return capital(known !== verb ? known : hasText(`did.${verb}`) ? t(`did.${verb}`) : action.replaceAll('_', ' '));
}

const short = (digest) => (digest ? digest.slice(0, 8) : '–');

function eventTable(events, named) {
	const seesAll = ['admin', 'auditor'].includes(me.role);
	const columns = ['when', 'who', 'what', named && 'object', 'role', seesAll && 'address', seesAll && 'digest'].filter(Boolean);
	const cells = {
		when: (event) => moment(event.at), who: (event) => [event.actor.split('/').slice(1).join('/'), el('br'), el('small', {}, event.actor.split('/')[0])], what: (event) => el('b', {}, doneText(event.action)),
		object: (event) => el('a', {href: link(`record${event.object}`)}, event.object), role: (event) => word('role', event.role), address: (event) => event.address || '', digest: (event) => el('code', {title: `${event.before || '–'} → ${event.after || '–'}`}, `${short(event.before)} → ${short(event.after)}`),
	};
	return el('table', {class: 'list record'}, el('caption', {class: 'hidden'}, t('screen.record')), el('thead', {}, el('tr', {}, columns.map((name) => el('th', {scope: 'col'}, t(`record.${name}`))))),
		el('tbody', {}, events.map((event) => el('tr', {}, columns.map((name, i) => el(i ? 'td' : 'th', {scope: i ? null : 'row'}, cells[name](event)))))));
}

/** The receipt of a report, and the version before it or another one beside it. */
async function reportParts(id, other) {
	const [report, receipt] = await Promise.all([get(`/reports/${id}`), get(`/reports/${id}/receipt`)]);
	const versions = (await all('/reports', {unit: report.unit, period: report.period, scope: report.scope})).filter((each) => each.unit === report.unit).sort((a, b) => a.version - b.version);
	const against = versions.find((each) => String(each.id) === other) || versions.filter((each) => each.version < report.version).at(-1) || versions.find((each) => each.id !== report.id);
	const [old, elements] = against ? await Promise.all([get(`/reports/${against.id}`), all('/elements')]) : [null, []];
	const name = `${versions[0]?.unit_name || report.unit}, ${periodName(report.period)}`;
	const options = (except) => versions.filter((each) => each.id !== except).map((each) => [String(each.id), `${each.version} · ${word('report_status', each.status)}`]);
	return {name, nodes: [
		el('section', {class: 'receipt'}, el('h2', {}, t('record.receipt')), receiptOf(receipt, name), el('p', {class: 'actions'}, paper(`/reports/${id}/receipt`, t('record.print')), el('a', {class: 'button', href: link('entry', {unit: report.unit, period: report.period})}, t('screen.entry')))),
		old && el('section', {}, el('h2', {}, t('record.versions')), el('div', {class: 'filters'}, choice(t('record.left'), options(old.id), id, (value) => go(`record/reports/${value}`, {with: against.id})), choice(t('record.right'), options(report.id), against.id, (value) => go(`record/reports/${id}`, {with: value}))),
			differences(report, old, elements)),
	]};
}

function receiptOf(receipt, name) {
	return facts([[t('unit'), name], [t('receipt.version'), String(receipt.version)], [t('receipt.state'), word('report_status', receipt.status)], [t('receipt.at'), `${moment(receipt.received_at)}${receipt.late ? ` (${t('late')})` : ''}`],
		[t('receipt.figures'), number(receipt.figures)], [t('receipt.digest'), el('code', {}, receipt.digest)]]);
}

/** The figures that are not the same in both. */
function differences(report, old, elements) {
	const [now, then] = [report, old].map((each) => new Map(each.values.map((value) => [value.element, value])));
	const text = (value) => (value && cellOf(value).text) || '–';
	const rows = elements.sort((a, b) => a.sort - b.sort).filter(({element}) => text(now.get(element)) !== text(then.get(element)));
	if (!rows.length) return el('p', {}, t('record.same'));
	return [el('p', {}, t('record.differences', {n: rows.length}), report.reason && `. ${t('progress.reason')}: ${report.reason}`), el('table', {class: 'plain differ'}, el('thead', {}, el('tr', {}, [t('record.figure'), t('version', {n: old.version}), t('version', {n: report.version})].map((label) => el('th', {scope: 'col'}, label)))),
		el('tbody', {}, rows.map((element) => el('tr', {}, el('th', {scope: 'row'}, nameOf(element)), el('td', {class: 'muted'}, text(then.get(element.element))), el('td', {}, text(now.get(element.element)))))))];
}
