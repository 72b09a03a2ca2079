// A card: the criteria of its sheet with what each stage said, and fields in the column that is mine to fill. What the figures give is locked;
// other points in its place need a reason and evidence.
import {filled, put} from '../api.js';
import {me, reload} from '../app.js';
import {el, fill, refusal} from '../dom.js';
import {forget, keep, kept} from '../keep.js';
import {paper} from '../table.js';
import {day, language, moment, number, t, word, wordsOf} from '../words.js';
import {act} from './act.js';
import {choose, fieldsOf, linesOf} from './fields.js';
import {buttons, offered} from './steps.js';
import {yearAsks} from './year.js';

const STAGES = ['self', 'cross', 'appraisal', 'council'];
const COMPUTED = ['met', 'steps', 'proportional', 'excess', 'leader', 'relative'];
const COUNTED = ['per_count', 'bonus', 'deduction', 'knockout'];

/** A number as it is typed: 38,5, in English 38.5. */
const written = (value) => (value === null || value === undefined ? '' : language === 'vi' ? String(value).replace('.', ',') : String(value));

const appraises = (card, cluster) => (card.unit === cluster.lead ? cluster.deputy : cluster.lead) === me.unit;

/** The stage that is mine to fill now; null when none is. What the council changes goes with its word. @param {Object} card @param {{cluster: Object}} page @returns {string|null} */
export function stageOf(card, {cluster}) {
	if (card.state === 'adopted' && cluster.issuer === me.unit && me.may.includes('finalise_scorecard')) return 'council';
	if (!me.may.includes('put_score_cells')) return null;
	if (card.state === 'draft' && card.unit === me.unit) return 'self';
	if (card.state === 'self_submitted' && card.checker === me.unit) return 'cross';
	return card.state === 'cross_checked' && appraises(card, cluster) ? 'appraisal' : null;
}

/** @param {{card: Object, etag: string, cells: Object[], criteria: Object[], preview: Object|null, cluster: Object}} of */
export async function cardOf({card, etag, cells, criteria, preview, cluster}) {
	const stage = stageOf(card, {cluster});
	const sheet = new Cells(card, cells, criteria, preview, stage);
	const left = card.objections_until && Math.ceil((Date.parse(`${card.objections_until}T16:59:59Z`) - Date.now()) / 864e5);
	const base = `/scorecards/${card.id}`;
	const steps = await offered({machine: 'scorecard', state: card.state, possible: card.possible, office: card.unit, cluster, checker: card.checker, etag, asks: yearAsks(base, {
		replace_scorecard: {label: t('card.change_checker'), method: 'PUT', path: base, body: {rank_group: card.rank_group}, fields: [choose('checker', cluster.members.filter((each) => each.unit !== card.unit).map((each) => [each.unit, each.name_vi]), card.checker)]},
		object_to_scorecard: objections(), answer_objections: answers(card, cells), finalise_scorecard: sheet.final(),
	})});
	const total = card.total ?? preview?.total;
	return [el('p', {}, el('span', {class: 'pill'}, word('scorecard_state', card.state)), ' ', el('b', {}, `${number(total)} / ${number(card.total_max)}`), card.total === null && preview && ` (${t('card.provisional')})`,
		el('br'), el('small', {}, t('card.checker', {checker: card.checker_name}), card.knockouts.length > 0 && ` · ${t('card.knockouts', {codes: card.knockouts.join(', ')})}`)),
	card.objections_until && el('p', {class: left < 0 ? 'muted' : 'warn'}, left < 0 ? t('card.objections_over', {date: day(card.objections_until)}) : `▲ ${t('card.objections_left', {n: left, date: day(card.objections_until)})}`),
	card.moved.length > 0 && el('p', {class: 'warn'}, `▲ ${t('card.moved', {cells: card.moved.map((each) => `${each.code} ${number(each.old)} → ${number(each.new)}`).join('; ')})}`),
	el('p', {class: 'buttons'}, stage && stage !== 'council' && el('button', {type: 'button', class: 'save', onclick: () => sheet.save()}, t('save'), ' ', el('kbd', {class: 'wide-only'}, 'Ctrl+S')),
		buttons(steps, etag, card.unit_name, () => (stage === 'council' && forget(sheet.key), reload())), paper(base, t('card.print'))),
	sheet.said, el('div', {class: 'scroller'}, sheet.table()),
	card.objections.length > 0 && [el('h3', {}, t('card.objections')), el('ul', {}, card.objections.map((each) => el('li', {}, el('b', {}, each.code), ` ${each.reason}`, each.answer && [el('br'), el('small', {}, `↩ ${each.answer}`)])))],
	el('details', {}, el('summary', {}, t('card.history')), el('ul', {}, card.steps.map((step) => el('li', {}, `${word('event', step.event)} · ${step.by_label} · ${moment(step.at)}${step.total === null ? '' : ` · ${number(step.total)}`}`, step.reason && el('small', {}, ` ${step.reason}`)))))];
}

