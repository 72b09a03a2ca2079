// What is known of a record, a line each; what is empty is left out.
import {el} from '../dom.js';

/** @param {[string, *][]} rows */
export const facts = (rows) => el('table', {class: 'plain facts'}, rows.filter(([, value]) => value).map(([key, value]) => el('tr', {}, el('th', {scope: 'row'}, key), el('td', {}, value))));
