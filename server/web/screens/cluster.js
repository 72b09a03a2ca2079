// The cluster's year: its steps as a line of dots with the one that comes next, and below it what the year is made of.
import {all, send} from '../api.js';
import {me, reload} from '../app.js';
import {el, fill} from '../dom.js';
import {refusal} from '../form.js';
import {go, note} from '../route.js';
import {choice} from '../table.js';
import {day, t, useTexts, word, wordsOf} from '../words.js';
import {PARTS} from './cluster_parts.js';
import {useStyle} from './style.js';
import {ownCluster, stepText, takeStep} from './year_steps.js';

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	await Promise.all([useTexts('year'), useTexts('cluster'), useStyle('year')]);
	const year = Number(place.query.year || place.query.cluster?.match(/\d{4}$/)?.[0] || me.year);
	const [years, clusters] = await Promise.all([all('/work-years'), all('/clusters', {year})]);
	const id = place.query.cluster || ownCluster(clusters, year);
	const filters = el('div', {class: 'filters'}, choice(t('year'), years.map((each) => [String(each.year), String(each.year)]), year, (value) => go('cluster', {year: value})),
		clusters.length > 0 && choice(t('cluster'), clusters.map((each) => [each.cluster, `${each.name_vi} (${each.issuer})`]), id, (value) => go('cluster', {cluster: value})));
	if (!id) {
		fill(main, el('header', {class: 'head'}, el('h1', {}, t('screen.cluster')), filters), el('p', {class: 'empty'}, t('cluster.none', {year})));
		return {title: t('screen.cluster')};
	}
	const {data: cluster, etag} = await send('GET', `/clusters/${encodeURIComponent(id)}`);
	note('cluster', {cluster: id});
	const name = (unit) => cluster.members.find((member) => member.unit === unit)?.name_vi || unit || '–';
	const host = el('div', {class: 'beside-panel'}, el('div', {class: 'parts'}));
	fill(main, el('header', {class: 'head'}, el('div', {}, el('h1', {}, `${cluster.name_vi}, ${t('cluster.year', {year: cluster.year})}`),
		el('p', {class: 'sub'}, `${t('cluster.lead')}: ${name(cluster.lead)} · ${t('cluster.deputy')}: ${name(cluster.deputy)} · ${t('cluster.members', {n: cluster.members.length})}`)), filters),
	dots(cluster), next(cluster, etag, name), host);
	const page = {cluster, name, host, leads: cluster.lead === me.unit};
	fill(host.firstChild, Object.entries(PARTS).map(([part, show]) => section(t(`part.${part}`), () => show(page))));
	return {title: `${cluster.name_vi} ${cluster.year}`, concerns: (event) => /^\/(clusters|pacts|conferences|practices|tasks|dossiers|awards)/.test(event.object)};
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

/** The one step that comes next, for the lead as its button, for others as what is waited for. */
function next(cluster, etag, name) {
	const ahead = cluster.possible.filter((event) => !['step_back', 'sign_pact'].includes(event));
	const take = async (event) => (await takeStep({machine: 'cluster', event, path: `/clusters/${cluster.cluster}`, name: cluster.name_vi, etag})) && reload();
	const leads = cluster.lead === me.unit && me.may.includes('start_cluster');
	return el('p', {class: 'step-next'}, el('b', {}, t('cluster.next'), ' '),
		!ahead.length ? t('cluster.over') : leads ? ahead.map((event, i) => el('button', {type: 'button', class: i ? '' : 'main', onclick: () => take(event)}, stepText(event)))
			: t('cluster.waits', {lead: name(cluster.lead), step: ahead.map((event) => word('event', event)).join(', ')}),
		cluster.possible.includes('step_back') && me.unit === cluster.issuer && me.may.includes('step_cluster_back') && el('button', {type: 'button', class: 'quiet', onclick: () => take('step_back')}, `↩ ${stepText('step_back')}`));
}

function section(title, show) {
	const body = el('div', {}, el('p', {class: 'muted'}, t('loading')));
	show().then((nodes) => fill(body, nodes), (problem) => fill(body, refusal(problem)));
	return el('section', {class: 'part'}, el('h2', {}, title), body);
}
