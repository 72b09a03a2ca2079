// What the members of a record are called in the administration, and how people read their values.
import {day, hasText, moment, number, periodName, t, word} from '../words.js';
import {field, parse} from './fields.js';

/** Fields that take a code, offered by name. */
const CODES = {unit: 'units', parent: 'units', successor: 'units', issuer: 'units', lead: 'units', deputy: 'units', indicator: 'indicators'};

/** What is known of a member by its name alone. @type {Map<string, import('./fields.js').Spec>} */
let known = new Map();

/** Learns what the members of a tab hold. @param {import('./admin_people.js').Tab} [tab] */
export const learn = (tab) => (known = new Map(['from_date:date', 'to_date:date', 'annulled_on:date', 'obstacle:@undo_obstacle', 'created_at:instant', 'issued_at:instant', 'ended_at:instant', 'password_change_needed:bool', 'kind:@period_kind',
	...(tab ? [...tab.columns, ...[tab.create, tab.replace, ...(tab.steps || []), ...Object.values(tab.rows || {}).flat()].flatMap((step) => step?.fields || [])] : [])].map(parse).map((each) => [each.name, each])));

/** @param {string} name @param {*} value */
export function shown(name, value) {
	const {type, group} = known.get(name) || {};
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
	if (group) return [group, 'member_role', 'cluster_kind'].map((each) => word(each, value)).find((text) => text !== value) || value;
	if (name === 'evidence') return word('evidence', value);
	if (type === 'date') return day(value);
	if (type === 'instant') return moment(value);
	if (type === 'period') return periodName(value);
	if (type === 'decimal') return number(Number(value));
	return typeof value === 'number' && !/year|id$|^person/.test(name) ? number(value) : String(value);
}

/** A column of a list. @param {{name: string, type?: string}} spec @param {false|((item: Object, text: string) => *)} first  Makes the button that opens. @param {Object<string, string>} [blank]  The text of a member that is empty. */
export function column({name}, first, blank = {}) {
	const text = (item) => shown(name, item[name]) || (blank[name] ? t(blank[name]) : '');
	return {label: t(`admin.f.${name}`), by: (item) => item[name], show: (item) => (first ? first(item, text(item)) : text(item))};
}

/** @param {import('./fields.js').Spec} spec @param {Object} item */
export const fieldOf = (spec, item) => ({...field(spec, item[spec.name], {label: t(`admin.f.${spec.name}`), hint: hasText(`admin.hint.${spec.name}`) && t(`admin.hint.${spec.name}`)}), codes: CODES[spec.name]});
