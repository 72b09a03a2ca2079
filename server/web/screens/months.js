// The months of a work year with their states: what has been reported, as a strip of links and as the cell of a table.
import {el} from '../dom.js';
import {link} from '../route.js';
import {periodName, t, word} from '../words.js';

const GLYPHS = {accepted: '✓', submitted: '●', draft: '✎', returned: '↩', missing: '–'};

/** @typedef {{period: string, state: string, overdue: boolean, late: boolean}} MonthState  An item of `/completeness`. */

/** @param {MonthState} item */
export const glyphOf = ({state, overdue}) => (state === 'missing' && overdue ? '!' : GLYPHS[state]);

/** In words. @param {MonthState} item */
export function stateText({state, overdue, late}) {
	return [word('month_state', state), overdue && t('overdue'), late && t('late')].filter(Boolean).join(', ');
}

/** @param {MonthState[]} items @param {{unit: string, scope?: string}} place @param {string} [now]  The month that is open. */
export function monthStrip(items, place, now) {
	return items.map((item) => {
		const told = `${t('month')} ${periodName(item.period)}: ${stateText(item)}`;
		return el('a', {href: link('entry', {...place, period: item.period}), class: item.state + (item.overdue ? ' overdue' : ''), title: told, 'aria-label': told,
			'aria-current': item.period === now ? 'page' : null}, periodName(item.period, true), el('i', {'aria-hidden': 'true'}, glyphOf(item)));
	});
}
