// Awards: the cases of a year on a board by groups of states; decisions; who holds what. One case, one decision and what would be for a
// subject before there is a case are screens of their own under the same name.
import {all, get} from '../api.js';
import {me, reload} from '../app.js';
import {choice, el, fill, useStyle} from '../dom.js';
import {go, link} from '../route.js';
import {fileLinks} from '../table.js';
import {day, number, t, useTexts, word} from '../words.js';

const GROUPS = {
	registered: ['registered'],
	judged: ['nominated', 'unit_passed', 'cluster_passed', 'council_passed'],
	sent: ['submitted', 'supplement_needed', 'in_public_opinion', 'on_hold'],
	granted: ['granted', 'published', 'conferred'],
	ended: ['unit_failed', 'cluster_failed', 'council_failed', 'returned', 'rejected', 'withdrawn', 'superseded', 'revoked', 'stripped'],
};
const SHOWN = 30; // cases of a group, before one asks for more
const TABS = {decisions: 'award_papers', honours: 'award_papers', new: 'award_new'};

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	await Promise.all([useTexts('cases'), useStyle('cases')]);
	const {query} = place;
	if (query.case) return (await import('./award_case.js')).open(main, query.case);
	if (query.decision) return (await import('./award_papers.js')).openDecision(main, query.decision);
	if (TABS[query.tab]) return (await import(`./${TABS[query.tab]}.js`)).open(main, query);
	return openBoard(main, query);
}

/** The head that the tabs of the screen share. @param {string|undefined} tab @param {Object} query @param {...*} filters */
export function head(tab, query, ...filters) {
	const tabs = [undefined, 'decisions', 'honours', me.may.includes('create_award') && 'new'].filter((each) => each !== false);
	return el('header', {class: 'head'}, el('div', {}, el('h1', {}, t(tab === 'new' ? 'awards.new' : 'awards.title', {year: query.year || me.year})),
		el('nav', {class: 'tabs', 'aria-label': t('screen.awards')}, tabs.map((each) => el('a', {href: link('awards', {tab: each, year: query.year}), 'aria-current': each === tab ? 'page' : null}, t(`awards.tab_${each || 'cases'}`))))),
	el('div', {class: 'filters'}, filters));
}

/** A search that stands in the address. @param {Object} query */
export function searchOf(query) {
	return el('form', {class: 'search', role: 'search', onsubmit: (event) => (event.preventDefault(), go('awards', {...query, q: event.target.q.value}))},
		el('label', {}, t('search'), el('input', {type: 'search', name: 'q', value: query.q || '', autocomplete: 'off'})));
}

/** The years one can choose. @param {Object} query */
export function yearChoice(query) {
	return choice(t('year'), [['', t('all_years')], ...me.years.map((year) => [String(year), String(year)])], query.year === undefined ? me.year : query.year, (year) => go('awards', {...query, year: year || '0'}));
}

export const subjectOf = (item) => item.person_name || item.unit_name;

async function openBoard(main, query) {
	const year = query.year === '0' ? null : query.year || me.year;
	const page = await get('/awards', {year, q: query.q, limit: 500, count: true});
	const bringIn = async () => (await (await import('./import_file.js')).importFile('/awards/import', t('awards.import'))) && reload();
	fill(main, head(undefined, query, searchOf(query), yearChoice(query), me.may.includes('import_awards') && el('button', {type: 'button', onclick: bringIn}, t('awards.import'))),
		page.next && el('p', {class: 'small'}, t('awards.only', {n: number(page.items.length), all: number(page.total)})),
		page.items.length ? el('div', {class: 'board'}, Object.entries(GROUPS).map(([group, states]) => column(group, page.items.filter((item) => states.includes(item.state)))))
			: el('div', {class: 'empty'}, el('p', {}, t(query.q ? 'awards.not_found' : 'awards.none')), me.may.includes('create_award') && el('a', {href: link('awards', {tab: 'new', year})}, t('awards.tab_new'))),
		fileLinks('/awards', {year, q: query.q}, 'ho-so-khen-thuong'));
	return {title: t('screen.awards'), concerns: (event) => event.object.startsWith('/awards')};
}

function column(group, items) {
	const oldest = items.map((item) => item.nominated_on || item.registered_on).filter(Boolean).sort()[0];
	const list = el('ul', {}, items.slice(0, SHOWN).map(card));
	const rest = items.length > SHOWN && el('button', {type: 'button', onclick: (event) => (event.target.remove(), fill(list, items.map(card)))}, t('more', {n: items.length - SHOWN}));
	return el('section', {class: `group ${group}`}, el('h2', {}, t(`group.${group}`), ' ', el('span', {class: 'pill'}, number(items.length))),
		el('p', {class: 'small'}, oldest && group !== 'ended' && group !== 'granted' ? t('awards.oldest', {date: day(oldest)}) : ''), list, rest);
}

function card(item) {
	const marks = [item.review_needed && 'review_needed', item.evidence_restated && 'restated'].filter(Boolean);
	return el('li', {}, el('a', {href: link('awards', {case: item.id})}, el('b', {}, subjectOf(item)), el('span', {}, item.award_name)),
		el('small', {}, word('case_state', item.state), item.held_state && ` (${word('case_state', item.held_state)})`), marks.map((mark) => el('span', {class: 'pill warn'}, `▲ ${t(`awards.${mark}`)}`)));
}
