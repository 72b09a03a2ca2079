// What others change, without a reload: the event log is asked again and again while the tab is seen. The number of the last event is the
// cursor, so that none is lost or seen twice, however long the tab slept. Tabs of one browser share the session's cookie, and tell each other.
import {send} from './api.js';

const EVERY = 10e3;
const AFTER_FAILURES = [30e3, 60e3];
const MOST = 1000;
const SESSION = 'thidua.session';

/** Tells `events` (detail: a list, in order) and `behind`, when there were too many to follow. */
export const changes = new EventTarget();

let seen = 0;
let timer = 0;
let failures = 0;
let asking = false;

async function ask(path, query) {
	return (await send('GET', path, {query, once: true})).data;
}

async function look() {
	if (document.hidden || asking) return;
	asking = true;
	try {
		await takeAll();
		failures = 0;
	} catch {
		failures++;
	}
	asking = false;
	again();
}

async function takeAll() {
	const found = [];
	for (let more = true; more; ) {
		const {items} = await ask('/events', {after: seen, brief: true, limit: 200});
		found.push(...items);
		more = items.length === 200;
		if (items.length) seen = items.at(-1).seq;
		if (found.length > MOST) {
			seen = (await ask('/events/head')).seq;
			changes.dispatchEvent(new Event('behind'));
			return;
		}
	}
	if (found.length) changes.dispatchEvent(new CustomEvent('events', {detail: found}));
}

function again() {
	clearTimeout(timer);
	const wait = failures ? AFTER_FAILURES[Math.min(failures, AFTER_FAILURES.length) - 1] : EVERY;
	timer = setTimeout(look, wait * (0.9 + Math.random() / 5));
}

/** The number of the newest event that the page knows of. */
export const newest = () => seen;

/** Begins, once, behind this event. @param {number} last */
export function follow(last) {
	seen = last;
	document.addEventListener('visibilitychange', () => {
		clearTimeout(timer);
		look();
	});
	again();
}

/** Tells the other tabs that the session began or ended. */
export const tellTabs = () => localStorage.setItem(SESSION, String(Date.now()));

/** @param {() => void} changed  Called when another tab has told so. */
export const onTabs = (changed) => addEventListener('storage', ({key}) => key === SESSION && changed());
