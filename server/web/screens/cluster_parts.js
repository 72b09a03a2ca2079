// What a cluster's year is made of: pact, registrations, conferences, practices, tasks, the file of the year. Each part is a function that
// asks for its own and gives nodes.
import {all, download, get, post, put, send} from '../api.js';
import {me, reload} from '../app.js';
import {sheet} from '../dialog.js';
import {el, fill} from '../dom.js';
import {refusal} from '../form.js';
import {day, measured, t, word, wordsOf} from '../words.js';
import {act} from './act.js';
import {attached} from './attached.js';
import {paper} from './paper.js';
import {fieldsOf, make, stepsFrom, stepText, takeStep} from './year_steps.js';

/** @typedef {{cluster: Object, name: (unit: string|null) => string, host: HTMLElement, leads: boolean}} Page */

const FEW = 8;
const may = (operation) => me.may.includes(operation);
const button = (label, act, main) => el('button', {type: 'button', class: main ? 'main' : '', onclick: async () => (await act()) && reload()}, label);
const pill = (group, state) => el('span', {class: 'pill'}, word(group, state));

/** Steps of a record as buttons. @param {string[]} events */
const stepButtons = (machine, events, path, name, etag) => events.map((event) => button(stepText(event), () => takeStep({machine, event, path, name, etag})));

/** A short list, with the rest folded. */
function list(items, show, none) {
	if (!items.length) return el('p', {class: 'muted'}, none);
	const row = (item) => el('li', {}, show(item));
	return [el('ul', {class: 'rows'}, items.slice(0, FEW).map(row)), items.length > FEW && el('details', {}, el('summary', {}, t('more', {n: items.length - FEW})), el('ul', {class: 'rows'}, items.slice(FEW).map(row)))];
}

const facts = (rows) => el('table', {class: 'plain facts'}, rows.filter(([, value]) => value).map(([key, value]) => el('tr', {}, el('th', {scope: 'row'}, t(`f.${key}`)), el('td', {}, value))));

/** A record beside the parts: what it says, and its steps. */
async function beside({host}, title, path, show) {
	const body = el('div', {}, el('p', {}, t('loading')));
	sheet(host, title, body);
	try {
		const {data, etag} = await send('GET', path);
		fill(body, await show(data, etag));
	} catch (problem) {
		fill(body, refusal(problem));
	}
}

const opener = (text, open) => el('button', {type: 'button', class: 'link', onclick: open}, text);

/** @param {Page} page */
async function pact({cluster, leads}) {
	const versions = await all('/pacts', {cluster: cluster.cluster});
	const last = versions.filter((each) => each.state !== 'cancelled').sort((a, b) => b.version - a.version)[0];
	const draft = () => make({title: t('pact.make'), path: '/pacts', fields: ['theme', 'plan_no', 'contents:lines', ...(last ? ['reason:area'] : [])],
		more: (values) => ({...values, cluster: cluster.cluster, contents: (values.contents || []).map((content, i) => ({number: i + 1, content}))})});
	const making = leads && may('create_pact') && (!last || last.state === 'in_force') && button(t('pact.make'), draft);
	if (!last) return [el('p', {class: 'muted'}, t('pact.none')), making && el('p', {class: 'buttons'}, making)];
	const {data, etag} = await send('GET', `/pacts/${last.id}`);
	const name = `${t('part.pact')} ${data.year}`;
	const signs = data.possible.includes('sign') && may('sign_pact') && data.unsigned.some((each) => each.unit === me.unit);
	const events = data.possible.filter((event) => (event === 'sign' ? signs : leads && ['open', 'enforce', 'cancel'].includes(event) && may(`${event}_pact`)));
	return [el('p', {}, pill('pact_state', data.state), ' ', t('pact.signed', {signed: data.signed, members: data.members}), data.in_force_on && ` · ${t('pact.since', {date: day(data.in_force_on)})}`),
		data.theme && el('p', {}, el('b', {}, data.theme)), data.unsigned.length > 0 && data.state !== 'draft' && el('p', {class: 'warn'}, `▲ ${t('pact.unsigned', {units: data.unsigned.map((each) => each.unit_name).join(', ')})}`),
		el('details', {}, el('summary', {}, t('pact.contents', {n: data.contents.length})), el('ol', {}, data.contents.map((each) => el('li', {}, each.content)))),
		el('p', {class: 'buttons'}, stepButtons('pact', events, `/pacts/${data.id}`, name, etag), making)];
}

