// The API: what the contract says of each operation, and a try of it. The contract is long, so it is loaded here and nowhere else.
import {get} from '../api.js';
import {me} from '../app.js';
import {el, fill, fold, settle, sheet, useStyle} from '../dom.js';
import {note} from '../route.js';
import {t, useTexts} from '../words.js';
import {tryOut} from './api_try.js';

let contract = null;

/** What a `$ref` stands for. @param {Object} node */
export function resolved(node) {
	while (node?.$ref) node = node.$ref.slice(2).split('/').reduce((at, step) => at[step.replaceAll('~1', '/').replaceAll('~0', '~')], contract);
	return node || {};
}

/**
 * @typedef {{id: string, method: string, path: string, tag: string, summary: string, description: string, roles: string[]|null, parameters: Object[], body: Object, answers: [string, Object][], text: string}} Operation
 * @returns {Operation[]}  `roles`: null for what needs no token, empty for every role.
 */
function operations() {
	return Object.entries(contract.paths).flatMap(([path, methods]) => Object.entries(methods).filter(([, operation]) => operation.operationId).map(([method, operation]) => {
		const security = operation.security ?? contract.security ?? [];
		return {
			id: operation.operationId, method: method.toUpperCase(), path, tag: operation.tags[0], summary: operation.summary, description: (operation.description || '').replace(/\s*Roles: [^.]*\.$/, ''),
			roles: security.length && !security.some((each) => !Object.keys(each).length) ? security.flatMap((each) => each.bearer || []) : null,
			parameters: [...(methods.parameters || []), ...(operation.parameters || [])].map(resolved), body: resolved(operation.requestBody).content || {},
			answers: Object.entries(operation.responses).map(([status, answer]) => [status, resolved(answer)]),
			text: fold(`${method} ${path} ${operation.operationId} ${operation.summary}`),
		};
	}));
}

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	await Promise.all([useTexts('api'), useStyle('year')]);
	contract ||= await get('/../../openapi.json');
	const all = operations();
	const list = el('div', {class: 'operations'});
	const host = el('div', {class: 'beside-panel api'}, list);
	const kept = {q: place.query.q || '', op: place.query.op};

	function show(operation) {
		kept.op = operation.id;
		note('api', kept);
		list.querySelectorAll('a').forEach((link) => (link.dataset.op === operation.id ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
		sheet(host, operation.summary, described(operation), () => note('api', {...kept, op: (kept.op = undefined)}));
	}
	function showList() {
		const words = fold(kept.q).split(' ');
		const found = all.filter((operation) => words.every((word) => operation.text.includes(word)));
		const groups = contract.tags.map((tag) => [tag, found.filter((operation) => operation.tag === tag.name)]).filter(([, group]) => group.length);
		fill(list, el('p', {class: 'small', role: 'status'}, t('api.count', {n: found.length})), groups.map(([tag, group]) => el('section', {}, el('h2', {}, tag.name), el('p', {class: 'small'}, tag.description),
			el('ul', {}, group.map((operation) => el('li', {}, el('a', {href: `#/api?op=${operation.id}`, dataset: {op: operation.id}, onclick: (event) => (event.preventDefault(), show(operation))},
				el('b', {class: operation.method}, operation.method), ' ', el('code', {}, operation.path.replace('/api/v1', ''))), ' ', el('small', {}, operation.summary)))))));
	}
	const search = el('input', {type: 'search', value: kept.q});
	const later = settle(() => (kept.q = search.value, note('api', kept), showList()), 150);
	search.oninput = later;
	fill(main, el('header', {class: 'head'}, el('div', {}, el('h1', {}, t('screen.api')), el('p', {class: 'sub'}, t('api.told'), ' ', el('a', {href: new URL('../../openapi.json', new URL(document.documentElement.dataset.api + '/', location.href)).href}, 'openapi.json'))),
		el('div', {class: 'filters'}, el('label', {}, t('api.search'), search))), host);
	showList();
	const chosen = all.find((operation) => operation.id === kept.op);
	return {title: t('screen.api'), concerns: () => false, shown: () => chosen && show(chosen)};
}

/** "string (date), at most 40 characters": what a schema takes, in one line. */
function typeOf(schema) {
	const {type, format, enum: words, items, minimum, maximum, minLength, maxLength} = schema;
	if (schema.oneOf || schema.anyOf) return (schema.oneOf || schema.anyOf).map((each) => typeOf(resolved(each))).join(' | ');
	if (words) return words.join(' | ');
	const name = [type].flat().filter(Boolean).join(' | ') || 'any';
	const limits = [minimum ?? minLength, maximum ?? maxLength];
	return `${name}${format ? ` (${format})` : ''}${items ? ` of ${typeOf(resolved(items))}` : ''}${limits.some((limit) => limit !== undefined) ? ` ${limits[0] ?? ''}..${limits[1] ?? ''}` : ''}`;
}

function membersOf(schema, depth = 0) {
	const whole = resolved(schema);
	const inner = whole.items ? resolved(whole.items) : whole;
	return Object.entries(inner.properties || {}).flatMap(([name, member]) => {
		const found = resolved(member);
		return [[depth, name, typeOf(found), (inner.required || []).includes(name), found.description || ''], ...(depth < 2 ? membersOf(found, depth + 1) : [])];
	});
}

function schemaTable(schema) {
	const rows = membersOf(schema);
	if (!rows.length) return el('p', {class: 'small'}, typeOf(resolved(schema)));
	return el('div', {class: 'scroll'}, el('table', {class: 'plain schema'}, el('thead', {}, el('tr', {}, [t('api.member'), t('api.type'), t('api.meaning')].map((head) => el('th', {scope: 'col'}, head)))),
		el('tbody', {}, rows.map(([depth, name, type, required, description]) => el('tr', {}, el('th', {scope: 'row', class: `depth${depth}`}, el('code', {}, name), required && el('b', {title: t('api.required')}, ' *')), el('td', {}, type), el('td', {}, description))))));
}

function described(operation) {
	const {parameters, body, answers} = operation;
	const asked = parameters.filter((parameter) => parameter.in !== 'header');
	const good = answers.filter(([status, answer]) => status[0] === '2' && answer.content?.['application/json']).map(([status, answer]) => [status, answer.content['application/json'].schema]).at(-1);
	return el('div', {class: 'operation'},
		el('p', {}, el('b', {class: operation.method}, operation.method), ' ', el('code', {}, operation.path), ' ', el('span', {class: 'pill'}, operation.id)),
		operation.description && el('p', {}, operation.description),
		el('p', {class: 'small'}, operation.roles === null ? t('api.nobody') : t('api.roles', {roles: operation.roles.join(', ') || t('api.any')}), ' · ', operation.roles === null || me.may.includes(operation.id) ? `✓ ${t('api.may')}` : `✕ ${t('api.may_not')}`),
		tryOut(operation),
		asked.length > 0 && el('details', {}, el('summary', {}, t('api.parameters')), el('div', {class: 'scroll'}, el('table', {class: 'plain schema'}, el('tbody', {}, asked.map((parameter) =>
			el('tr', {}, el('th', {scope: 'row'}, el('code', {}, parameter.name), parameter.required && el('b', {title: t('api.required')}, ' *')), el('td', {}, typeOf(resolved(parameter.schema))), el('td', {}, parameter.description || ''))))))),
		Object.entries(body).slice(0, 1).map(([type, content]) => el('details', {}, el('summary', {}, `${t('api.body')} (${Object.keys(body).join(', ')})`), schemaTable(content.schema))),
		good && el('details', {}, el('summary', {}, `${t('api.answer')} ${good[0]}`), schemaTable(good[1])),
		el('details', {}, el('summary', {}, t('api.statuses')), el('ul', {}, answers.map(([status, answer]) => el('li', {}, el('b', {}, status), ` ${answer.description || ''}`)))));
}
