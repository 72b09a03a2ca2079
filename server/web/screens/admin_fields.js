// What the members of a record are called in the administration, and how people read their values.
import {day, hasText, moment, number, periodName, t, word} from '../words.js';
import {TABS} from './admin_tabs.js';
import {field, parse} from './fields.js';

/** Names of the fields that take the code of an office. */
const UNIT_FIELDS = ['unit', 'parent', 'successor', 'issuer', 'lead', 'deputy'];

/** What is known of a member by its name alone. */
const known = new Map(['from_date:date', 'to_date:date', 'annulled_on:date', 'obstacle:@undo_obstacle', 'created_at:instant', 'ended_at:instant', 'password_change_needed:bool', 'kind:@period_kind',
	...Object.values(TABS).flatMap((tab) => [...tab.columns, ...[tab.create, tab.replace, ...(tab.steps || [])].flatMap((step) => step?.fields || [])])].map(parse).map((each) => [each.name, each]));

/** @param {string} name @param {*} value */
export function shown(name, value) {
	const {type, group} = known.get(name) || {};
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
	if (group) return [group, 'member_role', 'cluster_kind'].map((each) => word(each, value)).find((text) => text !== value) || value;
	if (type === 'date') return day(value);
	if (type === 'instant') return moment(value);
	if (type === 'period') return periodName(value);
	return typeof value === 'number' && !/year|id$|^person/.test(name) ? number(value) : String(value);
}

/** A column of a list. @param {{name: string, type?: string}} spec @param {false|((item: Object, text: string) => *)} first  Makes the button that opens. */
export function column({name}, first) {
	return {label: t(`admin.f.${name}`), by: (item) => item[name], show: (item) => (first ? first(item, shown(name, item[name])) : shown(name, item[name]))};
}

/** @param {import('./fields.js').Spec} spec @param {Object} item */
export const fieldOf = (spec, item) => ({...field(spec, item[spec.name], {label: t(`admin.f.${spec.name}`), hint: hasText(`admin.hint.${spec.name}`) && t(`admin.hint.${spec.name}`)}), unit: UNIT_FIELDS.includes(spec.name)});
