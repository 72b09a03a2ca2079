// What the offices of a cluster do in its year beside the figures: practices and who takes them up, exemplars, activities with what they gave,
// tasks. Each part is a list whose records open beside it.
import {all, get, send} from '../api.js';
import {me, reload} from '../app.js';
import {el, fill} from '../dom.js';
import {day, measured, nameOf, number, periodName, t, word, wordsOf} from '../words.js';
import {attached} from './attached.js';
import {choose, fieldsOf} from './fields.js';
import {personSearch} from './people.js';
import {buttons, capital, offered} from './steps.js';
import {importer, maker, pill, records, told, yearAsks} from './year.js';

/** @typedef {import('./cluster.js').Page} Page */

const column = (name, show, more) => ({label: t(`f.${name}`), show, by: show, ...more});
const unit = () => ({label: t('unit'), show: (item) => item.unit_name || '', by: (item) => item.unit_name || ''});
const kept = (data, names) => Object.fromEntries(names.map((name) => [name, data[name]]));

/** What counts an effect: an indicator and two months. @param {number} year @param {Object} [data] */
async function counted(year, data = {}) {
	const [indicators, periods] = await Promise.all([all('/indicators'), all('/periods', {year})]);
	const months = [['', '–'], ...periods.map(({period}) => [period, periodName(period)])];
	return [choose('indicator', [['', '–'], ...indicators.map((each) => [each.indicator, nameOf(each)])], data.indicator), choose('period_before', months, data.period_before), choose('period_after', months, data.period_after)];
}

/** An effect as it was counted. @param {Object} data */
async function effectOf(data) {
	if (!data.indicator) return null;
	const indicator = await get(`/indicators/${data.indicator}`);
	const show = (value) => measured(value, indicator.measure);
	return `${nameOf(indicator)}: ${show(data.value_before)} (${periodName(data.period_before)}) → ${show(data.value_after)} (${periodName(data.period_after)})`;
}

const PRACTICE = ['title', 'problem:area', 'solution:area', 'result:area', 'since:date'];

/** @param {Page} page */
export function practices(page) {
	const {cluster} = page;
	const draft = () => counted(cluster.year).then((more) => [...fieldsOf(PRACTICE), ...more]);
	return records(page, {
		path: '/practices', query: {cluster: cluster.cluster, year: cluster.year}, file: 'cach-lam-hay', empty: t('practice.none'),
		columns: [column('title', (item) => item.title), unit(), column('since', (item) => day(item.since), {by: (item) => item.since}), column('state', (item) => word('practice_state', item.state)), column('taken', (item) => number(item.replicated), {number: true, by: (item) => item.replicated})],
		tools: maker({operation: 'create_practice', label: t('practice.make'), path: '/practices', body: {year: cluster.year}, fields: draft}),
		title: (data) => data.title, show: (data, etag) => practiceOf(page, data, etag),
	});
}

async function practiceOf({cluster}, data, etag) {
	const base = `/practices/${data.id}`;
	const {items} = await get(`${base}/adoptions`, {limit: 500});
	const asks = yearAsks(base, {replace_practice: {method: 'PUT', path: base, body: kept(data, ['area', 'initiative']), fields: () => counted(cluster.year, data).then((more) => [...fieldsOf(PRACTICE, data), ...more])}});
	const steps = await offered({machine: 'practice', state: data.state, office: data.unit, cluster, etag, asks});
	const taking = data.unit !== me.unit && !items.some((each) => each.unit === me.unit)
		? await offered({machine: 'practice', state: data.state, possible: ['take_up'], office: me.unit, cluster, etag: null, asks}) : [];
	return [el('p', {}, pill('practice_state', data.state), ` ${data.unit_name}`), el('p', {class: 'buttons'}, buttons(taking, null, data.title, reload), buttons(steps.filter(({event}) => event !== 'take_up'), etag, data.title, reload)),
		told([['problem', data.problem], ['solution', data.solution], ['result', data.result], ['counted', await effectOf(data)], ['since', day(data.since)], ['recognised_on', day(data.recognised_on)], ['document', data.document], ['reason', data.reason]]),
		items.length > 0 && [el('h3', {}, t('practice.adoptions')), await Promise.all(items.map((item) => adoptionOf(cluster, base, item)))], await attached('practices', data.id)];
}

