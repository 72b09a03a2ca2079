// Nodes are made here and nowhere else; text stays text, since nothing is ever parsed as HTML.

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
