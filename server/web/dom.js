// What is seen: nodes, and what comes over, beside or on top of a screen: questions, a sheet at the right, strips below the header, refusals
// and lists of faults. Nodes are made here and nowhere else; text stays text, since nothing is ever parsed as HTML.
import {t} from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Node|string|number|null|undefined|false} Child  What is empty or false is left out. */

/**
 * `el('a', {href: '#/', class: 'x', onclick: f, 'aria-label': 'y', hidden: true}, 'text', node)`.
 * A property that the node has is set (`on..`, `value`, `hidden`); others are attributes. Null and undefined are left out.
 * @param {string} tag
 * @param {Object<string, *>} [properties]
 * @param {...(Child|Child[])} children
 * @returns {HTMLElement}
 */
export function el(tag, properties, ...children) {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(properties || {})) {
		if (value === null || value === undefined) continue;
		if (name === 'class') node.className = value;
		else if (name === 'dataset') Object.assign(node.dataset, value);
		else if (name in node && !name.startsWith('aria') && name !== 'list' && name !== 'role') node[name] = value;
		else node.setAttribute(name, value);
	}
	return put(node, children);
}

/** The same in SVG; attributes only. @param {string} tag @param {Object<string, *>} attributes @param {...(Child|Child[])} children */
export function draw(tag, attributes, ...children) {
	const node = document.createElementNS(SVG, tag);
	for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
	return put(node, children);
}

function put(node, children) {
	for (const child of children.flat(Infinity))
		if (child || child === 0) node.append(child);
	return node;
}

/** Replaces what the node holds. @template {Element} N @param {N} node @param {...(Child|Child[])} children @returns {N} */
export function fill(node, ...children) {
	node.replaceChildren();
	return put(node, children);
}

/** Changes the text only where it differs, so that a reader is not told again. @param {Node} node @param {string} text */
export function say(node, text) {
	if (node.textContent !== text) node.textContent = text;
}

/** Takes a name to compare: without diacritics, case, signs and doubled blanks. @param {string} text */
export function fold(text) {
	return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/[^a-z0-9_]+/g, ' ').trim();
}

/** Calls `work` when nothing asked for it again for so long. @param {() => void} work @param {number} milliseconds */
export function settle(work, milliseconds) {
	let timer = 0;
	return () => {
		clearTimeout(timer);
		timer = setTimeout(work, milliseconds);
	};
}

/** The styles that a screen brings along, `NAME.css` beside it; once for a visit. Returns when they are there. @param {string} name */
export function useStyle(name) {
	const {href} = new URL(`./screens/${name}.css`, import.meta.url);
	if ([...document.styleSheets].some((sheet) => sheet.href === href)) return null;
	return new Promise((done) => document.head.append(el('link', {rel: 'stylesheet', href, onload: done, onerror: done})));
}

/**
 * Asks, and answers what was chosen; null when closed. With `act` the dialog stays open while that answers false.
 * @param {{title: string, body?: *, wide?: boolean, actions?: {value: string, label: string, main?: boolean, focus?: boolean}[], act?: (value: string) => Promise<boolean|void>}} question
 * @returns {Promise<string|null>}
 */
export function ask({title, body, wide, actions = [{value: 'close', label: t('close'), main: true}], act}) {
	const before = document.activeElement;
	const heading = el('h2', {id: `dialog-${document.querySelectorAll('dialog').length}`}, title);
	const buttons = actions.map(({value, label, main, focus}) =>
		el('button', {type: main ? 'submit' : 'button', class: main ? 'main' : '', value, autofocus: !!focus, onclick: main ? null : () => finish(value)}, label));
	const box = el('dialog', {class: wide ? 'wide' : '', 'aria-labelledby': heading.id,
		onkeydown(event) {
			if (event.key === 'Enter' && event.ctrlKey) box.firstChild.requestSubmit();
		}},
		el('form', {onsubmit: (event) => (event.preventDefault(), finish(actions.find((action) => action.main)?.value ?? 'close'))},
			heading, el('div', {class: 'body'}, body), el('div', {class: 'buttons'}, buttons.reverse())));
	let answer = null;

	async function finish(value) {
		if (buttons.some((button) => button.disabled)) return; // it is under way
		buttons.forEach((button) => (button.disabled = true));
		const stays = act && (await act(value)) === false;
		buttons.forEach((button) => (button.disabled = false));
		if (stays) return;
		answer = value;
		box.close();
	}
	document.body.append(box);
	box.showModal();
	(box.querySelector('[autofocus]') || box.querySelector('.body :is(input:not([type=radio]), textarea, select)') || box.querySelector('button.main')).focus();
	return new Promise((done) => {
		box.addEventListener('close', () => {
			box.remove();
			if (before instanceof HTMLElement && before.isConnected) before.focus();
			done(answer);
		});
	});
}

