// The one place that speaks with the server, by the contract alone (`/openapi.json`).
//   get, post, put, remove    JSON in and out; a refusal is thrown as a Problem
//   send                      the same with all there is: headers, files, dry runs
// Here, and nowhere else: signing in again after 401 (the call is repeated with its Idempotency-Key), waiting after 429 and
// 503, and a connection that is gone. On the server's own origin a session's cookie says who asks; with a pasted token it is the
// token, which is kept in memory alone.

const base = document.documentElement.dataset.api;
/** The page stands on the server's own origin. */
export const own = new URL(base, location.href).origin === location.origin;
const TRIES = 4;
const BACK_OFF = [5, 10, 30];

/** Tells `offline`, `online` and `waiting` (detail: seconds). */
export const line = new EventTarget();

let token = null;
let signIn = null;
let signing = null;
let away = false;

/** An answer that refuses: the members of the problem, its headers, of which ETag (412) and Retry-After by name. */
export class Problem extends Error {
	constructor(body, headers) {
		super(body.detail || body.title);
		Object.assign(this, {errors: [], warnings: []}, body);
		this.etag = headers?.get('ETag') ?? null;
		this.headers = headers;
		this.wait = Number(headers?.get('Retry-After')) || 0;
	}
}

/** @param {() => Promise<void>} ask  Called when nobody is signed in; it returns when somebody is, and calls with `once` alone. */
export function onSignIn(ask) {
	signIn = ask;
}

/** From here on the token says who asks. @param {string|null} text */
export function useToken(text) {
	token = text;
}

/** For each intent one key, kept until an answer came: a repeated call is done once. */
export function newKey() {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @typedef {Object} Asked
 * @property {Object<string, *>} [query]
 * @property {*} [body]  An object goes as JSON; a Blob as `type`.
 * @property {string} [type]
 * @property {string} [accept]
 * @property {string} [match]  ETag for If-Match.
 * @property {string} [key]  Idempotency-Key; a POST has one in any case.
 * @property {AbortSignal} [signal]
 * @property {boolean} [keep]  The browser may give the answer that it has. Else it is asked for anew: names and warnings in an object change
 *   without its ETag.
 * @property {boolean} [once]  No sign-in and no waiting: the answer as it is.
 */

/** @param {string} path  Of the API, or with `/../` of its server. @param {Object<string, *>} [query] */
export function address(path, query = {}) {
	const kept = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
	return base + path + (kept.length ? `?${new URLSearchParams(kept)}` : '');
}

function headersOf(method, asked) {
	const headers = {'Accept-Language': document.documentElement.lang, Accept: asked.accept || 'application/json'};
	if (token) headers.Authorization = `Bearer ${token}`;
	else if (own && method !== 'GET') headers['X-Thidua'] = '1';
	if (asked.body !== undefined) headers['Content-Type'] = asked.type || 'application/json';
	if (asked.match) headers['If-Match'] = asked.match;
	if (asked.key) headers['Idempotency-Key'] = asked.key;
	return headers;
}

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function reach(method, path, asked) {
	const body = asked.body === undefined || asked.body instanceof Blob ? asked.body : JSON.stringify(asked.body);
	const cache = asked.keep ? 'default' : 'no-store';
	try {
		const answer = await fetch(address(path, asked.query), {method, body, headers: headersOf(method, asked), signal: asked.signal, credentials: 'same-origin', cache});
		if (away) back();
		return answer;
	} catch (error) {
		if (error.name !== 'AbortError') lose();
		throw error;
	}
}

/** @param {string} method @param {string} path @param {Asked} [asked] @returns {Promise<{status: number, data: *, etag: string|null, headers: Headers}>} */
export async function send(method, path, asked = {}) {
	if (method === 'POST' && !asked.key) asked = {...asked, key: newKey()};
	for (let tries = 1; ; tries++) {
		const answer = await reach(method, path, asked);
		const json = /json/.test(answer.headers.get('Content-Type') || '');
		if (answer.ok) {
			const data = answer.status === 204 ? null : json ? await answer.json() : await answer.blob();
			return {status: answer.status, data, etag: answer.headers.get('ETag'), headers: answer.headers};
		}
		const problem = new Problem(json ? await answer.json() : {title: answer.statusText, status: answer.status, code: 'unknown'}, answer.headers);
		if (asked.once || tries === TRIES) throw problem;
		if (problem.status === 401 && signIn) {
			signing ||= signIn().finally(() => (signing = null));
			await signing;
		} else if (problem.status === 429 || problem.status === 503) {
			const seconds = Math.min(problem.wait || 1, 30);
			line.dispatchEvent(new CustomEvent('waiting', {detail: seconds}));
			await pause(seconds);
		} else throw problem;
	}
}

/** The body without what was left empty, in it too: what is not there has the server's default. @param {Object<string, *>} body @returns {Object<string, *>} */
export const filled = (body) => Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null).map(([name, value]) => [name, value?.constructor === Object ? filled(value) : value]));

/** @param {string} path @param {Object<string, *>} [query] @param {AbortSignal} [signal] */
export const get = async (path, query, signal) => (await send('GET', path, {query, signal})).data;
/** @param {string} path @param {*} [body] @param {Asked} [asked] */
export const post = async (path, body, asked) => (await send('POST', path, {...asked, body})).data;
/** @param {string} path @param {*} body @param {Asked} [asked] */
export const put = async (path, body, asked) => (await send('PUT', path, {...asked, body})).data;

/** All pages of a list. @param {string} path @param {Object<string, *>} [query] @returns {Promise<Object[]>} */
export async function all(path, query) {
	const items = [];
	for (let cursor = null; ; ) {
		const page = await get(path, {limit: 500, ...query, cursor});
		items.push(...page.items);
		if (!page.next) return items;
		cursor = page.next;
	}
}

/** A list as a file, for a link that a token has to go with. @param {string} path @param {Object<string, *>} query @param {string} name */
export async function download(path, query, name) {
	const {data, headers} = await send('GET', path, {query, accept: '*/*'});
	const link = document.createElement('a');
	link.href = URL.createObjectURL(data instanceof Blob ? data : new Blob([JSON.stringify(data)]));
	link.download = /filename="([^"]+)"/.exec(headers.get('Content-Disposition') || '')?.[1] || name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60e3);
}

function lose() {
	if (away) return;
	away = true;
	line.dispatchEvent(new Event('offline'));
	probe(0);
}

function back() {
	away = false;
	line.dispatchEvent(new Event('online'));
}

async function probe(tries) {
	await Promise.race([pause(BACK_OFF[Math.min(tries, BACK_OFF.length - 1)]), new Promise((done) => addEventListener('online', done, {once: true}))]);
	if (!away) return;
	try {
		await reach('GET', '/me', {});
	} catch {
		probe(tries + 1);
	}
}