/** An office that took a practice up, with what it says of it and its own steps. */
async function adoptionOf(cluster, practice, item) {
	const base = `${practice}/adoptions/${item.unit}`;
	const own = item.unit === me.unit && (await send('GET', base));
	const asks = yearAsks(base, {report_adoption: {path: `${base}/report`, fields: () => counted(cluster.year, item).then((more) => [...fieldsOf(['effect:area'], item), ...more])}});
	const steps = own ? await offered({machine: 'adoption', state: item.state, office: item.unit, cluster, etag: own.etag, asks}) : [];
	return el('div', {class: 'adoption'}, el('p', {}, el('b', {}, item.unit_name), ' ', pill('adoption_state', item.state), ` ${day(item.applied_on || item.adopted_on)}`),
		told([['plan', own?.data?.plan], ['effect', item.effect], ['counted', await effectOf(item)], ['reason', own?.data?.reason]]), el('p', {class: 'buttons'}, buttons(steps, own.etag, item.unit_name, reload)));
}

/** Of whom something new is: a person found by name, else one's own office. */
function whose() {
	let person = null;
	const said = el('p', {role: 'status'}, t('exemplar.office', {unit: me.unit_name}));
	const search = personSearch(t('exemplar.person'), (each) => ((person = each.id), fill(said, `✓ ${each.full_name} · ${each.unit_name}`)));
	return {node: [search, said], value: () => person};
}

/** @param {Page} page */
export function exemplars(page) {
	const {cluster} = page;
	const of = whose();
	return records(page, {
		path: '/exemplars', query: {cluster: cluster.cluster, year: cluster.year}, file: 'dien-hinh', empty: t('exemplar.none'),
		columns: [column('exemplar', (item) => item.title), column('whose', (item) => item.full_name || item.unit_name), unit(), column('state', (item) => word('exemplar_state', item.state)), column('recognised_on', (item) => day(item.recognised_on), {by: (item) => item.recognised_on})],
		tools: maker({operation: 'create_exemplar', label: t('exemplar.make'), path: '/exemplars', intro: of.node, fields: fieldsOf(['title', 'summary:area']), shape: (values) => ({...values, year: cluster.year, person: of.value()})}), title: (data) => data.full_name || data.unit_name,
		show: async (data, etag) => {
			const base = `/exemplars/${data.id}`;
			const asks = yearAsks(base, {retire_exemplar: {label: t('exemplar.retire')}, replace_exemplar: {method: 'PUT', path: base, body: kept(data, ['movement']), fields: fieldsOf(['title', 'summary:area'], data)}});
			return [el('p', {}, el('b', {}, data.title)), el('p', {}, pill('exemplar_state', data.state), ` ${data.unit_name}`),
				el('p', {class: 'buttons'}, buttons(await offered({machine: 'exemplar', state: data.state, office: data.unit, cluster, etag, asks}), etag, data.full_name || data.unit_name, reload)),
				told([['summary', data.summary], ['plan', data.plan], ['recognised_on', day(data.recognised_on)], ['document', data.document], ['spread', data.spread], ['reason', data.reason]]), await attached('exemplars', data.id)];
		},
	});
}

const ACTIVITY = ['held_on:date', 'kind:@activity_kind', 'title', 'document', 'summary:area'];
const GIVEN = ['money:int', 'days:int', 'persons:int', 'things'];
const gave = (each) => [each.money !== null && t('activity.money', {n: number(each.money)}), each.days !== null && t('activity.days', {days: number(each.days), persons: number(each.persons)}), each.things].filter(Boolean).join('; ');

/** @param {Page} page */
export async function activities(page) {
	const {cluster} = page;
	const sums = await get('/contributions/sums', {cluster: cluster.cluster, year: cluster.year}).catch((problem) => (problem.status === 404 ? null : Promise.reject(problem)));
	const open = await records(page, {
		path: '/activities', query: {cluster: cluster.cluster, year: cluster.year}, file: 'hoat-dong', empty: t('activity.none'),
		columns: [column('title', (item) => item.title), column('kind', (item) => capital(word('activity_kind', item.kind))), column('held_on', (item) => day(item.held_on), {by: (item) => item.held_on}), unit()],
		tools: [maker({operation: 'create_activity', label: t('activity.make'), path: '/activities', fields: fieldsOf(ACTIVITY)}), importer('/activities', 'import_activities', t('activity.import'))],
		title: (data) => data.title, show: (data, etag) => activityOf(data, etag),
	});
	if (sums?.activities) page.host.firstChild.prepend(el('p', {class: 'sub'}, t('activity.sums', {n: number(sums.activities), money: number(sums.money), days: number(sums.days_of_pay)}), sums.missing.length > 0 && ` ${t('activity.missing', {units: sums.missing.map((each) => each.unit_name).join(', ')})}`));
	return open;
}

