// A file goes to the server as a dry run first: faults by line, or what it would add and change; only then is it written.
import {send} from '../api.js';
import {ask, el, fill, refusal} from '../dom.js';
import {number, t, useTexts} from '../words.js';

const TYPES = {csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'};
const SHOWN = 100;

const shown = (value) => (value === null || value === '' ? '–' : typeof value === 'number' ? number(value) : String(value));

/** The rows of a list of findings or differences, with their line in the file. */
function rowsOf(heads, rows) {
	return [el('div', {class: 'scroll'}, el('table', {class: 'plain findings'}, el('thead', {}, el('tr', {}, heads.map((head) => el('th', {scope: 'col'}, head)))),
		el('tbody', {}, rows.slice(0, SHOWN).map((row) => el('tr', {}, row.map((cell, i) => el(i ? 'td' : 'th', {scope: i ? null : 'row'}, cell))))))),
	rows.length > SHOWN && el('p', {class: 'small'}, t('more', {n: rows.length - SHOWN}))];
}

const lineOf = ({line, pointer}) => line ?? Number(pointer.split('/')[2]) + 2; // the first line holds the names
const columnOf = ({pointer}) => pointer.split('/')[3] || '';

function faultsOf(problem) {
	const lines = problem.errors.filter((error) => error.pointer?.startsWith('/rows/'));
	const rest = problem.errors.filter((error) => !lines.includes(error));
	return [refusal({...problem, errors: rest}), lines.length > 0 && rowsOf([t('import.line'), t('import.column'), t('import.fault')], lines.map((error) => [lineOf(error), columnOf(error), error.detail]))];
}

/** What was, or would be, done. */
function resultOf(answer) {
	const counts = ['created', 'updated', 'unchanged', 'cleared'].filter((name) => answer[name] !== undefined);
	return [el('p', {class: 'said'}, counts.map((name, i) => [i > 0 && ' · ', `${t(`import.${name}`)} `, el('b', {}, number(answer[name]))])),
		answer.warnings.length > 0 && [el('h3', {}, `▲ ${t('bar.warnings', {n: answer.warnings.length})}`), rowsOf([t('import.line'), t('import.column'), t('import.note')], answer.warnings.map((warning) => [lineOf(warning), columnOf(warning), warning.detail]))],
		answer.diff?.length > 0 && [el('h3', {}, t('import.changes')), rowsOf([t('import.line'), t('import.column'), t('old'), t('new')], answer.diff.map((each) => [lineOf(each), columnOf(each), shown(each.old), shown(each.new)]))]];
}

/** @param {string} path  That takes the file. @param {string} title @param {string} [method] @returns {Promise<boolean>} whether something was written */
export async function importFile(path, title, method = 'POST') {
	await useTexts('import');
	const look = el('div', {class: 'look', role: 'status', 'aria-live': 'polite'}, el('p', {class: 'muted'}, t('import.choose')));
	let file = null;
	let good = false;

	const give = async (query) => (await send(method, path, {query, body: file, type: TYPES[/\.xlsx$/i.test(file.name) ? 'xlsx' : 'csv']})).data;

	async function check(event) {
		file = event.target.files[0] || null;
		good = false;
		if (!file) return;
		fill(look, el('p', {}, t('loading')));
		try {
			const answer = await give({dry_run: true});
			good = true;
			fill(look, el('h3', {}, t('import.would')), resultOf(answer));
		} catch (problem) {
			fill(look, problem.status ? faultsOf(problem) : refusal({title: t('failed'), detail: t('import.unread')}));
		}
	}
	const field = el('input', {type: 'file', accept: '.csv,.xlsx', onchange: check, onclick: () => (field.value = '')});
	const answer = await ask({
		title, wide: true, body: [el('label', {class: 'file'}, el('b', {}, t('import.file')), field), look],
		actions: [{value: 'go', label: t('import.write'), main: true}, {value: 'no', label: t('cancel')}],
		async act(value) {
			if (value !== 'go') return true;
			if (!good) {
				field.focus();
				return false;
			}
			try {
				const done = await give();
				good = false;
				await ask({title: t('import.done'), body: resultOf(done)});
				return true;
			} catch (problem) {
				fill(look, faultsOf(problem));
				return false;
			}
		},
	});
	return answer === 'go';
}
