// Month entry: the figures of an office for a month. What is typed is kept on this machine at each key, checked by the server as a draft
// 350 ms after it, saved as a draft, and sent: a dry run, a look at what goes, and a receipt.
import {get, line, newKey, post, Problem, send} from '../api.js';
import {me, reload} from '../app.js';
import {monthStrip, STRIP} from '../chart.js';
import {choice, el, fill, refusal, settle, strip, summary, useStyle} from '../dom.js';
import {forget, keep, kept} from '../keep.js';
import {go, note} from '../route.js';
import {moment, nameOf, periodName, t, useTexts, word} from '../words.js';
import {findingText, makeSheet} from './entry_sheet.js';
import {Month} from './month.js';

/** The month to open: the one to report now, else the oldest that is due, else that of today. */
const monthToReport = () => me.month || me.due[0]?.period || me.today.slice(0, 7);

/** What the sheet shows of a row; names in both languages are not asked for. */
const FIELDS = 'element,area,name,measure,behaviour,parent,opening,before,value,status,note';

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	const unit = place.query.unit || me.unit;
	const period = place.query.period || monthToReport();
	const names = document.documentElement.lang === 'vi' ? 'short_vi' : 'name_en';
	const [form] = await Promise.all([get('/reports/template', {unit, period, scope: place.query.scope, filled: true, fields: `${FIELDS},${names}`}), useTexts('entry'), useStyle('entry')]);
	note('entry', {unit, period, scope: place.query.scope});
	return new Entry(main, form).screen;
}

class Entry {
	constructor(main, form) {
		this.month = new Month(form);
		this.draft = form.draft;
		this.place = {unit: form.unit, period: form.period, scope: form.scope};
		this.key = `${me.unit}/${me.user || me.label} ${form.unit} ${form.period} ${form.scope}`;
		this.mine = form.unit === me.unit && me.role !== 'reader' && me.role !== 'auditor';
		this.readOnly = !this.mine || form.state === 'locked' || (form.report?.status === 'accepted' && !form.draft && !Entry.correcting);
		Entry.correcting = false;
		this.findings = [];
		this.turn = 0;
		delete document.body.dataset.checked;
		this.sheet = makeSheet(this.month, {
			readOnly: this.readOnly,
			typed: () => this.typed(),
			entered: (element) => this.entered(element),
			pasted: (text, element) => this.pasted(text, element),
		});
		this.top = el('div', {class: 'top'});
		this.beside = el('div', {class: 'beside'});
		this.bar = document.getElementById('bar');
		this.soon = settle(() => this.check(), 350);
		this.online = () => this.soon();
		line.addEventListener('online', this.online);
		const [above, below] = this.paper(form);
		fill(main, above, this.head(), this.top, el('div', {class: 'entry'}, this.sheet.nav, this.sheet.table, this.beside), below);
		this.recall();
		this.showBar();
		this.screen = {
			title: t('entry.title', {month: periodName(form.period)}),
			keys: {F8: () => this.sheet.nextFault(1), 'Shift+F8': () => this.sheet.nextFault(-1), 'Ctrl+S': () => this.save(), 'Ctrl+Enter': () => this.submit()},
			help: [['=', t('keys.sum')], ['?', t('keys.missing')], ['Enter, ↑, ↓', t('keys.walk')]],
			concerns: (event) => event.unit === form.unit && event.object.startsWith('/reports'),
			shown: () => this.later(),
			close: () => (line.removeEventListener('online', this.online), this.sheet.close()),
		};
	}

	head() {
		const {form} = this.month;
		const late = form.due_at && Date.parse(form.due_at) < Date.now() && !form.report;
		return el('header', {class: 'head'},
			el('div', {}, el('h1', {}, t('entry.title', {month: periodName(form.period)})),
				el('p', {class: 'sub'}, `${form.unit_name}, ${word('report_scope', form.scope)} · ${t('entry.due', {at: moment(form.due_at)})} `,
					late && el('span', {class: 'pill bad'}, t('overdue')),
					form.report && el('span', {class: 'pill'}, t('entry.version', {n: form.report.version, state: word('report_status', form.report.status)})),
					form.state === 'locked' && el('span', {class: 'pill'}, word('period_state', form.state)))),
			el('div', {class: 'filters'}, this.yearChoice(), this.months = el('nav', {class: 'months', 'aria-label': t('entry.months')})));
	}

