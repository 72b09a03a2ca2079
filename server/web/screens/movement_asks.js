// What each step of a movement, of who takes part in it and of an initiative asks for.
import {me} from '../app.js';
import {t, word} from '../words.js';

const date = (name, more) => ({name, label: t(`field.${name}`), type: 'date', value: me.today, ...more});
const prose = (name, more) => ({name, label: t(`field.${name}`), type: 'area', ...more});
const line = (name, more) => ({name, label: t(`field.${name}`), ...more});
const words = (group, list) => list.map((each) => [each, word(group, each)]);
const pick = (name, group, list, value) => ({name, label: t(`field.${name}`), type: 'select', options: words(group, list), value: value || list[0]});
const letter = () => line('document', {label: t('field.document_if'), optional: true});

const about = (item = {}) => [
	line('name', {value: item.name}), pick('form', 'movement_form', ['thematic', 'regular'], item.form), pick('level', 'movement_level', ['province', 'unit', 'sector', 'state'], item.level),
	date('start_date', {value: item.start_date || me.today}), date('end_date', {value: item.end_date || me.today}), prose('objectives', {value: item.objectives}), prose('criteria', {value: item.criteria}),
	line('slogan', {value: item.slogan, optional: true}),
];

/** A draft that is made. */
export const newMovement = () => ({event: 'draft', operation: 'create_movement', label: word('event', 'draft'), path: '/movements', fields: about()});

/** @param {Object} item  A movement. @returns {Object<string, import('./steps.js').Ask>} */
export function movementAsks(item) {
	const at = (verb, ...fields) => ({path: `/movements/${item.id}/${verb}`, fields});
	const review = [date('held_on'), prose('summary'), letter()];
	return {
		replace_movement: {path: `/movements/${item.id}`, method: 'PUT', body: {external_launcher: item.external_launcher, plan: item.plan, documents: item.documents}, fields: about(item)},
		launch_movement: at('launch', date('launched_on'), line('document')),
		start_movement: at('start'), review_movement_midterm: at('midterm-review', ...review), review_movement_finally: at('final-review', ...review),
		close_movement: at('close', date('closed_on')), cancel_movement: at('cancel', prose('reason')),
	};
}

/** @param {string} path  Of the participant. @param {string[]} [only] @returns {Object<string, import('./steps.js').Ask>} */
export function participantAsks(path, only) {
	const asks = {
		join_movement: {path: `${path}/join`, fields: []}, leave_movement: {path: `${path}/leave`, fields: [prose('reason')]},
		report_movement_result: {path: `${path}/results`, label: t('movements.report'), fields: [date('reported_on'), prose('summary'), letter()]},
		review_participant: {path: `${path}/review`, label: t('movements.assess'), fields: [prose('assessment')]},
	};
	return only ? Object.fromEntries(only.map((name) => [name, asks[name]])) : asks;
}

/** What an initiative says of itself; its authors come along. @param {Object} [item] */
export const initiativeFields = (item = {}) => [
	line('title', {value: item.title}), pick('kind', 'initiative_kind', ['sang-kien', 'de-tai', 'de-an', 'chuyen-de'], item.kind), prose('summary', {label: t('field.content'), value: item.summary, optional: true}),
];

/** @param {Object} item  An initiative. @returns {Object<string, import('./steps.js').Ask>} */
export function initiativeAsks(item) {
	const at = (verb, ...fields) => ({path: `/initiatives/${item.id}/${verb}`, fields});
	return {
		replace_initiative: {path: `/initiatives/${item.id}`, method: 'PUT', body: {year: item.year, authors: item.authors.map(({person, share_pct: share}) => ({person, share_pct: share}))}, fields: initiativeFields(item)},
		apply_initiative: at('apply', date('applied_on')), submit_initiative: at('submit', date('submitted_on')), consider_initiative: at('consider'),
		recognise_initiative: at('recognise', pick('level', 'initiative_level', ['grassroots', 'sector', 'national']), date('decided_on'), line('document')),
		reject_initiative: at('reject', prose('reason')), revise_initiative: at('request-revision', prose('reason')),
		annul_initiative: at('annul', prose('reason'), letter()),
	};
}
