// What comes over, beside or on top of a screen: questions, a sheet at the right, strips below the header, refusals and lists of faults.
import {el, fill} from './dom.js';
import {t} from './words.js';

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
	return el('div', {class: 'refusal', role: 'alert', tabIndex: -1},
		el('h2', {}, problem.title || t('failed')),
		el('p', {}, problem.detail || problem.message),
		problem.errors?.length > 0 && el('ul', {}, problem.errors.slice(0, 20).map((error) => el('li', {}, error.detail))),
		problem.request_id && el('p', {class: 'small'}, t('request'), ' ', el('code', {}, problem.request_id)));
}
