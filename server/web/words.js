// What people read: the texts of the page (vi.js, en.js), the contract's words (`/words`), numbers and dates.
import {get} from './api.js';

const KEPT = 'thidua.language';
let texts = {};
/** @type {Map<string, {vi: string, en: string}>} */
const known = new Map();

/** @type {'vi'|'en'} */
export let language = localStorage.getItem(KEPT) === 'en' ? 'en' : 'vi';

/** Loads the texts; the choice stays on this machine. @param {'vi'|'en'} [chosen] */
export async function useLanguage(chosen = language) {
	texts = (await import(`./${chosen}.js`)).default;
	language = chosen;
	localStorage.setItem(KEPT, chosen);
	document.documentElement.lang = chosen;
}

/** The texts that a screen brings along, beside it. @param {string} name */
export async function useTexts(name) {
	Object.assign(texts, (await import(`./screens/${name}_${language}.js`)).default);
}

/** The contract's words; once for a visit. */
export async function loadWords() {
	if (!known.size)
		for (const item of (await get('/words')).items) known.set(`${item.group} ${item.word}`, item);
}

/**
 * A text of the page: `t('bar.faults', {n: 3})`. A text with forms, `{n|lỗi|lỗi}`, takes the first for one, else the second.
 * @param {string} key @param {Object<string, *>} [values]
 */
export function t(key, values = {}) {
	return (texts[key] ?? key).replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (all, name, one, many) =>
		one === undefined ? String(values[name] ?? '') : values[name] === 1 ? one : many);
}

/** Whether the page has a text of this key. @param {string} key */
export const hasText = (key) => key in texts;

/** A word of an enum as people say it: `word('month_state', 'accepted')`. @param {string} group @param {string|null} value */
export function word(group, value) {
	return value ? known.get(`${group} ${value}`)?.[language] ?? value : '';
}

/** The words of an enum with their texts, for a choice. @param {string} group @returns {[string, string][]} */
export const wordsOf = (group) => [...known.values()].filter((item) => item.group === group).map((item) => [item.word, item[language]]);

/** The name of an element, area or unit in the language of the page. @param {{name?: string, name_vi?: string, name_en?: string|null}} item */
export const nameOf = (item) => (language === 'en' && item.name_en) || item.name || item.name_vi || '';

const point = () => (language === 'en' ? ',' : '.');

/** 1144 -> 1.144; a blank is "–". @param {number|null|undefined} value */
export function number(value) {
	if (value === null || value === undefined) return '–';
	const [whole, part] = String(value).replace('-', '').split('.');
	const sign = Number(value) < 0 ? '−' : '';
	return sign + whole.replace(/\B(?=(\d{3})+$)/g, point()) + (part ? (language === 'en' ? '.' : ',') + part : '');
}

/** +5, −3, 0. @param {number} value */
export const signed = (value) => (value > 0 ? '+' : '') + number(value);

/** 75.32 of "%" -> 75,32%; pieces as they are. @param {number|null} value @param {string} measure */
export function measured(value, measure) {
	if (value === null) return '–';
	return measure === '%' ? number(Number(value).toFixed(2)) + '%' : number(value);
}

/** 2021-07-05 -> 05/07/2021. @param {string|null} date */
export const day = (date) => (date ? date.slice(0, 10).split('-').reverse().join('/') : '');

/** An instant as a clock in Vietnam shows it: 16:00 05/07/2021. @param {string|null} instant */
export function moment(instant) {
	if (!instant) return '';
	const there = new Date(Date.parse(instant) + 7 * 3600e3).toISOString();
	return `${there.slice(11, 16)} ${day(there)}`;
}

/** 2021-06 -> 6/2021, shortly 6/21; 2021-H1 and 2021-Y in words. @param {string} period @param {boolean} [shortly] */
export function periodName(period, shortly) {
	const [year, part] = period.split('-');
	if (part === 'Y') return t('period.year', {year});
	if (part === 'H1') return t('period.half', {year});
	return `${Number(part)}/${shortly ? year.slice(2) : year}`;
}

/** The month before or after. @param {string} month @param {number} by */
export function monthBeside(month, by) {
	const [year, part] = month.split('-').map(Number);
	const at = new Date(Date.UTC(year, part - 1 + by, 1));
	return at.toISOString().slice(0, 7);
}
