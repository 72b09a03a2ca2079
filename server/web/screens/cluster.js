// The cluster's year: its steps as a line of dots with the one that comes next, its motto, and below them what the year is made of, a part at
// a time. The parts are in cluster_frame.js and cluster_works.js.
import {all, get, send} from '../api.js';
import {me, reload} from '../app.js';
import {el, fill, useStyle} from '../dom.js';
import {link, note} from '../route.js';
import {day, t, useTexts, word, wordsOf} from '../words.js';
import {choose, fieldsOf} from './fields.js';
import {buttons, capital, offered, stepsOf, stepText, take} from './steps.js';
import {chosenCluster, yearAsks, yearFilters} from './year.js';

const frame = () => import('./cluster_frame.js');
const works = () => import('./cluster_works.js');
const PARTS = {pact: frame, registrations: frame, conferences: frame, practices: works, exemplars: works, activities: works, tasks: works, dossier: frame};
/** What one comes for while the cluster is in a state; in the others it is what has been done. */
const FIRST = {planned: 'pact', pact_signed: 'registrations', voting: 'conferences', resolved: 'dossier', handed_over: 'dossier'};

/**
 * @typedef {Object} Page
 * @property {Object} cluster
 * @property {string} part
 * @property {(unit: string|null) => string} name  Of a member.
 * @property {HTMLElement} host  A record opens beside what it holds.
 * @property {boolean} leads
 * @property {(open?: number) => void} note  Keeps in the address which record is open.
 */

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	const [{id, year}] = await Promise.all([chosenCluster(place.query), useTexts('cluster'), useStyle('year')]);
	if (!id) {
		fill(main, el('header', {class: 'head'}, el('h1', {}, t('screen.cluster')), yearFilters('cluster', year)), el('p', {class: 'empty'}, t('cluster.none', {year})));
		return {title: t('screen.cluster')};
	}
	const path = `/clusters/${encodeURIComponent(id)}`;
	const [{data: cluster, etag}, {items: [motto]}] = await Promise.all([send('GET', path), get('/mottos', {in_force_for: id}), stepsOf('cluster')]);
	const part = place.query.part in PARTS ? place.query.part : FIRST[cluster.state] || 'practices';
	const host = el('div', {class: 'beside-panel'}, el('section', {class: 'part'}));
	const page = {cluster, part, host, leads: cluster.lead === me.unit, name: (unit) => cluster.members.find((member) => member.unit === unit)?.name_vi || unit || '–',
		note: (open) => note('cluster', {cluster: id, part: place.query.part, open})};
	const [ahead, parts] = await Promise.all([next(page, etag), PARTS[part]()]);
	fill(main, el('header', {class: 'head'}, el('div', {}, el('h1', {}, `${cluster.name_vi}, ${t('cluster.year', {year: cluster.year})}`),
		el('p', {class: 'sub'}, `${t('cluster.lead')}: ${page.name(cluster.lead)} · ${t('cluster.deputy')}: ${page.name(cluster.deputy)} · ${t('cluster.members', {n: cluster.members.length})}`), sloganOf(page, motto)), yearFilters('cluster', year, cluster)),
	dots(cluster), ahead, el('nav', {class: 'tabline', 'aria-label': t('cluster.parts')}, Object.keys(PARTS).map((each) =>
		el('a', {href: link('cluster', {cluster: id, part: each}), 'aria-current': each === part ? 'page' : null}, t(`part.${each}`)))), host);
	page.note();
	const record = await parts[part](page);
	if (place.query.open) await record?.(Number(place.query.open));
	return {title: `${t(`part.${part}`)}, ${cluster.name_vi} ${cluster.year}`, concerns: (event) => /^\/(clusters|pacts|conferences|practices|exemplars|activities|mottos|tasks|dossiers|awards)/.test(event.object)};
}

/** The motto that the cluster uses: its own, which its lead gives, or the sector's. */
function sloganOf({cluster}, motto) {
	const own = motto?.cluster === cluster.cluster;
	const fields = fieldsOf(['text', 'document'], own ? motto : {});
	const step = {event: 'amend', label: t(own ? 'motto.change' : 'motto.give'), fields, ...(own ? {method: 'PUT', path: `/mottos/${motto.id}`} : {path: '/mottos', body: {cluster: cluster.cluster, year: cluster.year}})};
	const gives = [cluster.lead, cluster.issuer].includes(me.unit) && me.may.includes(own ? 'replace_motto' : 'create_motto');
	return el('p', {class: 'motto'}, motto && [el('q', {}, motto.text), !own && ` ${t('motto.of_sector')}`, ' '],
		gives && el('button', {type: 'button', class: 'link', onclick: async () => (await take(step, own ? (await send('GET', `/mottos/${motto.id}`)).etag : null, cluster.name_vi)) && reload()}, capital(step.label)));
}

/** The states in their order: gone through, here, ahead; with the day on which each was reached. */
function dots(cluster) {
	const states = wordsOf('cluster_state');
	const here = states.findIndex(([state]) => state === cluster.state);
	const reached = new Map(cluster.steps.map((step) => [step.to_state, step.at]));
	return el('ol', {class: 'steps', 'aria-label': t('cluster.steps')}, states.map(([state, text], i) => {
		const skipped = i > 0 && i < here && !reached.has(state);
		const kind = i === here ? 'now' : i > here ? 'ahead' : skipped ? 'skipped' : 'done';
		return el('li', {class: kind, 'aria-current': i === here ? 'step' : null}, el('i', {'aria-hidden': 'true'}, {now: '●', ahead: '○', skipped: '–', done: '✓'}[kind]), el('b', {}, text),
			el('small', {}, skipped ? t('cluster.skipped') : i <= here && day(reached.get(state))));
	}));
}

/** The one step that comes next, for who takes it as its button, for others as what is waited for. */
async function next({cluster, name}, etag) {
	const ahead = cluster.possible.filter((event) => !['step_back', 'sign_pact'].includes(event));
	const path = `/clusters/${cluster.cluster}`;
	const steps = (await offered({machine: 'cluster', state: cluster.state, possible: [...ahead, 'step_back'], office: cluster.issuer, cluster, etag, asks: yearAsks(path, {hand_over_cluster: {fields: () => heirs(cluster)}})}))
		.filter(({event}) => event === 'step_back' ? cluster.possible.includes(event) : ahead.includes(event));
	const [back] = steps.filter(({event}) => event === 'step_back');
	const onward = steps.filter((step) => step !== back);
	return el('p', {class: 'step-next'}, el('b', {}, t('cluster.next'), ' '),
		!ahead.length ? t('cluster.over') : onward.length ? buttons(onward, etag, cluster.name_vi, reload)
			: t('cluster.waits', {lead: name(cluster.lead), step: ahead.map((event) => word('event', event)).join(', ')}),
		back && el('button', {type: 'button', class: 'quiet', onclick: async () => (await take(back, etag, cluster.name_vi)) && reload()}, `↩ ${stepText('step_back')}`));
}

/** Lead and deputy of the next year, out of its members; this year's where it is not there yet. */
async function heirs(cluster) {
	const [following] = (await all('/clusters', {year: cluster.year + 1})).filter((each) => each.issuer === cluster.issuer && each.kind === cluster.kind && each.number === cluster.number);
	const {members} = following ? await get(`/clusters/${following.cluster}`) : cluster;
	const options = [['', t('cluster.as_named')], ...members.map((member) => [member.unit, member.name_vi])];
	return ['lead', 'deputy'].map((name) => choose(name, options));
}
