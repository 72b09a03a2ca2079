// Administration: offices, people, users, tokens, periods, years, imported files, the catalogue. A tab is a list; a record opens beside it with the
// steps that one may take. What the tabs hold is in admin_tabs.js.
import {get, send} from '../api.js';
import {me, reload} from '../app.js';
import {sheet} from '../dialog.js';
import {el, fill} from '../dom.js';
import {refusal} from '../form.js';
import {go, link, note} from '../route.js';
import {choice, fileLinks, listTable} from '../table.js';
import {hasText, number, t, useTexts} from '../words.js';
import {act, filled, showOnce} from './act.js';
import {column, fieldOf, shown} from './admin_fields.js';
import {FILES, TABS} from './admin_tabs.js';
import {parse} from './fields.js';
import {useStyle} from './style.js';

// What few open is loaded when it is.
const importFile = async (path, title) => (await import('./admin_import.js')).importFile(path, title);
const openYear = async () => (await import('./admin_year.js')).openYear();

const allowed = (operation) => !operation || me.may.includes(operation);
const keyOf = (tab, item) => [tab.key].flat().map((key) => item[key]).join('/');
const labelOf = (item) => item.name_vi || item.full_name || item.label || item.period || item.unit_name || String(item.year || item.id);

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	await Promise.all([useTexts('admin'), useStyle('year')]);
	const names = [...Object.keys(TABS).filter((name) => allowed(TABS[name].op)), 'files'];
	const name = names.includes(place.query.tab) ? place.query.tab : names[0];
	const tabs = el('nav', {class: 'tabline', 'aria-label': t('screen.admin')}, names.map((each) =>
		el('a', {href: link('admin', {tab: each}), 'aria-current': each === name ? 'page' : null}, t(`admin.tab.${each}`))));
	if (name === 'files') fill(main, el('header', {class: 'head'}, el('h1', {}, t('screen.admin'))), tabs, filesTable());
	else await new Tab(name, main, place.query).show(tabs);
	return {title: `${t(`admin.tab.${name}`)}, ${t('screen.admin')}`, concerns: (event) => name !== 'files' && event.object.startsWith(TABS[name].path)};
}

/** The lists of the catalogue as files, down and up. */
function filesTable() {
	return el('div', {}, el('p', {class: 'sub'}, t('admin.files_told')), el('table', {class: 'list'},
		el('caption', {class: 'hidden'}, t('admin.tab.files')), el('thead', {}, el('tr', {}, [t('admin.file_list'), t('admin.file_down'), t('admin.file_up')].map((head) => el('th', {scope: 'col'}, head)))),
		el('tbody', {}, FILES.map(([name, operation]) => el('tr', {}, el('th', {scope: 'row'}, t(`admin.file.${name}`)), el('td', {}, fileLinks(`/${name}`, {}, name)),
			el('td', {}, allowed(operation) ? el('button', {type: 'button', 'aria-label': `${t('admin.import')}: ${t(`admin.file.${name}`)}`, onclick: () => importFile(`/${name}/import`, t(`admin.file.${name}`))}, t('admin.import')) : '–'))))));
}

class Tab {
	constructor(name, main, query) {
		this.name = name;
		this.tab = TABS[name];
		this.main = main;
		this.filters = (this.tab.filters || []).map(parse);
		this.query = Object.fromEntries(this.filters.map(({name: filter}) => [filter, query[filter]]));
		if ('year' in this.query && name === 'periods') this.query.year ||= me.year;
		this.opened = query.open;
	}

	async show(tabs) {
		const {tab, query} = this;
		const first = await get(tab.path, {...query, limit: 100});
		const columns = tab.columns.map((each, i) => column(parse(each), i === 0 && ((item, text) =>
			el('button', {type: 'button', class: 'link', onclick: () => this.open(item)}, text || keyOf(tab, item)))));
		const list = await listTable({path: tab.path, query: {...query, limit: 100}, columns, caption: t(`admin.tab.${this.name}`), first, empty: el('p', {}, t(Object.values(query).some(Boolean) ? 'admin.none_so' : `admin.none.${this.name}`))});
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
		sheet(this.host, t(`admin.one.${this.name}`), body, () => note('admin', place));
		note('admin', {...place, open: key});
		try {
			const {data, etag} = this.tab.whole ? {data: item} : await send('GET', `${this.tab.path}/${encodeURIComponent(key)}`);
			fill(body, this.details(data, etag));
		} catch (problem) {
			fill(body, refusal(problem));
		}
	}

	details(item, etag) {
		const {replace, steps = []} = this.tab;
		const ready = [replace, ...steps].filter((step) => step && allowed(step.op) && (step.when?.(item) ?? true));
		const plain = Object.entries(item).filter(([name, value]) => hasText(`admin.f.${name}`) && value !== null && !Array.isArray(value) && typeof value !== 'object');
		const lists = Object.entries(item).filter(([name, value]) => hasText(`admin.f.${name}`) && Array.isArray(value) && value.length > 0);
		return [el('p', {class: 'buttons'}, ready.map((step) => el('button', {type: 'button', onclick: () => this.take(step, item, step === replace ? etag : null)}, t(`admin.op.${step.op}`)))),
			el('table', {class: 'plain facts'}, plain.map(([name, value]) => el('tr', {}, el('th', {scope: 'row'}, t(`admin.f.${name}`)), el('td', {}, shown(name, value))))),
			lists.map(([name, rows]) => [el('h3', {}, t(`admin.f.${name}`)), el('ul', {}, rows.map((row) => el('li', {}, typeof row === 'object'
				? Object.entries(row).filter(([member, value]) => value !== null && member !== 'id').map(([member, value]) => shown(member, value)).join(' · ') : number(row))))])];
	}

	async take(step, item, etag) {
		const label = t(`admin.op.${step.op}`);
		const fields = (step.fields || []).map((each) => fieldOf(parse(each), item));
		const title = item[[this.tab.key].flat()[0]] === undefined ? label : `${label}: ${labelOf(item)}`;
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