class Cells {
	constructor(card, cells, criteria, preview, stage) {
		Object.assign(this, {card, criteria, stage});
		this.cells = new Map(cells.map((cell) => [cell.code, cell]));
		this.computed = new Map([...cells.map((cell) => [cell.code, cell.stages.find((each) => each.computed !== null)?.computed]), ...(preview?.items || []).map((item) => [item.code, item.computed])]);
		this.key = `card ${me.user || me.token_id} ${card.id} ${stage}`;
		this.typed = kept(this.key)?.value || {};
		this.inputs = new Map();
		this.messages = new Map();
		this.said = el('div');
	}

	table() {
		const heads = [t('card.criterion'), t('card.max'), t('card.computed'), ...STAGES.map((stage) => word('score_stage', stage))];
		return el('table', {class: 'plain cells'}, el('thead', {}, el('tr', {}, heads.map((head, i) => el('th', {scope: 'col', class: i === 0 ? '' : `number${STAGES[i - 3] === this.stage && i > 2 ? ' mine' : ''}`}, head)))),
			el('tbody', {}, this.criteria.map((criterion) => (criterion.kind === 'group' ? el('tr', {class: 'area'}, el('th', {scope: 'rowgroup', colSpan: heads.length}, `${criterion.code}. ${criterion.name_vi}`)) : this.row(criterion)))));
	}

	row(criterion) {
		const {code} = criterion;
		const cell = this.cells.get(code) || {code, stages: []};
		const message = el('p', {class: 'fault', id: `cell-${code}`});
		this.messages.set(code, message);
		return el('tr', {}, el('th', {scope: 'row'}, el('b', {}, code), ` ${criterion.name_vi}`, cell.reason && el('small', {}, el('br'), cell.reason), message), el('td', {'data-label': t('card.max')}, number(criterion.max)), el('td', {class: 'locked', 'data-label': t('card.computed')}, COMPUTED.includes(criterion.kind) ? number(this.computed.get(code)) : ''),
			STAGES.map((stage) => el('td', {class: stage === this.stage ? 'mine' : (cell[stage] ?? null) === null ? 'none' : '', 'data-label': word('score_stage', stage)}, stage === this.stage ? this.field(criterion, cell) : number(cell[stage]))));
	}

	/** What this stage and those before it said: the newest is what holds when nothing is written. */
	said1(cell) {
		const own = cell.stages.find((each) => each.stage === this.stage);
		const before = STAGES.slice(0, STAGES.indexOf(this.stage)).reverse().map((stage) => cell.stages.find((each) => each.stage === stage)).find(Boolean);
		return {own, before};
	}

	field(criterion, cell) {
		const {code, kind, name_vi: name} = criterion;
		const {own, before} = this.said1(cell);
		const member = COUNTED.includes(kind) ? 'count' : 'points';
		const more = el('button', {type: 'button', class: 'quiet', 'aria-label': `${t('card.why')}: ${code}`, title: t('card.why'), onclick: () => this.why(criterion, cell, member)}, own?.evidence?.length || own?.reason ? '✎' : '…');
		if (COMPUTED.includes(kind) && this.stage !== 'council') return [own?.overridden ? number(own.points) : '', ' ', more];
		const input = el('input', {type: 'text', inputMode: 'decimal', class: 'figure', autocomplete: 'off', 'aria-label': `${code} ${name}, ${t(member === 'count' ? 'card.count' : 'card.points')}`, 'aria-describedby': `cell-${code}`, value: this.typed[code] ?? written(own?.[member]),
			placeholder: before ? number(before[member]) : t(member === 'count' ? 'card.count' : 'card.points'), oninput: () => (this.typed[code] = input.value, keep(this.key, this.typed)), onkeydown: (event) => this.walk(event, code)});
		this.inputs.set(code, {input, member, was: own?.[member] ?? null});
		return this.stage === 'council' ? input : [input, ' ', more];
	}

	walk(event, code) {
		const step = {ArrowUp: -1, ArrowDown: 1, Enter: 1}[event.key];
		if (!step) return;
		event.preventDefault();
		const codes = [...this.inputs.keys()];
		this.inputs.get(codes[codes.indexOf(code) + step])?.input.focus();
	}

	/** The cells that say something else than before. */
	changed() {
		return [...this.inputs].map(([code, {input, member, was}]) => ({code, member, was, text: input.value.trim().replace(',', '.')})).filter(({text, was}) => text !== String(was ?? ''))
			.map(({code, member, text}) => (text === '' ? {code} : {code, [member]: Number.isNaN(Number(text)) ? text : Number(text)}));
	}

