// Signing in, over whatever screen there is: nothing typed goes. A user with a password, or a pasted token, which becomes a session
// where the server offers one and the page is its own; else it stays in the memory of this page.
import {get, own, send, useToken} from './api.js';
import {ask, el, fill} from './dom.js';
import {form} from './form.js';
import {tellTabs} from './live.js';
import {here, link} from './route.js';
import {language, t} from './words.js';

/** What the code of the address was refused with, until it is told. */
let refusedCode = null;

/** @returns {Promise<{me?: Object, refused?: import('./api.js').Problem}>} */
async function answerOf(method, path, body) {
	try {
		return {me: (await send(method, path, {body, once: true})).data};
	} catch (refused) {
		return {refused};
	}
}

async function open(credentials) {
	const said = await answerOf('POST', '/session', credentials);
	if (said.refused) return said;
	useToken(null); // one that this page still has would win over the session
	tellTabs();
	return said;
}

/** A token, or the code that is good once. In plain HTTP in a network there are no sessions, but tokens. */
async function byToken(text) {
	if (own) {
		const said = await open(text.startsWith('td_') ? {token: text} : {code: text});
		if (said.refused?.code !== 'https_needed') return said;
	}
	useToken(text);
	const said = await answerOf('GET', '/me');
	if (said.refused) useToken(null);
	return said;
}

/**
 * Takes `#/sign-in?code=..`, which the server prints at its start: good once, and nothing for the history. A refusal is told by the dialog
 * that follows.
 */
export async function takeCode() {
	const {code} = here().query;
	history.replaceState(null, '', link('today'));
	if (code) refusedCode = (await open({code})).refused ?? null;
}

const isSame = (one, other) => one.unit === other.unit && one.role === other.role && (one.user || one.label) === (other.user || other.label);

/** For another person than before: nothing that the first one typed goes out under the second one's name. */
function beginAnew() {
	location.reload();
	return new Promise(() => {});
}

/** Somebody signs in; for who was there, it is the same one. @param {Object|null} me @returns {Promise<Object>} as `/me` says */
export async function signInFor(me) {
	const now = await signIn(!!me);
	return me && !isSame(now, me) ? beginAnew() : now;
}

/** Another tab began or ended the session. @param {Object} me */
export async function checkWho(me) {
	const {me: now, refused} = await answerOf('GET', '/me');
	if (refused ? refused.status === 401 : !isSame(now, me)) beginAnew();
}

/** The password that is good once has to be changed. @param {Object} me */
export async function withOwnPassword(me) {
	await (await import('./password.js')).changePassword(me.user, null);
	return get('/me');
}

/** A refusal in a sentence, and from what time on one may try again. @param {import('./api.js').Problem} problem */
export function told(problem) {
	if (!problem.status) return t('signin.offline');
	const at = new Date(Date.now() + problem.wait * 1000).toLocaleTimeString(language, {hourCycle: 'h23'});
	return problem.wait ? `${problem.detail} ${t('signin.wait', {at})}` : problem.detail;
}

/** Ends the session and begins anew, which forgets a token as well. */
export async function signOut() {
	await send('DELETE', '/session', {once: true}).catch(() => {}); // without one, or away, there is nothing to end
	tellTabs();
	history.replaceState(null, '', link('today'));
	location.reload();
}

/** @param {boolean} again  Somebody was signed in, and may be in the middle of something. */
async function signIn(again) {
	const people = form([
		{name: 'user', label: t('signin.user'), autocomplete: 'username'},
		{name: 'password', label: t('signin.password'), type: 'password', autocomplete: 'current-password'},
	]);
	const pasted = form([{name: 'token', label: t('signin.token'), type: 'password', hint: t('signin.token_hint')}]);
	const fault = el('p', {class: 'fault', role: 'alert'}, refusedCode && told(refusedCode));
	const folded = el('details', {open: !own}, el('summary', {}, t('signin.paste')), pasted.node);
	const body = el('div', {}, again && el('p', {}, t('signin.again')), own && people.node, folded, fault);
	let me = null;
	refusedCode = null;
	while (!me)
		await ask({
			title: t('signin.title'), body,
			actions: [{value: 'go', label: t('signin.go'), main: true}],
			async act() {
				const token = pasted.values().token?.trim();
				const said = token ? await byToken(token) : await open(people.values());
				fill(fault, said.refused && told(said.refused));
				me = said.me;
				return !!me;
			},
		});
	if (!me.password_change_needed) return me;
	await (await import('./password.js')).changePassword(me.user, people.values().password);
	return (await send('GET', '/me', {once: true})).data;
}
