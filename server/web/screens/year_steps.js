// The steps of whatever goes from state to state. Which there are, who takes them and by which operation, the server says
// (`/state-machines`, or `possible` of the record); here is what each asks for.
import {get, post} from '../api.js';
import {me} from '../app.js';
import {el} from '../dom.js';
import {hasText, t, word} from '../words.js';
import {act, filled} from './act.js';
import {field, parse} from './fields.js';

/** What a step asks for; those that are not here ask for nothing. */
const FIELDS = {
	'cluster.record_pact': ['signed_on:date'], 'cluster.hand_over': ['lead', 'deputy'], 'cluster.step_back': ['reason:area'],
	'pact.sign': ['signer_name', 'signer_title', 'signed_on:date'], 'pact.cancel': ['reason:area'],
	'practice.take_up': ['plan:area'], 'practice.recognise': ['recognised_on:date', 'document'], 'practice.retire': ['reason:area'], 'task.fail': ['reason:area'],
	'scorecard.submit_self': ['signed_on:date'], 'scorecard.check': ['signed_on:date'], 'scorecard.appraise': ['signed_on:date'], 'scorecard.finalise': ['minutes', 'signed_on:date'], 'scorecard.reopen': ['reason:area'],
	'ranking.publish': ['minutes', 'reason:area'], 'ranking.keep': ['reason:area'],
};
const PATHS = {'pact.sign': 'signatures', 'practice.take_up': 'adoptions'};
const UNITS = ['lead', 'deputy', 'unit'];

/** The cluster that one means without saying which. @param {Object[]} clusters @param {number} year */
export function ownCluster(clusters, year) {
	return me.clusters.find((each) => each.year === year)?.cluster || clusters.find((each) => each.lead === me.unit || each.deputy === me.unit)?.cluster || clusters[0]?.cluster;
}

/** Fields of the year's screens; the label is the text `f.NAME`. @param {string[]} specs @param {Object} [item] */
export const fieldsOf = (specs, item = {}) => specs.map(parse).map((spec) => field(spec, item[spec.name], {label: t(`f.${spec.name}`), hint: hasText(`hint.${spec.name}`) && t(`hint.${spec.name}`)}));

/** "Mở chấm điểm": an event as the text of its button. @param {string} event */
export function stepText(event) {
	const text = hasText(`step.${event}`) ? t(`step.${event}`) : word('event', event);
	return text[0].toUpperCase() + text.slice(1);
}

/** The steps of a machine out of a state that the role may take: event and who (`actor`). @param {string} machine @param {string} state */
export async function stepsFrom(machine, state) {
	const {items} = await get('/state-machines', {machine, state});
	const found = items.filter((item) => item.from === state && me.may.includes(item.operation) && item.event !== 'amend');
	return [...new Map(found.map((item) => [item.event, item])).values()];
}

/**
 * Asks for what the step needs and takes it.
 * @param {{machine: string, event: string, path: string, name: string, etag?: string|null, intro?: *}} of
 * @returns {Promise<*|null>} the record as it is now
 */
export function takeStep({machine, event, path, name, etag, intro}) {
	const key = `${machine}.${event}`;
	const fields = fieldsOf(FIELDS[key] || []);
	return act({title: `${stepText(event)}: ${name}`, intro: intro || (!fields.length && el('p', {}, t('step.sure'))), fields, units: UNITS, label: stepText(event),
		call: (values) => post(`${path}/${PATHS[key] || event.replaceAll('_', '-')}`, fields.length ? filled(values) : undefined, {match: etag})});
}

/** Makes something new from fields. @param {{title: string, fields: string[], path: string, more?: (values: Object) => Object, intro?: *, item?: Object}} of  `item`: what the fields hold at first. */
export function make({title, fields, path, more = (values) => values, intro, item}) {
	return act({title, fields: fieldsOf(fields, item), units: UNITS, label: t('save'), wide: fields.length > 4, intro, call: (values) => post(path, filled(more(values)))});
}
