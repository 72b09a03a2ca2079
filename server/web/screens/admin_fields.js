// Fields of the administration: from `valid_from:date` to a control, and from a value to what people read.
import {day, hasText, moment, number, periodName, t, word, wordsOf} from '../words.js';
import {TABS} from './admin_tabs.js';

/** Names of the fields that take the code of an office. */
export const UNIT_FIELDS = ['unit', 'parent', 'successor', 'issuer', 'lead', 'deputy'];
const LOCAL = 7 * 3600e3; // Vietnam keeps one hour the year round

/** @param {string} spec @returns {{name: string, type?: string, group?: string}} */
export function parse(spec) {
	const [name, type] = spec.split(':');
	return type?.startsWith('@') ? {name, group: type.slice(1)} : {name, type};
}

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

/** @returns {import('../form.js').Field} */
export function fieldOf({name, type, group}, item) {
	const value = item[name] ?? null;
	const field = {name, label: t(`admin.f.${name}`), hint: hasText(`admin.hint.${name}`) && t(`admin.hint.${name}`)};
	if (group) return {...field, type: 'select', value, options: wordsOf(group)};
	if (type === 'bool') return {...field, type: 'select', value: String(value), options: [['true', t('yes')], ['false', t('no')]], read: (text) => text === 'true'};
	if (type === 'int') return {...field, type: 'number', value: value === null ? '' : String(value), read: Number};
	if (type === 'instant')
		return {...field, type: 'datetime-local', value: value ? new Date(Date.parse(value) + LOCAL).toISOString().slice(0, 16) : '', read: (text) => new Date(Date.parse(`${text}Z`) - LOCAL).toISOString()};
	return {...field, type: type === 'area' || type === 'date' ? type : 'text', value: value === null ? '' : String(value)};
}
