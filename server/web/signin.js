// Signing in, over whatever screen there is: nothing typed goes. A user with a password, or a pasted token, which becomes a session
// where the server offers one and the page is its own; else it stays in the memory of this page.
import {send, useToken} from './api.js';
import {ask} from './dialog.js';
import {el, fill} from './dom.js';
import {form} from './form.js';
import {t} from './words.js';

const own = new URL(document.documentElement.dataset.api, location.href).origin === location.origin;

async function open(body) {
	try {
		await send('POST', '/session', {body, once: true});
		return null;
	} catch (problem) {
		return problem;
	}
}

/** What no session can be made for: another origin, plain HTTP in a network. */
const NO_SESSION = ['no_such_path', 'https_needed'];

/** A token, or the code that is good once. */
async function byToken(text) {
	const refused = own ? await open(text.startsWith('td_') ? {token: text} : {code: text}) : {code: NO_SESSION[0]};
	if (!NO_SESSION.includes(refused?.code)) return refused;
	useToken(text);
	try {
		await send('GET', '/me', {once: true});
		return null;
	} catch (problem) {
		useToken(null);
		return problem;
	}
}

function told(problem) {
	if (!problem.status) return t('signin.offline');
	return problem.wait ? `${problem.detail} ${t('signin.wait', {n: problem.wait})}` : problem.detail;
}

/** Ends the session and begins anew, which forgets a token as well. */
export async function signOut() {
	await send('DELETE', '/session', {once: true}).catch(() => {}); // without one, or away, there is nothing to end
	location.reload();
}

/** Returns when somebody is signed in. @param {boolean} again  Somebody was, and may be in the middle of something. */
export async function signIn(again) {
	const people = form([
		{name: 'user', label: t('signin.user'), autocomplete: 'username'},
		{name: 'password', label: t('signin.password'), type: 'password', autocomplete: 'current-password'},
	]);
	const pasted = form([{name: 'token', label: t('signin.token'), type: 'password', hint: t('signin.token_hint')}]);
	const fault = el('p', {class: 'fault', role: 'alert'});
	const folded = el('details', {open: !own}, el('summary', {}, t('signin.paste')), pasted.node);
	const body = el('div', {}, again && el('p', {}, t('signin.again')), own && people.node, folded, fault);
	for (;;) {
		const answer = await ask({
			title: t('signin.title'), body,
			actions: [{value: 'go', label: t('signin.go'), main: true}],
			async act() {
				const {token} = pasted.values();
				const refused = token ? await byToken(token) : await open(people.values());
				fill(fault, refused && told(refused));
				return !refused;
			},
		});
		if (answer) return;
	}
}
