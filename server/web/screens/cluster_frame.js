// The frame of a cluster's year: pact, registrations, conferences, the file that goes up. Each part is a function that asks for its own and
// fills the screen with it.
import {all, post, put, send} from '../api.js';
import {me, reload} from '../app.js';
import {el, fill} from '../dom.js';
import {link} from '../route.js';
import {paper} from '../table.js';
import {day, t, word, wordsOf} from '../words.js';
import {fieldsOf, linesOf} from './fields.js';
import {buttons, capital, offered} from './steps.js';
import {maker, may, pill, records, told, yearAsks} from './year.js';

/** @typedef {import('./cluster.js').Page} Page */

const PACT = ['theme', 'plan_no', 'contents:lines'];
const numbered = (text) => linesOf(text).map((content, i) => ({number: i + 1, content}));

/** What a pact says; its contents a line each. @param {Object} [data] @param {string[]} [more] */
const pactFields = (data, more = []) => fieldsOf([...PACT, ...more], data && {...data, contents: data.contents.map((each) => each.content)}).map((each) => (each.name === 'contents' ? {...each, read: numbered} : each));

/** @param {Page} page */
export async function pact({cluster, leads, host, name}) {
	const versions = await all('/pacts', {cluster: cluster.cluster});
	const last = versions.filter((each) => each.state !== 'cancelled').sort((a, b) => b.version - a.version)[0];
	const making = leads && (!last || last.state === 'in_force') && maker({operation: 'create_pact', label: t('pact.make'), path: '/pacts', body: {cluster: cluster.cluster}, fields: pactFields(null, last ? ['reason:area'] : [])}, !last);
	if (!last) return void fill(host.firstChild, el('p', {class: 'muted'}, t('pact.none')), making && el('p', {class: 'buttons'}, making));
	const {data, etag} = await send('GET', `/pacts/${last.id}`);
	const signs = data.unsigned.some((each) => each.unit === me.unit);
	const base = `/pacts/${data.id}`;
	const steps = (await offered({machine: 'pact', state: data.state, possible: [...data.possible, 'amend'], office: signs ? me.unit : cluster.lead, cluster, etag, asks: yearAsks(base, {
		open_pact: {label: t('pact.open')}, replace_pact: {method: 'PUT', path: base, body: {score_sheet: data.score_sheet, grounds: data.grounds}, fields: pactFields(data)},
	})})).filter(({event}) => event !== 'sign' || signs);
	fill(host.firstChild, el('p', {}, pill('pact_state', data.state), ` ${t('version', {n: data.version})} · `, t('pact.signed', {signed: data.signed, members: data.members}), data.in_force_on && ` · ${t('pact.since', {date: day(data.in_force_on)})}`),
		data.unsigned.length > 0 && data.state !== 'draft' && el('p', {class: 'warn'}, `▲ ${t('pact.unsigned', {units: data.unsigned.map((each) => each.unit_name).join(', ')})}`),
		el('p', {class: 'buttons'}, buttons(steps, etag, `${t('part.pact')} ${data.year}`, reload), making),
		told([['theme', data.theme], ['plan_no', data.plan_no], ['reason', data.reason]]),
		el('h3', {}, t('f.contents')), el('ol', {class: 'prose'}, data.contents.map((each) => el('li', {}, each.content))));
}

/** Who registered what, by office; those who did not stand there too. @param {Page} page */
export async function registrations({cluster, host}) {
	const cases = await all('/awards', {cluster: cluster.cluster, year: cluster.year});
	const registered = cases.filter((each) => each.registered_on);
	const rows = cluster.members.map((member) => ({member, mine: registered.filter((each) => each.nominated_by === member.unit || each.nominated_by.startsWith(`${member.unit}.`))}));
	fill(host.firstChild, el('table', {class: 'list'}, el('caption', {class: 'hidden'}, t('part.registrations')), el('thead', {}, el('tr', {}, [t('unit'), t('registrations.what')].map((head) => el('th', {scope: 'col'}, head)))),
		el('tbody', {}, rows.map(({member, mine}) => el('tr', {}, el('th', {scope: 'row'}, member.name_vi), el('td', {}, mine.length ? el('ul', {class: 'rows'}, mine.map((each) => el('li', {},
			el('a', {href: link('awards', {case: each.id})}, `${each.award_name}: ${each.person_name || each.unit_name}`), ' ', pill('case_state', each.state)))) : el('span', {class: 'muted'}, t('registrations.none'))))))));
}

const CONFERENCE = ['kind:@conference_kind', 'held_on:date', 'place', 'minutes', 'chair_name', 'chair_title', 'secretary_name', 'secretary_title', 'guests:lines', 'summary:area'];

/** A line each: name; title; code of the office. @param {string} text */
const guestsOf = (text) => linesOf(text).map((line, i) => {
	const [name, title, unit] = line.split(';').map((part) => part.trim());
	return {number: i + 1, name, title: title || '', unit: unit || null};
});

const conferenceFields = (data) => fieldsOf(CONFERENCE, data && {...data, guests: data.guests.map((guest) => [guest.name, guest.title, guest.unit].filter(Boolean).join('; '))}).map((each) => (each.name === 'guests' ? {...each, read: guestsOf} : each));

