// What is typed and not yet on the server stays on this machine, by user, unit and period, for 30 days. The tabs of a browser share it, as
// they share the session's cookie.

const PREFIX = 'thidua.typed ';
const DAYS = 30;
const SESSION = 'thidua.session';

/** @param {string} key @param {*} value */
export function keep(key, value) {
	try {
		localStorage.setItem(PREFIX + key, JSON.stringify({at: Date.now(), value}));
	} catch {
		// A full or forbidden store: the page works as one without it.
	}
}

/** @param {string} key @returns {{at: number, value: *}|null} */
export function kept(key) {
	try {
		return JSON.parse(localStorage.getItem(PREFIX + key));
	} catch {
		return null;
	}
}

/** @param {string} key */
export const forget = (key) => localStorage.removeItem(PREFIX + key);

/** Drops what is too old. */
export function tidy() {
	for (const name of Object.keys(localStorage))
		if (name.startsWith(PREFIX) && !(kept(name.slice(PREFIX.length))?.at > Date.now() - DAYS * 864e5)) localStorage.removeItem(name);
}

/** Tells the other tabs that the session began or ended. */
export const tellTabs = () => localStorage.setItem(SESSION, String(Date.now()));

/** @param {() => void} changed  Called when another tab has told so. */
export const onTabs = (changed) => addEventListener('storage', ({key}) => key === SESSION && changed());
