// Administration: a tab is a list; a record opens beside it with the steps that one may take. What the tabs hold is in admin_people.js and
// admin_work.js.
import {filled, get, send} from '../api.js';
import {me, reload} from '../app.js';
import {choice, el, fill, refusal, sheet, useStyle} from '../dom.js';
import {go, link, note} from '../route.js';
import {fileLinks, listTable} from '../table.js';
import {day, hasText, moment, number, periodName, t, useTexts, word} from '../words.js';
import {field, parse} from './fields.js';

// What few open is loaded when it is.
const importFile = async (path, title) => (await import('./import_file.js')).importFile(path, title);
const openYear = async () => (await import('./admin_year.js')).openYear();

/** The tabs in their order: the module that has it, and what one must be allowed to see it; most lists are for all. */
const TABS = {
	units: ['people'], persons: ['people'], limits: ['people'], users: ['people', 'list_users'], tokens: ['people', 'list_tokens'], periods: ['work'], unlocks: ['work'], years: ['work'], clusters: ['work'],
	targets: ['work'], sheets: ['work'], windows: ['work'], backups: ['work', 'list_backups'], imports: ['people', 'list_imports'], files: ['work'],
};
const OF_SECTOR = ['backups'];

const allowed = (operation) => !operation || me.may.includes(operation);
const keyOf = (tab, item) => [tab.key].flat().map((key) => item[key]).join('/');
const labelOf = (item) => item.indicator_name || item.name_vi || item.full_name || item.label || item.period || item.unit_name || String(item.year || item.id);

/** Fields that take a code, offered by name. */
const CODES = {unit: 'units', parent: 'units', successor: 'units', issuer: 'units', lead: 'units', deputy: 'units', indicator: 'indicators'};

/** What is known of a member by its name alone. @type {Map<string, import('./fields.js').Spec>} */
let known = new Map();

/** Learns what the members of a tab hold. @param {import('./admin_people.js').Tab} [tab] */
const learn = (tab) => (known = new Map(['from_date:date', 'to_date:date', 'annulled_on:date', 'obstacle:@undo_obstacle', 'created_at:instant', 'issued_at:instant', 'ended_at:instant', 'password_change_needed:bool', 'kind:@period_kind',
	...(tab ? [...tab.columns, ...[tab.create, tab.replace, ...(tab.steps || []), ...Object.values(tab.rows || {}).flat()].flatMap((step) => step?.fields || [])] : [])].map(parse).map((each) => [each.name, each])));

/** @param {string} name @param {*} value */
function shown(name, value) {
	const {type, group} = known.get(name) || {};
	if (value === null || value === undefined) return '';
	if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
	if (group) return [group, 'member_role', 'cluster_kind'].map((each) => word(each, value)).find((text) => text !== value) || value;
	if (name === 'evidence') return word('evidence', value);
	if (type === 'date') return day(value);
	if (type === 'instant') return moment(value);
	if (type === 'period') return periodName(value);
	if (type === 'decimal') return number(Number(value));
	return typeof value === 'number' && !/year|id$|^person/.test(name) ? number(value) : String(value);
}

/** A column of a list. @param {{name: string, type?: string}} spec @param {false|((item: Object, text: string) => *)} first  Makes the button that opens. @param {Object<string, string>} [blank]  The text of a member that is empty. */
function column({name}, first, blank = {}) {
	const text = (item) => shown(name, item[name]) || (blank[name] ? t(blank[name]) : '');
	return {label: t(`admin.f.${name}`), by: (item) => item[name], show: (item) => (first ? first(item, text(item)) : text(item))};
}

/** @param {import('./fields.js').Spec} spec @param {Object} item */
const fieldOf = (spec, item) => ({...field(spec, item[spec.name], {label: t(`admin.f.${spec.name}`), hint: hasText(`admin.hint.${spec.name}`) && t(`admin.hint.${spec.name}`)}), codes: CODES[spec.name]});

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	const names = Object.keys(TABS).filter((name) => allowed(TABS[name][1]) && (me.level === 'supreme' || !OF_SECTOR.includes(name)));
	const name = names.includes(place.query.tab) ? place.query.tab : names[0];
	const [group] = TABS[name];
	const [module] = await Promise.all([import(`./admin_${group}.js`), useTexts('admin').then(() => useTexts(`admin_${group}`)), useStyle('year')]);
	const tab = module.TABS[name];
	learn(tab);
	const tabs = el('nav', {class: 'tabline', 'aria-label': t('screen.admin')}, names.map((each) =>
		el('a', {href: link('admin', {tab: each}), 'aria-current': each === name ? 'page' : null}, t(`admin.tab.${each}`))));
	if (name === 'files') fill(main, el('header', {class: 'head'}, el('h1', {}, t('screen.admin'))), tabs, filesTable(module.FILES));
	else await new Tab(name, tab, main, place.query).show(tabs);
	return {title: `${t(`admin.tab.${name}`)}, ${t('screen.admin')}`, concerns: (event) => name !== 'files' && event.object.startsWith(tab.path)};
}

