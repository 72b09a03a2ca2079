// Trying an operation: what is only read is asked for at once, what writes is a dry run first; the answer with its status, headers and time.
import {address, send} from '../api.js';
import {el, fill} from '../dom.js';
import {number, t} from '../words.js';
import {resolved} from './api.js';

const MOST = 20000; // characters of an answer that are shown
const NEVER = ['dry_run', 'format', 'separator', 'headings'];

/** A body with what is required, to be filled in. */
function exampleOf(schema, depth = 0) {
	const found = resolved(schema);
	if (found.example !== undefined) return found.example;
	if (found.enum) return found.enum[0];
	if (found.oneOf || found.anyOf) return exampleOf((found.oneOf || found.anyOf)[0], depth);
	const type = [found.type].flat()[0];
	if (type === 'object') return Object.fromEntries((found.required || []).map((name) => [name, exampleOf(found.properties?.[name] || {}, depth + 1)]));
	if (type === 'array') return depth < 3 ? [exampleOf(found.items, depth + 1)] : [];
	if (type === 'integer' || type === 'number') return found.minimum ?? 1;
	if (type === 'boolean') return false;
	return {date: '2021-06-30', 'date-time': '2021-07-05T09:00:00Z'}[found.format] || '';
}

async function textOf(data) {
	if (data === null) return '';
	if (!(data instanceof Blob)) return JSON.stringify(data, null, 2);
	return /text|json|xml/.test(data.type) ? data.text() : t('api.bytes', {n: number(data.size), type: data.type});
}

/** @param {import('./api.js').Operation} operation @returns {HTMLElement} */
export function tryOut(operation) {
	const reads = operation.method === 'GET';
	const dry = operation.parameters.some((parameter) => parameter.name === 'dry_run');
	const json = operation.body['application/json'];
	const inputs = new Map(operation.parameters.filter((parameter) => parameter.in !== 'header' && !NEVER.includes(parameter.name)).map((parameter) =>
		[parameter, el('input', {type: 'text', autocomplete: 'off', 'aria-label': parameter.name, placeholder: parameter.required ? t('api.required') : '', oninput: change})]));
	const body = json && el('textarea', {rows: 7, spellcheck: false, 'aria-label': t('api.body'), value: JSON.stringify(exampleOf(json.schema), null, 2), oninput: change});
	const line = el('pre', {class: 'curl', tabIndex: 0, 'aria-label': 'curl'});
	const answer = el('div', {class: 'answered', role: 'status'});
	const go = el('button', {type: 'submit', class: 'main'}, reads ? t('api.send') : t('api.dry'));
	const write = el('button', {type: 'button', disabled: true, onclick: () => run(false)}, t('api.write'));

	const path = () => [...inputs].filter(([parameter]) => parameter.in === 'path').reduce((at, [parameter, input]) => at.replace(`{${parameter.name}}`, encodeURIComponent(input.value.trim()) || `{${parameter.name}}`), operation.path);
	const below = () => (path().startsWith('/api/v1/') ? path().slice('/api/v1'.length) : `/../..${path()}`);
	const query = (trial) => ({...Object.fromEntries([...inputs].filter(([parameter, input]) => parameter.in === 'query' && input.value.trim()).map(([parameter, input]) => [parameter.name, input.value.trim()])), ...(trial && dry && {dry_run: true})});

	function change() {
		write.disabled = true;
		const url = new URL(address(below(), query(false)), location.href).href.replaceAll('%7B', '{').replaceAll('%7D', '}');
		const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
		line.textContent = ['curl -sS --fail-with-body', reads ? '' : `-X ${operation.method}`, quoted(url), operation.roles && '-H "Authorization: Bearer $TOKEN"', body && "-H 'Content-Type: application/json'", body && `-d ${quoted(body.value.replace(/\n\s*/g, ' '))}`].filter(Boolean).join(' \\\n  ');
	}

	async function run(trial) {
		let sent;
		try {
			sent = body ? JSON.parse(body.value) : undefined;
		} catch (error) {
			return fill(answer, el('p', {class: 'fault'}, `${t('fault')} ${t('api.not_json')} ${error.message}`));
		}
		fill(answer, el('p', {}, t('loading')));
		const began = performance.now();
		try {
			const {status, data, headers} = await send(operation.method, below(), {query: query(trial), body: sent, once: true});
			const took = performance.now() - began;
			show(status, headers, await textOf(data), took, trial && !reads);
			write.disabled = !(trial && !reads);
		} catch (problem) {
			if (!problem.status) return fill(answer, el('p', {class: 'fault'}, `${t('fault')} ${t('signin.offline')}`));
			const {headers, wait, etag, errors, warnings, ...shown} = problem;
			show(problem.status, headers, JSON.stringify({...shown, errors}, null, 2), performance.now() - began, false);
		}
	}

	function show(status, headers, text, took, trial) {
		fill(answer, el('p', {}, el('b', {class: status < 300 ? 'ok' : 'bad'}, `${status < 300 ? '✓' : '✕'} ${status}`), ` · ${number(Math.round(took))} ms`, trial && ` · ${t('api.was_dry')}`),
			el('details', {}, el('summary', {}, t('api.headers')), el('table', {class: 'plain facts'}, [...(headers || [])].map(([name, value]) => el('tr', {}, el('th', {scope: 'row'}, name), el('td', {}, el('code', {}, value)))))),
			el('pre', {tabIndex: 0, 'aria-label': t('api.answer')}, text.slice(0, MOST), text.length > MOST && '\n…'));
	}
	change();
	const can = reads || dry;
	return el('form', {class: 'try', onsubmit: (event) => (event.preventDefault(), can && run(true))},
		can && inputs.size > 0 && el('div', {class: 'inputs'}, [...inputs].map(([parameter, input]) => el('label', {}, el('code', {}, parameter.name), parameter.required && ' *', input))),
		can && body && el('label', {}, t('api.body'), body),
		can ? el('p', {class: 'buttons'}, go, !reads && write) : el('p', {class: 'small'}, t('api.no_try')),
		answer, el('h3', {}, 'curl'), line);
}