async function activityOf(data, etag) {
	const base = `/activities/${data.id}`;
	const about = {event: 'amend', operation: 'replace_activity', label: word('event', 'amend'), method: 'PUT', path: base, body: kept(data, ['movement', 'contributions']), fields: fieldsOf(ACTIVITY, data)};
	const mine = me.may.includes('replace_activity') && (data.unit === me.unit || me.level === 'supreme' || data.unit.startsWith(`${me.unit}.`));
	return [el('p', {}, capital(word('activity_kind', data.kind)), ` · ${data.unit_name} · ${day(data.held_on)}`),
		mine && el('p', {class: 'buttons'}, buttons([{...about, event: 'give', label: t('activity.give'), ...gift(data)}, about], etag, data.title, reload)),
		told([['document', data.document], ['summary', data.summary]]), data.contributions.length > 0 && [el('h3', {}, t('activity.gave')),
			el('ul', {}, data.contributions.map((each) => el('li', {}, `${capital(word('contribution_purpose', each.purpose))}: ${gave(each)}`)))], await attached('activities', data.id)];
}

/** What it gave for one purpose, in place of what was said of that; with nothing in it the purpose goes. */
function gift(data) {
	const rest = kept(data, ['held_on', 'kind', 'title', 'summary', 'document', 'movement']);
	const fields = [choose('purpose', wordsOf('contribution_purpose')), ...fieldsOf(GIVEN)];
	const others = (purpose) => data.contributions.filter((each) => each.purpose !== purpose);
	return {fields, body: rest, shape: ({purpose, ...given}) => ({contributions: [...others(purpose), ...(Object.values(given).some((value) => value !== null) ? [{purpose, ...given}] : [])]})};
}

/** Members of the cluster to mark. @param {Object} cluster @param {string[]} [marked] */
function marks({members}, marked = []) {
	const boxes = members.map((member) => ({unit: member.unit, box: el('input', {type: 'checkbox', checked: marked.includes(member.unit)}), name: member.name_vi}));
	return {node: el('fieldset', {}, el('legend', {}, t('task.units')), boxes.map(({box, name}) => el('label', {}, box, ` ${name}`))), value: () => boxes.filter(({box}) => box.checked).map((each) => ({unit: each.unit}))};
}

const TASK = ['text:area', 'kind:@task_kind', 'origin:@task_origin', 'due_on:date'];

/** @param {Page} page */
export function tasks(page) {
	const {cluster, leads} = page;
	const answering = marks(cluster);
	return records(page, {
		path: '/tasks', query: {cluster: cluster.cluster}, file: 'nhiem-vu', empty: t('task.none'),
		columns: [column('text', (item) => item.text), {label: t('year'), show: (item) => String(item.year), by: (item) => item.year}, column('kind', (item) => word('task_kind', item.kind)), column('due_on', (item) => [day(item.due_on), item.overdue && [' ', el('span', {class: 'pill bad'}, `! ${t('overdue')}`)]], {by: (item) => item.due_on}), column('state', (item) => word('task_state', item.state))],
		tools: leads && [maker({operation: 'create_task', label: t('task.make'), path: '/tasks', intro: answering.node, fields: fieldsOf(TASK), shape: (values) => ({...values, cluster: cluster.cluster, year: cluster.year, units: answering.value()})}),
			maker({operation: 'propose_tasks', label: t('task.propose'), intro: el('p', {}, t('task.propose_told')), path: '/tasks/propose', body: {cluster: cluster.cluster}})],
		title: (data) => capital(word('task_kind', data.kind)), show: (data, etag) => taskOf(cluster, data, etag),
	});
}

async function taskOf(cluster, data, etag) {
	const base = `/tasks/${data.id}`;
	const answering = marks(cluster, data.units.map((each) => each.unit));
	const asks = yearAsks(base, {replace_task: {method: 'PUT', path: base, intro: answering.node, fields: fieldsOf(TASK, data), shape: (values) => ({...values, indicator: data.indicator, units: answering.value()})}});
	const steps = await offered({machine: 'task', state: data.state, office: data.unit || cluster.lead, cluster, etag, asks});
	return [el('p', {class: 'prose'}, el('b', {}, data.text)), el('p', {}, pill('task_state', data.state)), el('p', {class: 'buttons'}, buttons(steps, etag, t('part.tasks'), reload)),
		told([['origin', word('task_origin', data.origin)], ['due_on', day(data.due_on)], ['result', data.result], ['reason', data.reason]]),
		data.units.length > 0 && [el('h3', {}, t('task.units')), el('ul', {}, data.units.map((each) => el('li', {}, each.unit_name)))]];
}
