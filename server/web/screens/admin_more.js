// What a record of the administration has beside its members: the lineage of an office with the ruling on its streak, the criteria of a score
// sheet as a list and as a file.
import {all, get} from '../api.js';
import {me, reload} from '../app.js';
import {el} from '../dom.js';
import {fileLinks} from '../table.js';
import {day, number, t, useTexts, word} from '../words.js';

/** @param {string} tab @param {Object} item @param {(step: import('./admin_people.js').Step, item: Object) => void} take */
export async function more(tab, item, take) {
	await useTexts('admin_more');
	return {units: lineage, sheets: criteria}[tab](item, take);
}

async function lineage({unit}, take) {
	const {successors} = await get(`/units/${unit}/lineage`);
	const said = ({carries_streak: carries}) => t(carries === null ? 'more.streak_open' : carries ? 'more.streak_yes' : 'more.streak_no');
	const rule = (link) => ({op: 'rule_on_lineage', method: 'PUT', path: () => `/units/${unit}/lineage/${link.to_unit}`, fields: ['carries_streak:bool', 'ruling_note:area']});
	const names = new Map(await Promise.all(successors.map(async ({to_unit: to}) => [to, (await get(`/units/${to}`)).name_vi])));
	return successors.length > 0 && [el('h3', {}, t('more.lineage')), el('ul', {}, successors.map((link) => el('li', {}, `${word('lineage_kind', link.kind)} ${t('more.into', {unit: names.get(link.to_unit), date: day(link.effective_date)})}: ${said(link)} `,
		me.may.includes('rule_on_lineage') && el('button', {type: 'button', class: 'small', onclick: () => take(rule(link), link)}, t('admin.op.rule_on_lineage')), link.ruling_note && [el('br'), el('small', {}, link.ruling_note)])))];
}

async function criteria(sheet) {
	const path = `/score-sheets/${sheet.id}/criteria`;
	const items = await all(path);
	const bringIn = async () => (await (await import('./import_file.js')).importFile(`${path}/import`, t('more.criteria'))) && reload();
	return [el('h3', {}, t('more.criteria')), sheet.state === 'draft' && me.may.includes('import_criteria') && el('p', {}, el('button', {type: 'button', onclick: bringIn}, t('admin.import'))),
		items.length ? el('ul', {class: 'rows'}, items.map((each) => el('li', {}, el('b', {}, each.code), ` ${each.name_vi}`, el('br'), el('small', {}, `${word('criterion_kind', each.kind)}${each.max === null ? '' : `, ${t('more.max')} ${number(each.max)}`}`)))) : el('p', {class: 'muted'}, t('more.no_criteria')),
		fileLinks(path, {}, 'tieu-chi')];
}
