// What the screens of a cluster's year share: which cluster of which year, what each step asks for, and a list whose records open beside it,
// each with what it says and the steps that one may take.
import {all, send} from '../api.js';
import {me, reload} from '../app.js';
import {choice, el, fill, refusal, sheet} from '../dom.js';
import {go} from '../route.js';
import {clusterChoice, clusterOf, facts, fileLinks, listTable} from '../table.js';
import {t, word} from '../words.js';
import {fieldsOf} from './fields.js';
import {take} from './steps.js';

/** The cluster that one means without saying which, of a year. @param {Object} query @returns {Promise<{id: string|undefined, year: number}>} */
export async function chosenCluster(query) {
	const year = Number(query.year || query.cluster?.match(/\d{4}$/)?.[0] || me.year);
	const id = query.cluster || (await clusterOf(year)) || (await all('/clusters', {year}))[0]?.cluster;
	return {id, year};
}

/** The choice of a year and of one of its clusters. @param {string} screen @param {number} year @param {Object} [cluster]  That is shown. */
export function yearFilters(screen, year, cluster) {
	return el('div', {class: 'filters'}, choice(t('year'), me.years.map((each) => [String(each), String(each)]), year, (value) => go(screen, {year: value})),
		cluster && clusterChoice(year, cluster, [], (value) => go(screen, {cluster: value})));
}

/** By operation: the part of its path, then its fields (fields.js). Those with choices of their own are given where they are taken. */
const ASKS = {
	record_cluster_pact: ['record-pact', 'signed_on:date'], start_cluster: ['start'], review_cluster_midyear: ['review-midyear'], open_cluster_scoring: ['open-scoring'], open_cluster_voting: ['open-voting'],
	resolve_cluster: ['resolve'], hand_over_cluster: ['hand-over'], step_cluster_back: ['step-back', 'reason:area'],
	open_pact: ['open'], sign_pact: ['signatures', 'signer_name', 'signer_title', 'signed_on:date'], enforce_pact: ['enforce'], cancel_pact: ['cancel', 'reason:area'],
	share_practice: ['share'], adopt_practice: ['adoptions', 'plan:area'], recognise_practice: ['recognise', 'recognised_on:date', 'document'], retire_practice: ['retire', 'reason:area'],
	apply_adoption: ['apply', 'applied_on:date'], report_adoption: ['report'], drop_adoption: ['drop', 'reason:area'],
	nurture_exemplar: ['nurture', 'plan:area'], recognise_exemplar: ['recognise', 'recognised_on:date', 'document'], replicate_exemplar: ['replicate', 'spread:area'], retire_exemplar: ['retire', 'reason:area'],
	adopt_task: ['adopt'], start_task: ['start'], finish_task: ['finish', 'result:area'], fail_task: ['fail', 'reason:area'], carry_task_over: ['carry-over'],
	finish_dossier: ['finish'],
	submit_scorecard: ['submit-self', 'signed_on:date'], check_scorecard: ['check', 'signed_on:date'], appraise_scorecard: ['appraise', 'signed_on:date'], object_to_scorecard: ['object'], answer_objections: ['answer'],
	finalise_scorecard: ['finalise'], reopen_scorecard: ['reopen', 'reason:area'],
	compute_ranking: ['compute'], order_ranking: ['order'], publish_ranking: ['publish', 'minutes', 'reason:area'], keep_ranking: ['keep', 'reason:area'],
};

/** @param {string} base  Path of the record. @param {Object<string, Object>} [more]  By operation: what else there is, or takes the place. @returns {Object<string, import('./steps.js').Ask>} */
export function yearAsks(base, more = {}) {
	const known = Object.entries(ASKS).map(([operation, [verb, ...specs]]) => [operation, {path: `${base}/${verb}`, fields: fieldsOf(specs), ...more[operation]}]);
	return {...more, ...Object.fromEntries(known)};
}

export const may = (operation) => me.may.includes(operation);
export const pill = (group, state) => el('span', {class: 'pill'}, word(group, state));
/** Facts by the names of their texts, `f.NAME`. @param {[string, *][]} rows */
export const told = (rows) => facts(rows.map(([key, value]) => [t(`f.${key}`), value]));

/** A button that makes something new. @param {import('./steps.js').Ask & {operation: string, label: string}} step @param {boolean} [main] */
export function maker(step, main) {
	return may(step.operation) && el('button', {type: 'button', class: main ? 'main' : '', onclick: async () => (await take(step, null, '')) && reload()}, step.label);
}

/** A button that takes a list as a file. @param {string} path  Of the list. @param {string} operation @param {string} label */
export function importer(path, operation, label) {
	return may(operation) && el('button', {type: 'button', onclick: async () => (await (await import('./import_file.js')).importFile(`${path}/import`, label)) && reload()}, label);
}

/**
 * @param {import('./cluster.js').Page} page
 * @param {{path: string, query: Object, columns: import('../table.js').Column[], title: (data: Object) => string, show: (data: Object, etag: string|null) => *, empty: string, tools?: *, file: string}} of  The first column opens.
 * @returns {Promise<(id: number) => Promise<void>>} which opens one
 */
export async function records({host, note, part}, {path, query, columns, title, show, empty, tools, file}) {
	const open = async (id) => {
		const body = el('div', {}, el('p', {}, t('loading')));
		note(id);
		const {box} = sheet(host, t('loading'), body, () => note());
		try {
			const {data, etag} = await send('GET', `${path}/${id}`);
			box.querySelector('h2').textContent = title(data);
			box.setAttribute('aria-label', title(data));
			fill(body, await show(data, etag));
		} catch (problem) {
			fill(body, refusal(problem));
		}
	};
	const [first, ...rest] = columns;
	const opener = {...first, show: (item) => el('button', {type: 'button', class: 'link', onclick: () => open(item.id)}, first.show(item))};
	const table = await listTable({path, query: {...query, limit: 100}, columns: [opener, ...rest], caption: t(`part.${part}`), empty});
	fill(host.firstChild, tools && el('p', {class: 'tab-actions'}, tools), el('div', {class: 'scroller'}, table), fileLinks(path, query, file));
	return open;
}
