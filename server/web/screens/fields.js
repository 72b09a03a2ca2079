// Fields from short words: `valid_from:date`, `level:@unit_level` (a word of that group), `number:int`, `reason:area`; a bare name is a text.
import {t, wordsOf} from '../words.js';

const LOCAL = 7 * 3600e3; // Vietnam keeps one hour the year round

/** @typedef {{name: string, type?: string, group?: string}} Spec */

/** @param {string} text @returns {Spec} */
export function parse(text) {
	const [name, type] = text.split(':');
	return type?.startsWith('@') ? {name, group: type.slice(1)} : {name, type};
}

/** @param {Spec} spec @param {*} value @param {{label: string, hint?: string|false}} told @returns {import('../form.js').Field} */
export function field({name, type, group}, value, told) {
	const made = {name, ...told, value: value === null || value === undefined ? '' : String(value)};
	if (group) return {...made, type: 'select', options: wordsOf(group)};
	if (type === 'bool') return {...made, type: 'select', options: [['true', t('yes')], ['false', t('no')]], read: (text) => text === 'true'};
	if (type === 'int') return {...made, type: 'number', read: Number};
	if (type === 'instant')
		return {...made, type: 'datetime-local', value: value ? new Date(Date.parse(value) + LOCAL).toISOString().slice(0, 16) : '', read: (text) => new Date(Date.parse(`${text}Z`) - LOCAL).toISOString()};
	if (type === 'lines') return {...made, type: 'area', read: (text) => text.split('\n').map((line) => line.trim()).filter(Boolean)};
	return {...made, type: type === 'area' || type === 'date' ? type : 'text'};
}