/** @param {Page} page */
export function conferences(page) {
	const {cluster, leads} = page;
	const change = (data, etag) => leads && may('replace_conference') && el('p', {class: 'buttons'}, buttons([{event: 'amend', operation: 'replace_conference', label: word('event', 'amend'), method: 'PUT', path: `/conferences/${data.id}`, fields: conferenceFields(data)}], etag, word('conference_kind', data.kind), reload));
	return records(page, {
		path: '/conferences', query: {cluster: cluster.cluster}, file: 'hoi-nghi', empty: t('conference.none'),
		columns: [{label: t('f.kind'), show: (item) => capital(word('conference_kind', item.kind))}, {label: t('f.held_on'), show: (item) => day(item.held_on), by: (item) => item.held_on}, {label: t('f.place'), show: (item) => item.place},
			{label: t('f.chair_name'), show: (item) => `${item.chair_name}, ${item.chair_title}`}, {label: t('f.minutes'), show: (item) => item.minutes || ''}, {label: t('f.guests'), show: (item) => String(item.present), number: true}],
		tools: leads && maker({operation: 'create_conference', label: t('conference.make'), path: '/conferences', body: {cluster: cluster.cluster}, fields: conferenceFields()}),
		title: (data) => capital(word('conference_kind', data.kind)),
		show: (data, etag) => [change(data, etag), told([['held_on', day(data.held_on)], ['place', data.place], ['chair_name', `${data.chair_name}, ${data.chair_title}`], ['secretary_name', `${data.secretary_name}, ${data.secretary_title}`], ['minutes', data.minutes]]),
			data.summary && [el('h3', {}, t('f.summary')), el('p', {class: 'prose'}, data.summary)], el('h3', {}, t('f.guests')), el('ol', {}, data.guests.map((guest) => el('li', {}, `${guest.name}, ${guest.title}`)))],
	});
}

/** What the file lacks, by name: a section, an office without figures, or a part of its head. */
function lacks({what, section, unit, detail}, name) {
	if (what) return capital(word('dossier_part', what));
	return section ? `${t('dossier.text')}: ${word('dossier_section', section)}` : unit ? `${t('dossier.figures')}: ${name(unit)}` : detail;
}

/** @param {Page} page */
export async function dossier({cluster, name, leads, host}) {
	const versions = await all('/dossiers', {cluster: cluster.cluster});
	const last = versions.sort((a, b) => b.version - a.version)[0];
	const begin = leads && last?.state !== 'draft' && maker({operation: 'create_dossier', label: t('dossier.make'), path: '/dossiers', body: {cluster: cluster.cluster}, fields: fieldsOf(last ? ['reason:area'] : [])}, !last);
	if (!last) return void fill(host.firstChild, el('p', {class: 'muted'}, t('dossier.none')), begin && el('p', {class: 'buttons'}, begin));
	const path = `/dossiers/${last.id}`;
	const {data, etag} = await send('GET', path);
	const drafted = leads && data.state === 'draft' && may('finish_dossier');
	const missing = drafted ? await post(`${path}/finish`, undefined, {query: {dry_run: true}}).then(() => [], (problem) => problem.errors?.length ? problem.errors : Promise.reject(problem)) : [];
	const finish = (await offered({machine: 'dossier', state: data.state, office: cluster.lead, cluster, etag, asks: yearAsks(path)})).filter(({event}) => event === 'finish');
	fill(host.firstChild, el('p', {}, pill('dossier_state', data.state), ` ${t('version', {n: data.version})}`, data.number && ` · ${[data.number, day(data.signed_on)].filter(Boolean).join(', ')}`),
		el('p', {class: 'buttons'}, drafted && el('button', {type: 'button', onclick: async () => (await write(data, etag)) && reload()}, t('dossier.write')), buttons(finish, etag, t('part.dossier'), reload),
			may('get_dossier_content') && paper(`${path}/content`, t('print')), begin),
		missing.length > 0 && [el('p', {class: 'warn'}, `▲ ${t('dossier.missing', {n: missing.length})}`), el('ul', {class: 'rows'}, missing.map((error) => el('li', {}, lacks(error, name))))], drafted && !missing.length && el('p', {class: 'ok'}, `✓ ${t('dossier.whole')}`),
		wordsOf('dossier_section').map(([section, label]) => data.sections.filter((each) => each.section === section).map(({text}) => [el('h3', {}, capital(label)), el('p', {class: 'prose'}, text)])));
}

/** The head and the texts of the file, each section in its field. */
async function write(data, etag) {
	const texts = Object.fromEntries(data.sections.map((each) => [each.section, each.text]));
	const fields = [...fieldsOf(['number', 'signed_on:date', 'signer_name', 'signer_title', 'recipients:area'], data), ...wordsOf('dossier_section').map(([name, label]) => ({name: `sections/${name}`, label: capital(label), type: 'area', value: texts[name] || ''}))];
	const {act} = await import('./act.js');
	return act({title: t('dossier.write'), wide: true, label: t('save'), fields,
		call: ({sections: written, ...head}) => put(`/dossiers/${data.id}`, {...head, sections: Object.entries(written).filter(([, text]) => text).map(([section, text]) => ({section, text}))}, {match: etag})});
}
