// The wizard that opens a new year: what the year before gives to it is shown first, then written; after it comes what only people can add.
import {all, post} from '../api.js';
import {me} from '../app.js';
import {ask, choice, el, fill, refusal} from '../dom.js';
import {link} from '../route.js';
import {number, t, useTexts} from '../words.js';
import {act} from './act.js';

const PARTS = ['work_years', 'periods', 'clusters', 'members', 'targets'];

function told({created, there, warnings}) {
	return [el('table', {class: 'plain'}, el('thead', {}, el('tr', {}, [t('year.part'), t('year.new'), t('year.there')].map((head) => el('th', {scope: 'col', class: head === t('year.part') ? '' : 'number'}, head)))),
		el('tbody', {}, PARTS.map((part) => el('tr', {}, el('th', {scope: 'row'}, t(`year.${part}`)), el('td', {}, number(created[part])), el('td', {}, number(there[part])))))),
	warnings.length > 0 && [el('h3', {}, `▲ ${t('bar.warnings', {n: warnings.length})}`), el('ul', {}, warnings.map((warning) => el('li', {}, warning.detail)))]];
}

/** @returns {Promise<boolean>} whether something was written */
export async function openYear() {
	await useTexts('admin_year');
	const years = (await all('/work-years')).map((each) => each.year);
	let year = Math.min(me.year + 1, Math.max(...years) + 1);
	const look = el('div', {role: 'status'});
	const prepare = (query) => post(`/work-years/${year - 1}/prepare`, undefined, {query});
	async function show(chosen) {
		year = Number(chosen);
		fill(look, el('p', {}, t('loading')));
		try {
			fill(look, told(await prepare({dry_run: true})));
		} catch (problem) {
			fill(look, refusal(problem));
		}
	}
	const options = years.map((each) => [String(each + 1), String(each + 1)]);
	const shown = show(year);
	const done = await act({title: t('admin.open_year'), wide: true, label: t('save'), call: () => prepare(),
		intro: [el('p', {}, t('year.told')), el('div', {class: 'filters'}, choice(t('year'), options, year, show)), look]});
	await shown;
	if (!done) return false;
	const next = [['periods', {tab: 'periods', year}], ['clusters', {tab: 'clusters', year}], ['files', {tab: 'files'}]];
	await ask({title: t('year.done', {year}), body: [told(done), el('h3', {}, t('year.next')), el('ul', {}, next.map(([name, query]) => el('li', {}, el('a', {href: link('admin', query), onclick: (event) => event.target.closest('dialog').close()}, t(`year.next_${name}`)))))]});
	return true;
}
