// Fields from short words: `valid_from:date`, `level:@unit_level` (a word of that group), `number:int`, `reason:area`, `unit:unit` (the code of
// an office, offered by name); a bare name is a text.
import {hasText, t, wordsOf} from '../words.js';

const LOCAL = 7 * 3600e3; // Vietnam keeps one hour the year round

/** @typedef {{name: string, type?: string, group?: string}} Spec */

/** @param {string} text @returns {Spec} */
export function parse(text) {
	const [name, type] = text.split(':');
	return type?.startsWith('@') ? {name, group: type.slice(1)} : {name, type};
}

export const linesOf = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);

/** @param {Spec} spec @param {*} value @param {{label: string, hint?: string|false}} told @returns {import('../form.js').Field} */
export function field({name, type, group}, value, told) {
	const made = {name, ...told, value: value === null || value === undefined ? '' : String(value)};
	if (group) return {...made, type: 'select', options: wordsOf(group)};
	if (type === 'bool') return {...made, type: 'select', options: [['true', t('yes')], ['false', t('no')]], read: (text) => text === 'true'};
	if (type === 'int') return {...made, type: 'number', read: Number};
	if (type === 'decimal') return {...made, type: 'text', read: (text) => Number(text.replace(',', '.'))};
	if (type === 'instant')
		return {...made, type: 'datetime-local', value: value ? new Date(Date.parse(value) + LOCAL).toISOString().slice(0, 16) : '', read: (text) => new Date(Date.parse(`${text}Z`) - LOCAL).toISOString()};
	if (type === 'lines') return {...made, type: 'area', value: Array.isArray(value) ? value.join('\n') : made.value, read: linesOf};
	return {...made, type: type === 'area' || type === 'date' ? type : 'text', unit: type === 'unit'};
}

/** Fields whose label is the text `f.NAME`, with a hint `hint.NAME`. @param {string[]} specs @param {Object} [item]  What they hold. */
export const fieldsOf = (specs, item) => specs.map(parse).map((spec) => field(spec, item?.[spec.name], {label: t(`f.${spec.name}`), hint: hasText(`hint.${spec.name}`) && t(`hint.${spec.name}`)}));

/** A choice of those. @param {string} name @param {[string, string][]} options @param {string|null} [value] @returns {import('../form.js').Field} */
export const choose = (name, options, value) => ({...fieldsOf([name], {[name]: value})[0], type: 'select', options});