	/** Another work year, at the month of the same name. */
	yearChoice() {
		const {unit, period, year, scope} = this.month.form;
		const [at, month] = period.split('-');
		return choice(t('year'), me.years.map((each) => [String(each), String(each)]), year, (value) => go('entry', {unit, scope, period: `${Number(at) + Number(value) - year}-${month}`}));
	}

	/** What was typed here and did not reach the server. */
	recall() {
		const typed = kept(this.key);
		if (!typed || this.readOnly) return;
		this.month.restore(typed.value.cells);
		if (!this.month.changed) return forget(this.key);
		if (this.draft && typed.value.etag) this.draft = {...this.draft, etag: typed.value.etag};
		this.sheet.refresh();
		this.recalled = typed.at;
	}

	/** What typing does not wait for. */
	async later() {
		const {unit, year} = this.month.form;
		if (this.recalled) strip('kept', t('entry.kept', {at: moment(new Date(this.recalled).toISOString())}), {label: t('entry.drop'), act: () => (forget(this.key), reload())});
		this.begin();
		try {
			const [states, {makeSide}] = await Promise.all([get('/completeness', {unit, year, fields: STRIP}), import('./entry_side.js')]);
			this.showMonths(states.items);
			this.side = makeSide(this.month, {sheet: this.sheet, readOnly: this.readOnly, changed: () => this.typed()});
			fill(this.beside, this.side.node);
			if (this.here) this.side.show(this.here);
			if (!this.mine) await this.findVerbs();
		} catch (problem) {
			if (problem.name !== 'AbortError' && problem instanceof Problem) fill(this.top, refusal(problem));
		}
	}

	/** Where one goes on: at the first fault, else at the first blank; not on a phone, where the focus opens a keyboard. */
	async begin() {
		if (this.readOnly) return;
		if (this.month.filled) await this.check();
		const [blank] = this.month.blanks;
		if (innerWidth > 760 && document.activeElement.matches('body, main')) this.sheet.focus(this.sheet.firstFault || (blank || this.month.rows[0]).element);
	}

	showMonths(items) {
		const {unit, period, scope} = this.place;
		fill(this.months, monthStrip(items, {unit, scope}, period));
		this.months.querySelector('[aria-current]')?.scrollIntoView({block: 'nearest', inline: 'center'});
	}

	entered(element) {
		this.here = element;
		this.side?.show(element);
	}

	typed() {
		document.body.dataset.typed = String(++this.turn);
		keep(this.key, {etag: this.draft?.etag, cells: [...this.month.cells]});
		this.showBar();
		this.side?.refresh();
		this.soon();
	}

	/** @param {string} text @param {string|null} element  @returns {boolean} whether it is more than one figure */
	pasted(text, element) {
		if (!/[\n\t]/.test(text.trim())) return false;
		import('./paste.js').then(({pasteText}) => pasteText(this, text, element));
		return true;
	}

	/** What goes to the server now. @param {Object} [extra] @param {boolean} [check] */
	content(extra = this.month.extra, check) {
		return {values: this.month.values(check), ...extra};
	}

	/** Writes the draft, or says what writing it would say. */
	write(asked, body) {
		return this.draft
			? send('PUT', `/reports/${this.draft.id}`, {...asked, body})
			: send('POST', '/reports', {...asked, body: {...this.place, status: 'draft', ...body}});
	}

	async check() {
		this.checking?.abort();
		this.checking = new AbortController();
		const upTo = this.turn;
		const body = this.content({}, true);
		if (!body.values.length) return this.found([], [], upTo);
		try {
			const {data} = await this.write({query: {dry_run: true}, signal: this.checking.signal}, body);
			this.found(data.warnings, [], upTo);
		} catch (problem) {
			if (problem instanceof Problem) this.found([...problem.errors, ...problem.warnings], body.values, upTo);
			else if (problem.name !== 'AbortError' && !(problem instanceof TypeError)) throw problem;
		}
	}

