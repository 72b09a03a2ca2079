// The shell: who is asking, the screens one may use, the keys, the strips.
//
// To add a screen: a module `screens/NAME.js` with one function,
//     export async function open(main, place) { .. fill(main, ..); return {title, ..}; }
// which fills `main` by the calls it needs (api.js) and returns what the shell has to know (`Screen` below); its line in SCREENS, with the
// letter that follows `g` and the groups of words that it and its dialogs say; its title `screen.NAME` in vi.js and en.js, its texts beside it
// (words.js: `useTexts`). What it shows stands in its address (route.js: `note`). A refusal may be thrown out of `open`: the shell shows it.
// What a first visit may move is in tests/web/budget.py. Tests: tests/web/NAME.py.
import {get, line, onSignIn} from './api.js';
import {el, fill, refusal, strip} from './dom.js';
import {changes, follow, onTabs} from './live.js';
import {go, here, link} from './route.js';
import {language, t, useLanguage, useScreenTexts, useWords, word} from './words.js';

/**
 * @type {{name: string, key: string, words: string, may?: string}[]}  `words`: the enums of /words that it says. `may`: an operation; who may
 * not do it does not see the screen's name.
 */
const SCREENS = [
	{name: 'today', key: 'h', words: 'ballot_state case_state event inbox_kind initiative_state month_state movement_state pact_state ranking_state scorecard_state task_state'},
	{name: 'entry', key: 'e', words: 'behaviour month_state period_state report_scope report_status value_status'},
	{name: 'progress', key: 'p', words: 'month_state'},
	{name: 'targets', key: 't', words: 'basis evaluation_reason evaluation_result'},
	{name: 'scores', key: 's', words: 'cluster_state event ranking_change_kind ranking_note ranking_state score_evidence_kind score_stage scorecard_state'},
	{name: 'movements', key: 'm', words: 'event initiative_kind initiative_level initiative_state movement_form movement_level movement_state participant_state review'},
	{name: 'awards', key: 'a', words: 'actor ballot_body ballot_state case_occasion case_state decider_word decision_authority decision_kind decision_line_status event evidence hold_kind hold_outcome money regime_choice rule_result rule_stage'},
	{name: 'record', key: 'l', words: 'event report_status'},
	{name: 'cluster', key: 'c', words: 'activity_kind adoption_state case_state cluster_state conference_kind contribution_purpose dossier_part dossier_section dossier_state event exemplar_state pact_state practice_state task_kind task_origin task_state'},
	{name: 'admin', key: 'q', may: 'undo_import', words: 'backup_failure backup_state basis cluster_kind cluster_state comparator criterion_kind discipline evidence import_operation lineage_kind member_role period_kind period_state person_status score_sheet_state sheet_audience undo_obstacle unit_level'},
	{name: 'api', key: 'i', words: ''},
];

/**
 * @typedef {Object} Screen
 * @property {string} title  Of the tab.
 * @property {Object<string, (event: KeyboardEvent) => void>} [keys]  By name: `F8`, `Shift+F8`, `Ctrl+S`, `Ctrl+Enter`, `a`.
 * @property {(event: Object) => boolean} [concerns]  Whether an event of the log changes what is shown; any does without it.
 * @property {() => void} [shown]  Called once it stands in the page: for the focus.
 * @property {() => void} [close]
 */

/** The words that the shell itself says. */
const WORDS = 'role';
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
		el('button', {type: 'button', onclick: async () => (await signin()).signOut()}, t('signin.out'))]);
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

const screenNamed = (name) => SCREENS.find((each) => each.name === name);
const wordsFor = (name) => useWords([WORDS, ...(screenNamed(name)?.words.split(' ') || [])].filter(Boolean));

/** What a choice above a screen is of: who goes through its options by keys stays there when the screen comes anew. @param {Element} node */
const nameOfFilter = (node) => node.matches('.filters select') && node.parentNode.firstChild.data;

/** Opens the screen of the address. */
async function open() {
	const turn = ++opened;
	const place = here();
	const main = part('main');
	const held = nameOfFilter(document.activeElement);
	screen?.close?.();
	screen = null;
	delete document.body.dataset.ready;
	for (const kind of ['news', 'kept']) strip(kind, null);
	fill(part('bar')).hidden = true;
	const slow = setTimeout(() => fill(main, el('p', {class: 'loading'}, t('loading'))), 400);
	try {
		if (!screenNamed(place.screen)) throw {title: t('no_screen'), detail: t('no_screen_detail')};
		const [module] = await Promise.all([import(`./screens/${place.screen}.js`), wordsFor(place.screen)]);
		const fresh = el('div', {class: 'screen', dataset: {screen: place.screen}});
		const made = await module.open(fresh, place);
		if (turn !== opened) return made.close?.();
		screen = made;
		fill(main, fresh);
		fresh.querySelector('.tabline [aria-current]')?.scrollIntoView({block: 'nearest', inline: 'center'});
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
	if (held) [...main.querySelectorAll('.filters select')].find((each) => nameOfFilter(each) === held)?.focus();
	screen.shown?.();
	if (!main.contains(document.activeElement) && !document.querySelector('dialog[open]')) main.focus({preventScroll: true});
}

/** The same screen again, with what the server has now. */
export const reload = () => open();

async function showKeys() {
	const screens = SCREENS.map((each) => [`g ${each.key}`, t(`screen.${each.name}`)]);
	(await import('./keys.js')).showKeys(screens, screen?.help || []);
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

/** Signing in, out and anew is loaded when it is needed. */
const signin = () => import('./signin.js');

async function signInAgain() {
	const now = await (await signin()).signInFor(me);
	if (me) me = now;
}

/** Who is asking, with a password of their own; what the first screen says is asked for in the same round. */
async function whoAsks() {
	const words = wordsFor(here().screen).catch(() => {}); // the screen asks again for what is not there
	const now = await get('/me');
	await words;
	return now.password_change_needed ? (await signin()).withOwnPassword(now) : now;
}

async function start() {
	await useLanguage();
	onSignIn(signInAgain);
	onTabs(async () => me && (await signin()).checkWho(me));
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
	if (here().screen === SIGN_IN) await (await signin()).takeCode();
	showScreens(here().screen);
	try {
		me = await whoAsks();
		await useScreenTexts();
	} catch (problem) {
		fill(part('main'), refusal(problem), el('button', {type: 'button', onclick: () => location.reload()}, t('reload')));
		return;
	}
	changes.addEventListener('events', (event) => onEvents(event.detail));
	changes.addEventListener('behind', () => strip('news', t('behind'), {label: t('reload'), act: reload}));
	follow(me.last_event);
	await open();
}

start();
