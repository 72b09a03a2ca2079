// Fields from a list, and what is wrong at its field.
import {el, fill} from './dom.js';
import {t} from './words.js';

/**
 * @typedef {Object} Field
 * @property {string} name  Its pointer in the body, without the first slash: `document/number`.
 * @property {string} label
 * @property {'text'|'date'|'number'|'area'|'select'|'password'} [type]
 * @property {[string, string][]} [options]  Of a select: value and text.
 * @property {string} [value]
 * @property {string} [hint]
 * @property {(text: string) => *} [read]  What goes into the body for a text: `Number`.
 * @property {string} [autocomplete]
 */

let made = 0;

function control(field, id) {
	const shared = {id, name: field.name, 'aria-describedby': `${id}-hint ${id}-fault`, autocomplete: field.autocomplete || 'off'};
	if (field.type === 'area') return el('textarea', {...shared, rows: 3, value: field.value || ''});
	if (field.type === 'select')
		return el('select', {...shared}, field.options.map(([value, text]) => el('option', {value, selected: value === field.value}, text)));
	return el('input', {...shared, type: field.type || 'text', value: field.value || ''});
}

/**
 * @param {Field[]} fields
 * @returns {{node: HTMLElement, values: () => Object, faults: (errors: Object[]) => Object[]}}
 *   `values` nests by the slashes of the names, with null for what is empty; `faults` shows each at its field and gives back the rest.
 */
export function form(fields) {
	const rows = fields.map((field) => {
		const id = `f${++made}`;
		const input = control(field, id);
		const fault = el('p', {class: 'fault', id: `${id}-fault`});
		return {field, input, fault, node: el('div', {class: 'field'}, el('label', {htmlFor: id}, field.label), el('p', {class: 'hint', id: `${id}-hint`}, field.hint), input, fault)};
	});
	return {
		node: el('div', {class: 'fields'}, rows.map((row) => row.node)),
		values() {
			const body = {};
			for (const {field, input} of rows) {
				const path = field.name.split('/');
				const last = path.pop();
				const at = path.reduce((object, name) => (object[name] ||= {}), body);
				const text = field.type === 'password' ? input.value : input.value.trim();
				at[last] = text === '' ? null : field.read ? field.read(text) : text;
			}
			return body;
		},
		faults(errors) {
			let first = null;
			const of = ({field}) => (error) => error.pointer.replace(/^\//, '') === field.name;
			for (const row of rows) {
				const mine = errors.filter(of(row));
				fill(row.fault, mine.length > 0 && `${t('fault')} ${mine.map((error) => error.detail).join(' ')}`);
				row.input.setAttribute('aria-invalid', String(mine.length > 0));
				if (mine.length) first ||= row.input;
			}
			first?.focus();
			return errors.filter((error) => !rows.some((row) => of(row)(error)));
		},
	};
}