	/** @param {Object[]} findings @param {Object[]} [values]  That the pointers are of. @param {number} [upTo]  Which of the changes were looked at. */
	found(findings, values = [], upTo = this.turn) {
		this.findings = findings.map((finding) => ({...finding, element: finding.element || values[/^\/values\/(\d+)/.exec(finding.pointer)?.[1]]?.element}));
		this.sheet.show(this.findings);
		this.showBar();
		document.body.dataset.checked = String(upTo);
	}

	/** The same key for the same content: a call that is repeated after a lost answer is done once. */
	intent(body) {
		const told = JSON.stringify(body);
		if (this.intended !== told) this.keyOfIntent = newKey();
		this.intended = told;
		return this.keyOfIntent;
	}

	/** Documents, signer and reason that are stored already, so that a save does not lose them. */
	async remember() {
		const from = this.draft || this.month.form.report;
		if (!from || this.remembered) return;
		const {document, signer, reason} = await get(`/reports/${from.id}`);
		this.month.extra = {document, signer, ...(this.draft ? {reason} : {})};
		this.remembered = true;
	}

	/** @returns {Promise<boolean>} */
	async save() {
		if (this.readOnly || !this.month.filled) return false;
		try {
			await this.remember();
			const body = this.content();
			const {data, etag} = await this.write({match: this.draft?.etag, key: this.draft ? undefined : this.intent(body)}, body);
			this.draft = {...this.draft, id: data.id, etag};
			this.month.stored();
			forget(this.key);
			strip('kept', null);
			this.savedAt = data.changed_at;
			this.found(data.warnings);
			fill(this.top);
			return true;
		} catch (problem) {
			return this.refused(problem);
		}
	}

	async refused(problem) {
		if (!(problem instanceof Problem)) return false; // Offline: the strip says so, and nothing typed is lost.
		if (problem.status === 412 || problem.code === 'draft_exists') {
			const {settleConflict} = await import('./entry_dialogs.js');
			return settleConflict(this, problem);
		}
		if (problem.code === 'reason_required') {
			const {askReason} = await import('./entry_dialogs.js');
			return askReason(this, problem);
		}
		this.found([...problem.errors, ...problem.warnings], this.month.values());
		fill(this.top, refusal(problem)).firstChild.focus();
		return false;
	}

	/** Faults of a real dry run stand on top with the focus; without any the dialog shows what goes. */
	async submit() {
		if (this.readOnly) return;
		if (!this.month.filled) return fill(this.top, summary(t('entry.nothing'), [])).firstChild.focus();
		try {
			await this.remember();
			const body = {...this.place, status: 'submitted', ...this.content()};
			const said = await post('/reports', body, {query: {dry_run: true}}).catch((problem) => {
				if (problem instanceof Problem && problem.status === 422) return problem;
				throw problem;
			});
			const faults = (said.errors || []).filter((error) => error.pointer.startsWith('/values') || error.pointer === '');
			this.found([...(said.errors || []), ...said.warnings], body.values);
			if (faults.length) return this.showFaults();
			const {confirmSubmission} = await import('./entry_dialogs.js');
			fill(this.top);
			if (await confirmSubmission(this, said)) reload();
		} catch (problem) {
			await this.refused(problem);
		}
	}

	showFaults() {
		const at = (finding) => this.month.byElement.get(finding.element)?.at ?? -1;
		const errors = this.findings.filter((finding) => finding.severity === 'error').sort((a, b) => at(a) - at(b));
		const name = (element) => nameOf(this.month.byElement.get(element) || {name: element || ''});
		fill(this.top, summary(t('entry.faults', {n: errors.length}), errors.map((finding) =>
			({text: `${name(finding.element)}: ${findingText(finding, name)}`, target: finding.element ? `v-${finding.element}` : null})))).firstChild.focus();
	}

