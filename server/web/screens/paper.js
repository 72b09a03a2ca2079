// Forms that the server prints. A session's cookie goes with a plain link; with a token the form is fetched and kept as a file.
import {address, download} from '../api.js';
import {me} from '../app.js';
import {el} from '../dom.js';

/** @param {string} path @param {string} label @param {Object<string, *>} [query] */
export function paper(path, label, query = {}) {
	const form = {...query, format: 'html'};
	return me.auth === 'session' ? el('a', {class: 'button', href: address(path, form), target: '_blank', rel: 'noopener'}, label)
		: el('button', {type: 'button', onclick: () => download(path, form, 'mau-in.html')}, label);
}
