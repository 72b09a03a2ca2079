// Pictures of figures: charts as SVG with text in them (attributes, not styles; a table or a label says the same), and the strip of a year's
// months with what has been reported.
import {draw, el} from './dom.js';
import {link} from './route.js';
import {measured, periodName, t, word} from './words.js';

/**
 * @typedef {{period: string, value: number|null}} Point
 * @param {Point[]} points @param {{label: string, now?: string, measure?: string, target?: number|null}} of
 */
export function monthBars(points, {label, now, measure = '', target = null}) {
	const width = 260, height = 84, top = 16, step = width / points.length;
	const most = Math.max(1, target ?? 0, ...points.map((point) => point.value ?? 0));
	const y = (value) => top + height - (value / most) * height;
	const told = points.map((point) => `${periodName(point.period, true)}: ${measured(point.value, measure)}`).join('; ');
	return draw('svg', {class: 'months-chart', viewBox: `0 0 ${width} ${height + top + 16}`, role: 'img', 'aria-label': `${label}. ${told}`},
		points.map((point, i) => {
			const mine = point.period === now;
			const x = i * step;
			return [
				point.value !== null && draw('rect', {x: x + 1.5, y: y(point.value), width: step - 3, height: top + height - y(point.value), class: mine ? 'bar now' : 'bar'}),
				mine && point.value !== null && draw('text', {x: x + step / 2, y: y(point.value) - 4, class: 'value'}, measured(point.value, measure)),
				draw('text', {x: x + step / 2, y: top + height + 12, class: mine ? 'tick now' : 'tick'}, String(Number(point.period.split('-')[1]))),
			];
		}),
		draw('line', {x1: 0, x2: width, y1: top + height + 0.5, y2: top + height + 0.5, class: 'axis'}),
		target !== null && draw('line', {x1: 0, x2: width, y1: y(target), y2: y(target), class: 'target'}),
		target !== null && draw('text', {x: width, y: y(target) - 3, class: 'target-text'}, `${t('target')} ${measured(target, measure)}`));
}

/**
 * A bar from 0 with a dark tick at the target.
 * @param {number|null} value @param {number|null} target @param {string} result  Its class: met, not_met, in_progress ..
 */
export function targetBar(value, target, result) {
	const most = Math.max(1, (target ?? 0) * 1.25, value ?? 0);
	const at = (amount) => Math.round((amount / most) * 1000) / 10;
	return draw('svg', {class: `target-bar ${result}`, viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
		draw('rect', {x: 0, y: 1, width: 100, height: 4, class: 'rail'}),
		value !== null && draw('rect', {x: 0, y: 1, width: at(value), height: 4, class: 'bar'}),
		target !== null && draw('rect', {x: Math.min(at(target), 98.5), y: 0, width: 1.5, height: 6, class: 'tick'}));
}

const GLYPHS = {accepted: '✓', submitted: '●', draft: '✎', returned: '↩', missing: '–'};

/** @typedef {{period: string, state: string, overdue: boolean, late: boolean}} MonthState  An item of `/completeness` with these fields. */
export const STRIP = 'period,state,overdue,late';

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
