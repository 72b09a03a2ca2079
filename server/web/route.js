// The address of a screen: `#/entry?unit=gialai&period=2021-06`. What a screen shows stands in it, so that a link shows the same.

/** @typedef {{screen: string, rest: string, query: Object<string, string>}} Place */

/** @returns {Place} */
export function here() {
	const [path, search] = location.hash.replace(/^#\/?/, '').split('?');
	const [screen, ...rest] = path.split('/');
	return {screen: screen || 'today', rest: rest.join('/'), query: Object.fromEntries(new URLSearchParams(search || ''))};
}

/** @param {string} screen @param {Object<string, *>} [query] @returns {string} */
export function link(screen, query = {}) {
	const kept = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
	const search = new URLSearchParams(kept).toString();
	return `#/${screen === 'today' ? '' : screen}${search ? `?${search}` : ''}`;
}

/** Opens a screen. @param {string} screen @param {Object<string, *>} [query] */
export function go(screen, query) {
	location.hash = link(screen, query);
}

/** Says in the address what the screen shows now, without opening it again. @param {string} screen @param {Object<string, *>} query */
export function note(screen, query) {
	history.replaceState(null, '', link(screen, query));
}
