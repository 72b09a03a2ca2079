// The shell: who is asking, the screens one may use, the keys, the strips.
//
// To add a screen: a module `screens/NAME.js` with one function,
//     export async function open(main, place) { .. fill(main, ..); return {title, ..}; }
// which fills `main` by the calls it needs (api.js) and returns what the shell has to know (`Screen` below); its line in SCREENS, with the
// letter that follows `g`; its title `screen.NAME` in vi.js and en.js, its texts beside it (words.js: `useTexts`). What it shows stands in its address
// (route.js: `note`). A refusal may be thrown out of `open`: the shell shows it. Tests: tests/web/NAME.py.
import {get, line, onSignIn, send} from './api.js';
import {ask, strip} from './dialog.js';
import {el, fill} from './dom.js';
import {refusal} from './form.js';
import {onTabs, tidy} from './keep.js';
import {go, here, link} from './route.js';
import {language, loadWords, t, useLanguage, word} from './words.js';

/** @type {{name: string, key: string, may?: string}[]}  `may`: an operation; who may not do it does not see the screen's name. */
const SCREENS = [
	{name: 'today', key: 'h'},
	{name: 'entry', key: 'e'},
	{name: 'progress', key: 'p'},
	{name: 'targets', key: 't'},
	{name: 'scores', key: 's'},
	{name: 'movements', key: 'm'},
	{name: 'awards', key: 'a'},
	{name: 'record', key: 'l'},
	{name: 'cluster', key: 'c'},
	{name: 'admin', key: 'q', may: 'undo_import'},
	{name: 'api', key: 'i'},
];

/**
 * @typedef {Object} Screen
 * @property {string} title  Of the tab.
 * @property {Object<string, (event: KeyboardEvent) => void>} [keys]  By name: `F8`, `Shift+F8`, `Ctrl+S`, `Ctrl+Enter`, `a`.
 * @property {(event: Object) => boolean} [concerns]  Whether an event of the log changes what is shown; any does without it.
 * @property {() => void} [shown]  Called once it stands in the page: for the focus.
 * @property {() => void} [close]
 */

const SIGN_IN = 'sign-in';

/** Who is asking: the answer of `/me`. */
export let me = null;

const part = (id) => document.getElementById(id);
/** @type {Screen|null} */
let screen = null;
let opened = 0;
let prefix = 0;

function showScreens(name) {
	fill(part('screens'), me && SCREENS.filter(({may}) => !may || me.may.includes(may)).map((each) =>
		el('a', {href: link(each.name), 'aria-current': each.name === name ? 'page' : null}, t(`screen.${each.name}`))));
	const who = me && `${me.full_name || me.unit_name} · ${word('role', me.role)}`;
	fill(part('who'), me && [
		me.user ? el('button', {type: 'button', title: t('password.title'), onclick: async () => (await import('./password.js')).changePassword(me.user)}, who) : who,
		el('button', {type: 'button', onclick: async () => (await import('./signin.js')).signOut()}, t('signin.out'))]);
	part('screens').setAttribute('aria-label', t('screens'));
	part('burger').setAttribute('aria-label', t('screens'));
	part('skip').textContent = t('skip');
	part('language').textContent = language === 'vi' ? 'EN' : 'VI';
	part('language').setAttribute('aria-label', language === 'vi' ? 'English' : 'Tiếng Việt');
	showMenu(false);
}

function showMenu(open) {
	document.body.classList.toggle('menu', open);
	part('burger').setAttribute('aria-expanded', String(open));
}

/** Opens the screen of the address. */
async function open() {
	const turn = ++opened;
	const place = here();
	const main = part('main');
	screen?.close?.();
	screen = null;
	delete document.body.dataset.ready;
	for (const kind of ['news', 'kept']) strip(kind, null);
	fill(part('bar')).hidden = true;
	const slow = setTimeout(() => fill(main, el('p', {class: 'loading'}, t('loading'))), 400);
	try {
		if (!SCREENS.some((each) => each.name === place.screen)) throw {title: t('no_screen'), detail: t('no_screen_detail')};
		const module = await import(`./screens/${place.screen}.js`);
		const fresh = el('div', {class: 'screen', dataset: {screen: place.screen}});
		const made = await module.open(fresh, place);
		if (turn !== opened) return made.close?.();
		screen = made;
		fill(main, fresh);
	} catch (problem) {
		if (turn !== opened) return;
		screen = {title: problem.title || t('failed')};
		fill(main, refusal(problem), el('p', {}, el('a', {href: link('today')}, t('back'))));
	} finally {
		clearTimeout(slow);
	}
	document.title = `${screen.title} – Thi đua VKSND`;
	showScreens(place.screen);
	document.body.dataset.ready = location.hash || '#/';
	performance.mark('ready');
	screen.shown?.();
	if (!main.contains(document.activeElement) && !document.querySelector('dialog[open]')) main.focus({preventScroll: true});
}