async function registrations({cluster, name}) {
	const cases = await all('/awards', {cluster: cluster.cluster, year: cluster.year, state: 'registered'});
	const units = new Map();
	for (const each of cases) units.set(each.nominated_by, [...(units.get(each.nominated_by) || []), each]);
	return list([...units], ([unit, mine]) => [el('b', {}, name(unit)), ` · ${t('registrations.count', {n: mine.length})}`, el('br'), el('small', {}, mine.slice(0, FEW).map((each) => `${each.award_name}: ${each.person_name || each.unit_name}`).join('; '))], t('registrations.none'));
}

async function conferences(page) {
	const {cluster, leads} = page;
	const items = await all('/conferences', {cluster: cluster.cluster});
	const hold = () => make({title: t('conference.make'), path: '/conferences', fields: ['kind:@conference_kind', 'held_on:date', 'place', 'minutes', 'chair_name', 'chair_title', 'secretary_name', 'secretary_title', 'guests:lines', 'summary:area'],
		more: (values) => ({...values, cluster: cluster.cluster, guests: (values.guests || []).map((line, i) => {
			const [name, title, unit] = line.split(';').map((part) => part.trim());
			return {number: i + 1, name, title: title || '', unit: unit || null};
		})})});
	const show = (item) => beside(page, word('conference_kind', item.kind), `/conferences/${item.id}`, (data) => [facts([['held_on', day(data.held_on)], ['place', data.place], ['chair_name', `${data.chair_name}, ${data.chair_title}`],
		['secretary_name', `${data.secretary_name}, ${data.secretary_title}`], ['minutes', data.minutes], ['summary', data.summary]]), el('h3', {}, t('f.guests')), el('ol', {}, data.guests.map((guest) => el('li', {}, `${guest.name}, ${guest.title}`)))]);
	return [list(items, (item) => [opener(word('conference_kind', item.kind), () => show(item)), ` · ${day(item.held_on)}, ${item.place} · ${t('conference.present', {n: item.present})}`], t('conference.none')),
		leads && may('create_conference') && el('p', {class: 'buttons'}, button(t('conference.make'), hold))];
}

async function practices(page) {
	const {cluster} = page;
	const items = await all('/practices', {cluster: cluster.cluster, year: cluster.year});
	const found = () => make({title: t('practice.make'), path: '/practices', fields: ['title', 'problem:area', 'solution:area', 'result:area', 'since:date'], more: (values) => ({...values, year: cluster.year})});
	const allowed = (item, step) => ({take_up: item.unit !== me.unit, recognise: page.leads || item.unit.startsWith(`${me.unit}.`)}[step.event] ?? item.unit === me.unit);
	const show = (item) => beside(page, item.title, `/practices/${item.id}`, async (data, etag) => [el('p', {}, pill('practice_state', data.state), ` ${data.unit_name}`),
		el('p', {class: 'buttons'}, stepButtons('practice', (await stepsFrom('practice', data.state)).filter((step) => allowed(data, step)).map((step) => step.event), `/practices/${data.id}`, data.title, etag)),
		facts([['problem', data.problem], ['solution', data.solution], ['result', data.result], ['since', day(data.since)], ['change', data.change !== null && measured(data.change, '')]]), await attached('practices', data.id)]);
	return [list(items, (item) => [opener(item.title, () => show(item)), ` · ${item.unit_name} · `, pill('practice_state', item.state), item.replicated > 0 && ` ${t('practice.taken', {n: item.replicated})}`], t('practice.none')),
		may('create_practice') && el('p', {class: 'buttons'}, button(t('practice.make'), found))];
}

