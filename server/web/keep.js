// What is typed and not yet on the server stays on this machine, by user, unit and period, for 30 days.
// The tabs of a browser share it.

const PREFIX = 'thidua.typed ';
const DAYS = 30;

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

// What is too old goes.
for (const name of Object.keys(localStorage))
	if (name.startsWith(PREFIX) && !(kept(name.slice(PREFIX.length))?.at > Date.now() - DAYS * 864e5)) localStorage.removeItem(name);
