// The table of the keys.
import {ask, el} from './dom.js';
import {t} from './words.js';

/** @param {[string, string][]} screens  The keys that open them. @param {[string, string][]} more  Of the screen that is open. */
export function showKeys(screens, more) {
	const rows = [['?', t('keys.help')], ['/', t('keys.search')], ['Esc', t('keys.escape')], ...screens,
		['F8, Shift+F8', t('keys.fault')], ['Ctrl+S', t('keys.save')], ['Ctrl+Enter', t('keys.main')], ...more];
	ask({title: t('keys.title'), body: el('table', {class: 'plain'}, rows.map(([key, text]) => el('tr', {}, el('th', {scope: 'row'}, el('kbd', {}, key)), el('td', {}, text))))});
}