/** The lists of the catalogue as files, down and up. */
function filesTable(files) {
	return el('div', {}, el('p', {class: 'sub'}, t('admin.files_told')), el('table', {class: 'list'},
		el('caption', {class: 'hidden'}, t('admin.tab.files')), el('thead', {}, el('tr', {}, [t('admin.file_list'), t('admin.file_down'), t('admin.file_up')].map((head) => el('th', {scope: 'col'}, head)))),
		el('tbody', {}, files.map(([name, operation]) => el('tr', {}, el('th', {scope: 'row'}, t(`admin.file.${name}`)), el('td', {}, fileLinks(`/${name}`, {}, name)),
			el('td', {}, allowed(operation) ? el('button', {type: 'button', 'aria-label': `${t('admin.import')}: ${t(`admin.file.${name}`)}`, onclick: () => importFile(`/${name}/import`, t(`admin.file.${name}`))}, t('admin.import')) : '–'))))));
}

class Tab {
	constructor(name, tab, main, query) {
		this.name = name;
		this.tab = tab;
		this.main = main;
		this.filters = (this.tab.filters || []).map(parse);
		this.query = Object.fromEntries(this.filters.map(({name: filter}) => [filter, query[filter]]));
		if ('year' in this.query && name === 'periods') this.query.year ||= me.year;
		this.opened = query.open;
	}

	async show(tabs) {
		const {tab, query} = this;
		const limit = tab.unpaged ? null : 100;
		const first = await get(tab.path, {...query, limit});
		const columns = tab.columns.map((each, i) => column(parse(each), i === 0 && ((item, text) =>
			el('button', {type: 'button', class: 'link', onclick: () => this.open(item)}, text || keyOf(tab, item))), tab.blank));
		const list = await listTable({path: tab.path, query: {...query, limit}, columns, caption: t(`admin.tab.${this.name}`), first, empty: el('p', {}, t(Object.values(query).some(Boolean) ? 'admin.none_so' : `admin.none.${this.name}`))});
		this.host = el('div', {class: 'beside-panel'}, el('div', {class: 'scroller'}, list, fileLinks(tab.path, query, this.name)));
		fill(this.main, el('header', {class: 'head'}, el('h1', {}, t('screen.admin')), el('div', {class: 'filters'}, this.filters.map((filter) => this.filter(filter)))),
			tabs, this.actions(), this.host);
		const item = this.opened && (tab.whole ? first.items.find((each) => keyOf(tab, each) === this.opened) : {[tab.key]: this.opened});
		if (item) await this.open(item);
	}

	filter({name, type, group}) {
		const change = (value) => go('admin', {tab: this.name, ...this.query, [name]: value});
		if (group) return choice(t(`admin.f.${name}`), [['', t('all')], ...fieldOf({name, group}, {}).options], this.query[name] || '', change);
		return el('label', {}, t(`admin.f.${name}`), el('input', {type: type === 'int' ? 'number' : type === 'search' ? 'search' : 'text', value: this.query[name] || '', onchange: (event) => change(event.target.value.trim())}));
	}

	actions() {
		const {create, imports, path} = this.tab;
		return el('p', {class: 'tab-actions'},
			create && allowed(create.op) && el('button', {type: 'button', class: 'main', onclick: () => this.take(create, {})}, t(`admin.op.${create.op}`)),
			imports && allowed(imports) && el('button', {type: 'button', onclick: async () => (await importFile(`${path}/import`, `${t('admin.import')}: ${t(`admin.tab.${this.name}`)}`)) && reload()}, t('admin.import')),
			this.name === 'years' && allowed('prepare_work_year') && el('button', {type: 'button', onclick: async () => (await openYear()) && reload()}, t('admin.open_year')));
	}

