// What the screens of a cluster's year share: which cluster of which year, and what each step asks for.
import {all} from '../api.js';
import {me} from '../app.js';
import {el} from '../dom.js';
import {go} from '../route.js';
import {choice} from '../table.js';
import {t} from '../words.js';
import {fieldsOf} from './fields.js';

/** The cluster that one means without saying which. @param {Object[]} clusters @param {number} year */
export function ownCluster(clusters, year) {
	return me.clusters.find((each) => each.year === year)?.cluster || clusters.find((each) => each.lead === me.unit || each.deputy === me.unit)?.cluster || clusters[0]?.cluster;
}

/** The choice of a year and of one of its clusters. @param {string} screen @param {Object} query @returns {Promise<{id: string|undefined, year: number, filters: HTMLElement}>} */
export async function chosenCluster(screen, query) {
	const year = Number(query.year || query.cluster?.match(/\d{4}$/)?.[0] || me.year);
	const [years, clusters] = await Promise.all([all('/work-years'), all('/clusters', {year})]);
	const id = query.cluster || ownCluster(clusters, year);
	return {id, year, filters: el('div', {class: 'filters'}, choice(t('year'), years.map((each) => [String(each.year), String(each.year)]), year, (value) => go(screen, {year: value})),
		clusters.length > 0 && choice(t('cluster'), clusters.map((each) => [each.cluster, `${each.name_vi} (${each.issuer_name})`]), id, (value) => go(screen, {cluster: value})))};
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