async function tasks(page) {
	const {cluster, name, leads} = page;
	const [now, after] = await Promise.all([all('/tasks', {cluster: cluster.cluster, year: cluster.year}), all('/tasks', {cluster: cluster.cluster, year: cluster.year + 1})]);
	const add = () => make({title: t('task.make'), path: '/tasks', fields: ['text:area', 'kind:@task_kind', 'origin:@task_origin', 'due_on:date'], more: (values) => ({...values, cluster: cluster.cluster, year: cluster.year})});
	const propose = () => act({title: t('task.propose'), intro: el('p', {}, t('task.propose_told')), label: t('task.propose'), call: () => post('/tasks/propose', {cluster: cluster.cluster})});
	const show = (item) => beside(page, word('task_kind', item.kind), `/tasks/${item.id}`, async (data, etag) => [el('p', {}, el('b', {}, data.text)), el('p', {}, pill('task_state', data.state)),
		el('p', {class: 'buttons'}, (data.unit ? data.unit === me.unit : leads) && stepButtons('task', (await stepsFrom('task', data.state)).map((step) => step.event), `/tasks/${data.id}`, t('part.tasks'), etag)),
		facts([['origin', word('task_origin', data.origin)], ['due_on', day(data.due_on)], ['unit', data.unit && name(data.unit)], ['result', data.result], ['reason', data.reason]]),
		data.units.length > 0 && el('ul', {}, data.units.map((unit) => el('li', {}, unit.unit_name)))]);
	return [list([...now, ...after], (item) => [opener(item.text, () => show(item)), ` · ${item.year} · `, pill('task_state', item.state), item.overdue && [' ', el('span', {class: 'pill bad'}, `! ${t('overdue')}`)]], t('task.none')),
		leads && may('create_task') && el('p', {class: 'buttons'}, button(t('task.make'), add), may('propose_tasks') && button(t('task.propose'), propose))];
}

/** What the file lacks, by name: a section, an office without figures, or a part of its head. */
function lacks({what, which, detail}, name) {
	const known = word('dossier_part', what);
	if (!what || known === what) return detail;
	const part = known[0].toUpperCase() + known.slice(1);
	return {text: `${part}: ${word('dossier_section', which)}`, figures: `${part}: ${name(which)}`}[what] || part;
}

async function dossier({cluster, name, leads}) {
	const versions = await all('/dossiers', {cluster: cluster.cluster});
	const last = versions.sort((a, b) => b.version - a.version)[0];
	const begin = leads && may('create_dossier') && last?.state !== 'draft' && button(t('dossier.make'), () => make({title: t('dossier.make'), path: '/dossiers', fields: last ? ['reason:area'] : [], more: (values) => ({...values, cluster: cluster.cluster})}));
	if (!last) return [el('p', {class: 'muted'}, t('dossier.none')), begin && el('p', {class: 'buttons'}, begin)];
	const path = `/dossiers/${last.id}`;
	const {data, etag} = await send('GET', path);
	const drafted = leads && data.state === 'draft' && may('finish_dossier');
	const missing = drafted ? await post(`${path}/finish`, undefined, {query: {dry_run: true}}).then(() => [], (problem) => problem.errors?.length ? problem.errors : Promise.reject(problem)) : [];
	return [el('p', {}, pill('dossier_state', data.state), ` ${t('version', {n: data.version})}`, data.number && ` · ${[data.number, day(data.signed_on)].filter(Boolean).join(', ')}`),
		missing.length > 0 && [el('p', {class: 'warn'}, `▲ ${t('dossier.missing', {n: missing.length})}`), list(missing, (error) => lacks(error, name), '')], drafted && !missing.length && el('p', {class: 'ok'}, `✓ ${t('dossier.whole')}`),
		el('p', {class: 'buttons'}, drafted && button(t('dossier.write'), () => write(data, etag)), drafted && button(t('dossier.finish'), () => takeStep({machine: 'dossier', event: 'finish', path, name: t('part.dossier'), etag})),
			may('get_dossier_content') && paper(`${path}/content`, t('print')), begin)];
}

/** The head and the texts of the file, each section in its field. */
function write(data, etag) {
	const sections = wordsOf('dossier_section');
	const texts = Object.fromEntries(data.sections.map((each) => [each.section, each.text]));
	const fields = [...fieldsOf(['number', 'signed_on:date', 'signer_name', 'signer_title', 'recipients:area'], data), ...sections.map(([name, label]) => ({name: `sections/${name}`, label: label[0].toUpperCase() + label.slice(1), type: 'area', value: texts[name] || ''}))];
	return act({title: t('dossier.write'), wide: true, label: t('save'), fields,
		call: ({sections: written, ...head}) => put(`/dossiers/${data.id}`, {...head, sections: Object.entries(written).filter(([, text]) => text).map(([section, text]) => ({section, text}))}, {match: etag})});
}

/** By name, in the order of the screen. */
export const PARTS = {pact, registrations, conferences, practices, tasks, dossier};