	/** A record beside the list, with what may be done to it. */
	async open(item) {
		const key = keyOf(this.tab, item);
		const place = {tab: this.name, ...this.query};
		const body = el('div', {}, el('p', {}, t('loading')));
		const {box} = sheet(this.host, t(`admin.one.${this.name}`), body, () => note('admin', place));
		note('admin', {...place, open: key});
		try {
			const {data, etag} = this.tab.whole ? {data: item} : await send('GET', `${this.tab.path}/${encodeURIComponent(key)}`);
			box.querySelector('h2').textContent = labelOf(data);
			fill(body, this.details(data, etag), this.tab.more && (await (await import('./admin_more.js')).more(this.name, data, (step, item) => this.take(step, item))));
		} catch (problem) {
			fill(body, refusal(problem));
		}
	}

	details(item, etag) {
		const {replace, steps = [], rows: ofRows = {}} = this.tab;
		const ready = [replace, ...steps].filter((step) => step && allowed(step.op) && (step.when?.(item) ?? true));
		const plain = Object.entries(item).filter(([name, value]) => hasText(`admin.f.${name}`) && value !== null && !Array.isArray(value) && typeof value !== 'object' && !(`${name}_name` in item) && (name !== 'id' || this.name === 'persons'));
		const lists = Object.entries(item).filter(([name, value]) => hasText(`admin.f.${name}`) && Array.isArray(value) && value.length > 0);
		return [el('p', {class: 'buttons'}, ready.map((step) => el('button', {type: 'button', onclick: () => this.take(step, item, step === replace ? etag : null)}, t(`admin.op.${step.op}`)))),
			el('table', {class: 'plain facts'}, plain.map(([name, value]) => el('tr', {}, el('th', {scope: 'row'}, t(`admin.f.${name}`)), el('td', {}, shown(name, value))))),
			lists.map(([name, rows]) => [el('h3', {}, t(`admin.f.${name}`)), el('ul', {}, rows.map((row) => el('li', {}, typeof row === 'object'
				? [Object.entries(row).filter(([member, value]) => value !== null && member !== 'id' && !(`${member}_name` in row)).map(([member, value]) => shown(member, value)).join(' · '), ' ',
					(ofRows[name] || []).filter((step) => allowed(step.op) && (step.when?.(row) ?? true)).map((step) => el('button', {type: 'button', class: 'small', onclick: () => this.take({...step, path: () => step.path(item, row)}, row)}, t(`admin.op.${step.op}`)))] : number(row))))])];
	}

	async take(step, item, etag) {
		const label = t(`admin.op.${step.op}`);
		const fields = (step.fields || []).map((each) => fieldOf(parse(each), item));
		const title = item[[this.tab.key].flat()[0]] === undefined || !labelOf(item) ? label : `${label}: ${labelOf(item)}`;
		const {act, showOnce} = await import('./act.js');
		const given = await act({title, fields, label: etag ? t('save') : label, wide: fields.length > 4, intro: hasText(`admin.told.${step.op}`) && el('p', {}, t(`admin.told.${step.op}`)),
			call: (values) => (etag ? this.replace(step, item, values, (tag) => (etag = tag ?? etag)) : call(step, item, values))});
		if (!given) return;
		if (step.once && given[step.once]) await showOnce(t(`admin.f.${step.once}`), given[step.once], labelOf(given.user ? {label: given.user} : given));
		reload();
	}

	/** Stores what was changed; when somebody else was first, what they wrote stands at each field, and the next try is mine. */
	async replace(step, item, values, tag) {
		try {
			return (await send('PUT', step.path(item), {body: values, match: tag()})).data;
		} catch (problem) {
			if (problem.status !== 412) throw problem;
			const {data, etag} = await send('GET', step.path(item));
			const theirs = Object.keys(values).filter((name) => name in data && data[name] !== item[name]);
			Object.assign(item, data);
			tag(etag);
			throw {...problem, errors: theirs.map((name) => ({pointer: `/${name}`, detail: t('admin.theirs', {value: shown(name, data[name]) || '–'})}))};
		}
	}
}

async function call(step, item, values) {
	const method = step.method || 'POST';
	const inPath = step.inPath || [];
	const sent = Object.fromEntries(Object.entries(values).filter(([name]) => !inPath.includes(name)));
	const answer = await send(method, step.path({...item, ...values}), {body: step.bare ? undefined : method === 'POST' ? filled(sent) : sent});
	return answer.data || {};
}