	/** The word of the council: its minutes, and a reason for each cell that it changed. */
	final() {
		const fields = async () => [...fieldsOf(['minutes', 'signed_on:date']), ...this.changed().map(({code}, i) => ({name: `rows/${i}/reason`, label: `${code}: ${t('f.reason')}`, type: 'area'}))];
		return {fields, shape: ({rows = {}, ...head}) => ({...head, rows: this.changed().map((row, i) => ({...row, ...filled(rows[i])}))})};
	}

	async save() {
		const rows = this.changed();
		for (const [code, message] of this.messages) {
			fill(message);
			this.inputs.get(code)?.input.setAttribute('aria-invalid', 'false');
		}
		if (!rows.length) return fill(this.said, el('p', {class: 'muted', role: 'status'}, t('card.nothing')));
		try {
			await put(`/scorecards/${this.card.id}/cells/${this.stage}`, {rows});
			forget(this.key);
			reload();
		} catch (problem) {
			this.refuse(problem, rows);
		}
	}

	/** Each fault at its criterion, the first with the focus; the rest on top. */
	refuse(problem, rows) {
		const at = (error) => rows[Number(/^\/rows\/(\d+)/.exec(error.pointer)?.[1])]?.code;
		const placed = (problem.errors || []).filter(at);
		for (const error of placed) {
			const message = this.messages.get(at(error));
			fill(message, `${message.textContent || t('fault')} ${error.detail}`);
			this.inputs.get(at(error))?.input.setAttribute('aria-invalid', 'true');
		}
		const rest = (problem.errors || []).filter((error) => !at(error));
		fill(this.said, (rest.length > 0 || !placed.length) && refusal(problem.status ? {...problem, errors: rest} : {title: t('failed'), detail: t('signin.offline')}));
		if (placed.length) this.inputs.get(at(placed[0]))?.input.focus();
	}

	/** One cell with its reason and what proves it. */
	async why(criterion, cell, member) {
		const {own} = this.said1(cell);
		const given = this.inputs.get(criterion.code)?.input.value.trim() || written(own?.[member]);
		const proof = own?.evidence?.[0] || {};
		const at = 'rows/0/';
		const fields = [{name: at + member, label: t(member === 'count' ? 'card.count' : 'card.points'), value: given, read: (text) => Number(text.replace(',', '.'))}, {name: `${at}reason`, label: t('f.reason'), type: 'area', value: own?.reason || ''},
			{name: `${at}evidence/0/kind`, label: t('card.proof_kind'), type: 'select', options: wordsOf('score_evidence_kind'), value: proof.kind}, {name: `${at}evidence/0/text`, label: t('card.proof'), hint: t('card.proof_hint'), value: proof.text || (proof.number ? String(proof.number) : '')}];
		const done = await act({title: `${criterion.code} ${criterion.name_vi}`, fields, label: t('save'), call: ({rows}) => {
			const {evidence, ...row} = rows[0];
			const {kind, text} = evidence[0];
			const item = ['document', 'url'].includes(kind) ? {kind, text} : {kind, number: Number(text)};
			return put(`/scorecards/${this.card.id}/cells/${this.stage}`, {rows: [{code: criterion.code, ...row, ...(text && {evidence: [item]})}]});
		}});
		if (!done) return;
		delete this.typed[criterion.code];
		keep(this.key, this.typed);
		reload();
	}
}

/** All objections at once: a card takes them once. */
function objections() {
	const read = (text) => linesOf(text).map((line) => {
		const [code, ...reason] = line.split(':');
		return {code: code.trim(), reason: reason.join(':').trim()};
	});
	return {intro: el('p', {}, t('card.object_told')), fields: fieldsOf(['objections:lines']).map((each) => ({...each, read})), shape: ({objections: rows}) => ({rows: rows || []})};
}

/** Each objection with its answer, and points where they change. */
function answers(card, cells) {
	const open = card.objections.filter((each) => !each.answer);
	const members = new Map(cells.map((cell) => [cell.code, COUNTED.includes(cell.criterion.kind) ? 'count' : 'points']));
	const fields = open.flatMap(({code, reason}, i) => [{name: `rows/${i}/${members.get(code)}`, label: `${code}: ${t(members.get(code) === 'count' ? 'card.count' : 'card.points')}`, hint: reason, read: (text) => Number(text.replace(',', '.'))}, {name: `rows/${i}/reason`, label: `${code}: ${t('card.answer')}`, type: 'area'}]);
	return {fields, shape: ({rows}) => ({rows: open.map(({code}, i) => filled({code, ...rows[i]}))})};
}
