// A person found by name, among those of one's office and below.
import {get} from '../api.js';
import {el, fill, settle} from '../dom.js';
import {t} from '../words.js';

const MOST = 8;
let made = 0;

/** @param {string} label @param {(person: Object) => void} chosen  Of /persons. */
export function personSearch(label, chosen) {
	const id = `person-${++made}`;
	const found = el('ul', {class: 'found', 'aria-live': 'polite'});
	const input = el('input', {id, type: 'search', autocomplete: 'off'});
	const look = settle(async () => {
		const q = input.value.trim();
		const page = q && (await get('/persons', {q, limit: MOST}));
		if (q !== input.value.trim()) return;
		fill(found, page && page.items.map((person) => el('li', {}, el('button', {type: 'button', class: 'link', onclick: () => chosen(person)},
			el('b', {}, person.full_name), ` · ${[person.unit_name, person.position].filter(Boolean).join(' · ')}`))), page && !page.items.length && el('li', {class: 'muted'}, t('person.none')));
	}, 250);
	input.addEventListener('input', look);
	return el('div', {class: 'search'}, el('label', {htmlFor: id}, label), input, found);
}
