// The styles that a screen brings along, `NAME.css` beside it; once for a visit.
import {el} from '../dom.js';

/** Returns when they are there. @param {string} name */
export function useStyle(name) {
	const {href} = new URL(`./${name}.css`, import.meta.url);
	if ([...document.styleSheets].some((sheet) => sheet.href === href)) return null;
	return new Promise((done) => document.head.append(el('link', {rel: 'stylesheet', href, onload: done, onerror: done})));
}
