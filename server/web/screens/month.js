// One office's month as it is typed: the rows of the form, what stands in each cell, and what of it goes to the server. No DOM here.
import {language, number} from '../words.js';
import {fold} from '../dom.js';

/**
 * @typedef {{text: string, status: string|null, note: string}} Cell  `status` only of a figure that is not simply actual.
 * @typedef {{value: number|null, status: string|null, fault?: boolean}} Read
 */

const WITHOUT_VALUE = {'?': 'missing', 'chua co': 'missing', '-': 'impossible', '–': 'impossible'};

/** What a cell's text says: 1.144, "1 144" and 1144 are one number; `?` is a figure that is not there yet. @param {string} text @returns {Read} */
export function read(text) {
	const packed = text.replace(/[\s\u00a0\u202f]/g, '');
	const word = WITHOUT_VALUE[packed] || WITHOUT_VALUE[fold(text)];
	if (!packed) return {value: null, status: null};
	if (word) return {value: null, status: word};
	const grouped = language === 'en' ? /^\d{1,3}(,\d{3})+$/ : /^\d{1,3}(\.\d{3})+$/;
	if (/^\d{1,15}$/.test(packed) || grouped.test(packed)) return {value: Number(packed.replace(/[.,]/g, '')), status: 'actual'};
	return {value: null, status: null, fault: true};
}

/** How a stored figure stands in its cell. @param {{value: number|null, status: string|null, note: string|null}} figure @returns {Cell} */
export function cellOf({value, status, note}) {
	const text = status === 'missing' ? '?' : status === 'impossible' ? '–' : value === null ? '' : number(value);
	return {text, status: status === 'provisional' || status === 'estimate' ? status : null, note: note || ''};
}

export class Month {
	/** @param {Object} form  The template as JSON. */
	constructor(form) {
		this.form = form;
		this.rows = form.rows;
		this.byElement = new Map(form.rows.map((row, at) => [row.element, {...row, at}]));
		/** @type {Map<string, Cell>} */
		this.cells = new Map(form.rows.map((row) => [row.element, cellOf(row)]));
		this.stored();
		/** What stood in the version that is corrected, as text; null while nothing was sent or a draft lies over it. */
		this.old = form.report && !form.draft ? new Map([...this.cells].map(([element, cell]) => [element, cell.text])) : null;
		/** What was reported of it beside figures: of the draft or the last version. */
		this.extra = {};
	}

	/** What stands there now is on the server. */
	stored() {
		this.base = JSON.stringify([...this.cells]);
	}

	get changed() {
		return JSON.stringify([...this.cells]) !== this.base;
	}

	/** @param {string} element */
	read(element) {
		return read(this.cells.get(element)?.text ?? '');
	}

	/** @param {string} element @param {Partial<Cell>} cell */
	set(element, cell) {
		this.cells.set(element, {...this.cells.get(element), ...cell});
	}

	/** Takes what was kept on this machine. @param {[string, Cell][]} cells */
	restore(cells) {
		for (const [element, cell] of cells) if (this.byElement.has(element)) this.cells.set(element, cell);
	}

	/** Takes the figures of a stored report; a row that it lacks is empty. @param {Object[]} values @param {(element: string) => boolean} [only] */
	take(values, only = () => true) {
		const stored = new Map(values.map((value) => [value.element, value]));
		for (const {element} of this.rows) if (only(element)) this.cells.set(element, cellOf(stored.get(element) || {value: null, status: null, note: null}));
	}

	/**
	 * The figures as the contract takes them. What is no number goes as it was typed, so that the server says so; a check leaves it out.
	 * @param {boolean} [check]
	 */
	values(check) {
		const list = [];
		for (const [element, cell] of this.cells) {
			const {value, status, fault} = read(cell.text);
			if (!status && !(fault && !check)) continue;
			const figure = {element};
			if (fault) figure.value = cell.text;
			else if (status === 'actual') Object.assign(figure, {value}, cell.status && {status: cell.status});
			else figure.status = status;
			if (cell.note) figure.note = cell.note;
			list.push(figure);
		}
		return list;
	}

	/** Rows with something in them. */
	get filled() {
		return this.rows.filter(({element}) => this.cells.get(element).text.trim()).length;
	}

	get blanks() {
		return this.rows.filter(({element}) => !this.cells.get(element).text.trim());
	}

	/** Cells that hold no number: a fault that is known without the server. */
	get unread() {
		return this.rows.filter(({element}) => this.read(element).fault).map((row) => row.element);
	}
}
