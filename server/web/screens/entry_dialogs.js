// The questions of the month's sheet: what goes when it is sent, and whose figures stay when two have changed one draft.
import {get, Problem, send} from '../api.js';
import {ask, el, fill, refusal} from '../dom.js';
import {form} from '../form.js';
import {forget} from '../keep.js';
import {moment, nameOf, periodName, t, word} from '../words.js';
import {findingText} from './entry_sheet.js';
import {cellOf} from './month.js';

const NAMED = 12;

function blanksOf({month}, name) {
	const {blanks} = month;
	if (!blanks.length) return null;
	const rest = blanks.length - NAMED;
	return el('details', {}, el('summary', {}, t('send.blanks', {n: blanks.length})),
		el('ul', {}, blanks.slice(0, NAMED).map((row) => el('li', {}, name(row.element))), rest > 0 && el('li', {}, t('more', {n: rest}))));
}

function shown(value, status) {
	return status === null ? '–' : cellOf({value, status, note: ''}).text;
}

function differencesOf(diff, name) {
	return el('section', {}, el('h3', {}, t('send.differences', {n: diff.length})), el('table', {class: 'plain diff'},
		el('thead', {}, el('tr', {}, [t('entry.figure'), t('old'), t('new')].map((text) => el('th', {scope: 'col'}, text)))),
		el('tbody', {}, diff.map((each) => el('tr', {}, el('th', {scope: 'row'}, name(each.element)), el('td', {}, shown(each.old, each.old_status)), el('td', {}, shown(each.new, each.new_status)))))));
}

function warningsOf(findings, name) {
	const odd = findings.filter((finding) => finding.severity === 'warning');
	if (!odd.length) return null;
	return el('details', {open: odd.length <= NAMED}, el('summary', {}, `▲ ${t('bar.warnings', {n: odd.length})}`),
		el('ul', {}, odd.map((finding) => el('li', {}, finding.code === 'check_skipped' ? finding.detail : `${finding.element ? `${name(finding.element)}: ` : ''}${findingText(finding, name)}`))));
}

/** The receipt: what was taken, when, and the digest that proves it. */
async function showReceipt(entry, id) {
	const receipt = await get(`/reports/${id}/receipt`);
	const rows = [[t('receipt.unit'), entry.month.form.unit_name], [t('receipt.period'), periodName(receipt.period)], [t('receipt.version'), receipt.version],
		[t('receipt.state'), word('report_status', receipt.status)], [t('receipt.at'), `${moment(receipt.received_at)}${receipt.late ? ` (${t('late')})` : ''}`],
		[t('receipt.figures'), receipt.figures], [t('receipt.digest'), receipt.digest]];
	await ask({title: `✓ ${t('receipt.title')}`, body: el('table', {class: 'plain receipt'}, rows.map(([key, value]) => el('tr', {}, el('th', {scope: 'row'}, key), el('td', {}, String(value)))))});
}

/** @param {Object} entry  Of entry.js. @param {Object} said  What the dry run answered. @returns {Promise<boolean>} whether it was sent */
export async function confirmSubmission(entry, said) {
	const {month} = entry;
	const name = (element) => nameOf(month.byElement.get(element) || {name: element});
	const correction = month.form.base_version;
	const {document, signer, reason} = month.extra;
	const fields = form([
		...(correction ? [{name: 'reason', label: t('send.reason'), type: 'area', hint: t('send.reason_hint'), value: reason}] : []),
		{name: 'document/number', label: t('send.number'), value: document?.number}, {name: 'document/date', label: t('send.date'), type: 'date', value: document?.date},
		{name: 'signer/name', label: t('send.signer'), value: signer?.name}, {name: 'signer/title', label: t('send.title'), value: signer?.title},
	]);
	const fault = el('div');
	let sent = null;
	const answer = await ask({
		title: t('send.heading', {unit: month.form.unit_name, month: periodName(month.form.period)}), wide: true,
		body: [el('p', {}, t('send.count', {n: month.filled, all: month.rows.length})), blanksOf(entry, name), warningsOf(said.warnings, name),
			correction && said.diff && differencesOf(said.diff, name), fields.node, fault],
		actions: [{value: 'go', label: t('send.go'), main: true}, {value: 'no', label: t('cancel')}],
		async act(value) {
			if (value !== 'go') return true;
			const {reason: why, document: paper, signer: hand} = fields.values();
			try {
				sent = await entry.deliver({document: paper.number || paper.date ? paper : null, signer: hand.name || hand.title ? hand : null, reason: why ?? null});
				return true;
			} catch (problem) {
				const rest = problem instanceof Problem ? fields.faults(problem.errors) : [];
				fill(fault, problem instanceof Problem && (rest.length > 0 || !problem.errors.length) && refusal(problem));
				if (!(problem instanceof Problem)) fill(fault, el('p', {class: 'fault'}, t('offline')));
				return false;
			}
		},
	});
	if (answer !== 'go' || !sent) return false;
	forget(entry.key);
	await showReceipt(entry, sent.id);
	return true;
}