/** The same screen again, with what the server has now. */
export const reload = () => open();

function showKeys() {
	const rows = [['?', t('keys.help')], ['/', t('keys.search')], ['Esc', t('keys.escape')],
		...SCREENS.map((each) => [`g ${each.key}`, t(`screen.${each.name}`)]),
		['F8, Shift+F8', t('keys.fault')], ['Ctrl+S', t('keys.save')], ['Ctrl+Enter', t('keys.main')], ...(screen?.help || [])];
	ask({title: t('keys.title'), body: el('table', {class: 'plain'}, rows.map(([key, text]) => el('tr', {}, el('th', {scope: 'row'}, el('kbd', {}, key)), el('td', {}, text))))});
}

function onKey(event) {
	if (document.querySelector('dialog[open]') || event.isComposing) return;
	const typing = event.target.closest?.('input, textarea, select');
	const name = `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.shiftKey && event.key.length > 1 ? 'Shift+' : ''}${event.ctrlKey && event.key.length === 1 ? event.key.toUpperCase() : event.key}`;
	const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
	if (plain && typing) return;
	const jump = plain && Date.now() - prefix < 1500 && SCREENS.find((each) => each.key === event.key);
	prefix = plain && event.key === 'g' ? Date.now() : 0;
	const act = jump ? () => go(jump.name) : screen?.keys?.[name] || {
		'?': showKeys,
		'/': () => part('main').querySelector('[type=search]')?.focus(),
		Escape: () => showMenu(false),
	}[name];
	if (!act) return;
	event.preventDefault();
	act(event);
}

function onEvents(events) {
	const mine = `${me.unit}/${me.full_name || me.label}`;
	const others = events.filter((event) => event.actor !== mine && (screen?.concerns?.(event) ?? true));
	if (others.length) strip('news', t('news', {who: others.at(-1).actor.split('/').pop()}), {label: t('reload'), act: reload});
}

const isMe = (now) => now.unit === me.unit && now.role === me.role && (now.user || now.label) === (me.user || me.label);

async function signInAgain() {
	const now = await (await import('./signin.js')).signIn(!!me);
	if (!me) return;
	if (isMe(now)) me = now;
	else await beginAnew();
}

/** For another person than before: nothing that the first one typed goes out under the second one's name. */
function beginAnew() {
	location.reload();
	return new Promise(() => {});
}

async function onOtherTab() {
	const now = await send('GET', '/me', {once: true}).then((answer) => answer.data, (problem) => (problem.status === 401 ? {} : me));
	if (me && !isMe(now)) beginAnew();
}

/** `#/sign-in?code=..`, which the server prints at its start: good once, and nothing for the history. */
async function takeCode() {
	const {screen: name, query} = here();
	if (name !== SIGN_IN) return;
	history.replaceState(null, '', link('today'));
	if (query.code) await (await import('./signin.js')).byCode(query.code);
}

/** Who is asking, with a password of their own. */
async function whoAsks() {
	const now = await get('/me');
	if (!now.password_change_needed) return now;
	await (await import('./password.js')).changePassword(now.user, null);
	return get('/me');
}

async function start() {
	await useLanguage();
	onSignIn(signInAgain);
	onTabs(onOtherTab);
	line.addEventListener('offline', () => strip('offline', t('offline')));
	line.addEventListener('online', () => (strip('offline', null), strip('waiting', null)));
	line.addEventListener('waiting', (event) => {
		strip('waiting', t('waiting', {n: event.detail}));
		setTimeout(() => strip('waiting', null), event.detail * 1000);
	});
	part('burger').onclick = () => showMenu(!document.body.classList.contains('menu'));
	part('language').onclick = async () => {
		await useLanguage(language === 'vi' ? 'en' : 'vi');
		open();
	};
	part('skip').onclick = (event) => (event.preventDefault(), part('main').focus());
	addEventListener('hashchange', () => (here().screen === SIGN_IN ? location.reload() : open()));
	addEventListener('keydown', onKey);
	tidy();
	await takeCode();
	showScreens(here().screen);
	try {
		me = await whoAsks();
		await loadWords();
	} catch (problem) {
		fill(part('main'), refusal(problem), el('button', {type: 'button', onclick: () => location.reload()}, t('reload')));
		return;
	}
	await open();
	const {changes, follow} = await import('./live.js');
	changes.addEventListener('events', (event) => onEvents(event.detail));
	changes.addEventListener('behind', () => strip('news', t('behind'), {label: t('reload'), act: reload}));
	follow();
}

start();