/**
 * A sheet beside the screen, one at a time; Escape closes it, and the focus returns.
 * @param {HTMLElement} host @param {string} title @param {*} body @param {() => void} [closed]
 */
export function sheet(host, title, body, closed) {
	const before = document.activeElement;
	host.querySelector(':scope > .panel')?.remove();
	const close = () => {
		box.remove();
		host.classList.remove('with-panel');
		if (before instanceof HTMLElement && before.isConnected) before.focus();
		closed?.();
	};
	const box = el('aside', {class: 'panel', tabIndex: -1, 'aria-label': title, onkeydown(event) {
		if (event.key === 'Escape') close();
	}},
		el('header', {}, el('h2', {}, title), el('button', {type: 'button', class: 'quiet', 'aria-label': t('close'), onclick: close}, '✕')),
		body);
	host.append(box);
	host.classList.add('with-panel');
	box.focus({preventScroll: true});
	return {box, close};
}

/**
 * A strip below the header; null takes it away.
 * @param {'offline'|'waiting'|'news'|'kept'} kind @param {string|null} text @param {{label: string, act: () => void}} [action]
 */
export function strip(kind, text, action) {
	const strips = document.getElementById('strips');
	const old = strips.querySelector(`.${kind}`);
	if (text === null) return old?.remove();
	const parts = [el('span', {}, text), action && el('button', {type: 'button', onclick: action.act}, action.label)];
	if (old) fill(old, parts);
	else strips.append(el('p', {class: `strip ${kind}`}, parts));
}

/**
 * The list of faults on top, with links to their fields. It takes the focus when it is put into the page by `show`.
 * @param {string} title @param {{text: string, target: string|null}[]} items  `target` is the id of a field.
 */
export function summary(title, items) {
	return el('div', {class: 'summary', role: 'alert', tabIndex: -1},
		el('h2', {}, title),
		el('ul', {}, items.map(({text, target}) => el('li', {}, target
			? el('a', {href: `#${target}`, onclick: (event) => (event.preventDefault(), document.getElementById(target)?.focus())}, text)
			: text))));
}

/** What a refusal says when no field is there to say it at. @param {import('./api.js').Problem} problem */
export function refusal(problem) {
	const more = (problem.errors || []).filter((error) => error.detail !== problem.detail);
	return el('div', {class: 'refusal', role: 'alert', tabIndex: -1},
		el('h2', {}, problem.title || t('failed')),
		el('p', {}, problem.detail || problem.message),
		more.length > 0 && el('ul', {}, more.slice(0, 20).map((error) => el('li', {}, error.detail))),
		problem.request_id && el('p', {class: 'small'}, t('request'), ' ', el('code', {}, problem.request_id)));
}

/**
 * A choice above a screen. What else could be chosen may be asked for when one comes near it.
 * @param {string} label @param {[string, string][]} options @param {string} value @param {(value: string) => void} chosen
 * @param {() => Promise<[string, string][]>} [more]  All options.
 */
export function choice(label, options, value, chosen, more) {
	const show = (list) => list.map(([key, text]) => el('option', {value: key, selected: key === String(value)}, text));
	const select = el('select', {onchange: (event) => chosen(event.target.value)}, show(options));
	const ask = async () => {
		const list = more?.();
		more = null;
		if (list) fill(select, show(await list));
	};
	select.addEventListener('focus', ask);
	select.addEventListener('pointerenter', ask);
	return el('label', {}, label, select);
}