/** The draft of a correction says why as well. @param {Object} entry @param {Problem} problem @returns {Promise<boolean>} whether it is saved */
export async function askReason(entry, problem) {
	const why = form([{name: 'reason', label: t('send.reason'), type: 'area', hint: t('send.reason_hint'), value: entry.month.extra.reason}]);
	const answer = await ask({
		title: problem.title, body: [el('p', {}, problem.detail), why.node],
		actions: [{value: 'go', label: t('entry.save'), main: true}, {value: 'no', label: t('cancel')}],
	});
	if (answer !== 'go') return false;
	entry.month.extra.reason = why.values().reason;
	return entry.save();
}

/** One row for each cell that differs, mine or theirs. */
function choices(month, theirs) {
	const before = new Map(theirs.values.map((value) => [value.element, cellOf(value)]));
	return month.rows.map((row) => ({row, mine: month.cells.get(row.element), theirs: before.get(row.element) || {text: '', status: null, note: ''}}))
		.filter(({mine, theirs: other}) => mine.text !== other.text || mine.status !== other.status || mine.note !== other.note);
}

/** Two have changed one draft: never a silent overwrite. @param {Object} entry @param {Problem} problem @returns {Promise<boolean>} whether it is saved */
export async function settleConflict(entry, problem) {
	const id = entry.draft?.id ?? problem.draft;
	const {data: theirs, etag} = await send('GET', `/reports/${id}`);
	if (theirs.status !== 'draft') {
		await ask({title: t('conflict.sent', {state: word('report_status', theirs.status)}), body: el('p', {}, t('conflict.sent_detail'))});
		return false;
	}
	const rows = choices(entry.month, theirs);
	const who = (theirs.changed_by || '').split('/').pop() || t('somebody');
	const radio = (row, side, text) => el('label', {}, el('input', {type: 'radio', name: `c-${row.element}`, value: side, checked: side === 'mine'}), ` ${text || '–'}`);
	const table = el('table', {class: 'plain conflict'},
		el('thead', {}, el('tr', {}, [t('entry.figure'), t('conflict.mine'), t('conflict.theirs', {who})].map((text) => el('th', {scope: 'col'}, text)))),
		el('tbody', {}, rows.map(({row, mine, theirs: other}) => el('tr', {dataset: {element: row.element}}, el('th', {scope: 'row'}, nameOf(row)), el('td', {}, radio(row, 'mine', mine.text)), el('td', {}, radio(row, 'theirs', other.text))))));
	const every = (side, label) => el('button', {type: 'button', onclick: () => table.querySelectorAll(`[value=${side}]`).forEach((input) => (input.checked = true))}, label);
	const answer = await ask({
		title: t('conflict.title', {who, at: moment(theirs.changed_at)}), wide: true,
		body: rows.length ? [el('p', {}, every('mine', t('conflict.all_mine')), ' ', every('theirs', t('conflict.all_theirs'))), table] : el('p', {}, t('conflict.same')),
		actions: [{value: 'go', label: t('conflict.go'), main: true}, {value: 'no', label: t('cancel'), focus: true}], // not by a hasty Enter
	});
	if (answer !== 'go') return false;
	const taken = new Set([...table.querySelectorAll('[value=theirs]:checked')].map((input) => input.closest('tr').dataset.element));
	entry.month.take(theirs.values, (element) => taken.has(element));
	entry.draft = {id, etag};
	entry.sheet.refresh();
	return entry.save();
}