	/** Sends it: the draft as it is now, or all at once. @param {Object} extra */
	async deliver(extra) {
		const body = this.content(extra);
		if (!this.draft) return post('/reports', {...this.place, status: 'submitted', ...body}, {key: this.intent({...body, status: 'submitted'})});
		const saved = await this.write({match: this.draft.etag}, body);
		this.draft.etag = saved.etag;
		return post(`/reports/${this.draft.id}/submit`, undefined, {match: saved.etag});
	}

	showBar() {
		const {faults, warnings} = this.sheet.counts;
		const {month} = this;
		const state = month.changed ? t('entry.unsaved') : this.savedAt ? t('entry.saved', {at: moment(this.savedAt).slice(0, 5)}) : this.draft ? word('report_status', 'draft') : '';
		this.bar.hidden = false;
		const kinds = [`${month.filled}/${month.rows.length}`, faults, warnings, state, this.readOnly, this.verbs?.length, document.documentElement.lang].join(' ');
		if (this.barKinds === kinds && this.bar.childElementCount) return;
		this.barKinds = kinds;
		fill(this.bar, el('p', {class: 'state'}, el('b', {}, `${month.filled}/${month.rows.length}`), ` ${t('entry.figures')} `,
			faults > 0 && el('span', {class: 'bad'}, `✕ ${t('bar.faults', {n: faults})}`), warnings > 0 && el('span', {class: 'warn'}, `▲ ${t('bar.warnings', {n: warnings})}`),
			el('span', {class: 'muted'}, this.readOnly ? t('entry.read_only') : state)), el('div', {class: 'actions'}, this.actions(faults)));
	}

	actions(faults) {
		const {form} = this.month;
		const print = el('button', {type: 'button', class: 'wide-only', onclick: () => window.print()}, t('print'));
		if (this.readOnly) {
			const correct = this.mine && form.state !== 'locked' && el('button', {type: 'button', onclick: () => ((Entry.correcting = true), reload())}, t('entry.correct'));
			return [print, correct, (this.verbs || []).map((verb) => el('button', {type: 'button', class: verb === 'accept' ? 'main' : '', onclick: () => this.judge(verb)}, t(`verb.${verb}`)))];
		}
		return [faults > 0 && el('button', {type: 'button', class: 'quiet wide-only', onclick: () => this.sheet.nextFault(1)}, t('entry.next_fault'), ' ', el('kbd', {}, 'F8')),
			print,
			el('button', {type: 'button', onclick: () => import('./paste.js').then(({pasteDialog}) => pasteDialog(this))}, t('entry.paste')),
			el('button', {type: 'button', onclick: () => this.save()}, t('entry.save'), ' ', el('kbd', {class: 'wide-only'}, 'Ctrl S')),
			el('button', {type: 'button', class: 'main', onclick: () => this.submit()}, t('entry.submit'))];
	}

	/** Of another office's report: what may be done with it. */
	async findVerbs() {
		const {items} = await get('/reports', {unit: this.place.unit, period: this.place.period, scope: this.place.scope, acceptable: true, limit: 1});
		this.judged = items[0];
		this.verbs = items[0]?.may;
		this.showBar();
	}

	async judge(verb) {
		const {judge} = await import('./judge.js');
		if (await judge(verb, [{...this.judged, report: this.judged.id}])) reload();
	}

	/** What only paper shows: the office in full, the place, who signs. */
	paper({unit_name, full_name_vi, place_vi}) {
		return [
			el('header', {class: 'paper'},
				el('p', {}, el('b', {}, (full_name_vi || unit_name).toUpperCase()), el('br'), t('paper.number')),
				el('p', {}, el('b', {}, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'), el('br'), el('b', {class: 'motto'}, 'Độc lập - Tự do - Hạnh phúc'), el('br'), el('i', {}, `${place_vi || ''}, ngày …… tháng …… năm ……`))),
			el('footer', {class: 'paper'}, el('p', {}, el('b', {}, t('paper.author'))), el('p', {}, el('b', {}, t('paper.head')))),
		];
	}
}
