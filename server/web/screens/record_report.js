// What the history of a report begins with: its receipt, and its versions side by side.
import {all, get} from '../api.js';
import {choice, el} from '../dom.js';
import {go, link} from '../route.js';
import {facts, paper} from '../table.js';
import {moment, nameOf, number, periodName, t, word} from '../words.js';
import {attached} from './attached.js';
import {cellOf} from './month.js';

/** The receipt of a report, and the version before it or another one beside it. */
export async function reportParts(id, other) {
	const [report, receipt] = await Promise.all([get(`/reports/${id}`), get(`/reports/${id}/receipt`)]);
	const versions = (await all('/reports', {unit: report.unit, period: report.period, scope: report.scope})).filter((each) => each.unit === report.unit).sort((a, b) => a.version - b.version);
	const against = versions.find((each) => String(each.id) === other) || versions.filter((each) => each.version < report.version).at(-1) || versions.find((each) => each.id !== report.id);
	const [old, elements] = against ? await Promise.all([get(`/reports/${against.id}`), all('/elements')]) : [null, []];
	const papers = await attached('reports', id);
	const name = `${versions[0]?.unit_name || report.unit}, ${periodName(report.period)}`;
	const options = (except) => versions.filter((each) => each.id !== except).map((each) => [String(each.id), `${each.version} · ${word('report_status', each.status)}`]);
	return {name, nodes: [
		el('section', {class: 'receipt'}, el('h2', {}, t('record.receipt')), receiptOf(receipt, name), el('p', {class: 'actions'}, paper(`/reports/${id}/receipt`, t('record.print')), el('a', {class: 'button', href: link('entry', {unit: report.unit, period: report.period})}, t('screen.entry'))), papers),
		old && el('section', {}, el('h2', {}, t('record.versions')), el('div', {class: 'filters'}, choice(t('record.left'), options(old.id), id, (value) => go(`record/reports/${value}`, {with: against.id})), choice(t('record.right'), options(report.id), against.id, (value) => go(`record/reports/${id}`, {with: value}))),
			differences(report, old, elements)),
	]};
}

function receiptOf(receipt, name) {
	return facts([[t('unit'), name], [t('receipt.version'), String(receipt.version)], [t('receipt.state'), word('report_status', receipt.status)], [t('receipt.at'), `${moment(receipt.received_at)}${receipt.late ? ` (${t('late')})` : ''}`],
		[t('receipt.figures'), number(receipt.figures)], [t('receipt.digest'), el('code', {}, receipt.digest)]]);
}

/** The figures that are not the same in both. */
function differences(report, old, elements) {
	const [now, then] = [report, old].map((each) => new Map(each.values.map((value) => [value.element, value])));
	const text = (value) => (value && cellOf(value).text) || '–';
	const rows = elements.sort((a, b) => a.sort - b.sort).filter(({element}) => text(now.get(element)) !== text(then.get(element)));
	if (!rows.length) return el('p', {}, t('record.same'));
	return [el('p', {}, t('record.differences', {n: rows.length}), report.reason && `. ${t('progress.reason')}: ${report.reason}`), el('table', {class: 'plain differ'}, el('thead', {}, el('tr', {}, [t('record.figure'), t('version', {n: old.version}), t('version', {n: report.version})].map((label) => el('th', {scope: 'col'}, label)))),
		el('tbody', {}, rows.map((element) => el('tr', {}, el('th', {scope: 'row'}, nameOf(element)), el('td', {class: 'muted'}, text(then.get(element.element))), el('td', {}, text(now.get(element.element)))))))];
}
