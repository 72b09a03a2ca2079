// Before there is a case: a person or an office, and for every award of the year what the rules say. What the server would take has its buttons.
import {all, get} from '../api.js';
import {me} from '../app.js';
import {el, fill} from '../dom.js';
import {go} from '../route.js';
import {t, word} from '../words.js';
import {rulesOf} from './award_case.js';
import {head, yearChoice} from './awards.js';
import {personSearch} from './people.js';
import {capital, possibleOf, take} from './steps.js';

const AT_ONCE = 4; // verdicts asked for side by side
const VERDICTS = ['eligible', 'grant', 'nomination', 'open'];
const FAMILIES = ['title', 'reward', 'honorary'];

/** @param {HTMLElement} main @param {Object} query */
export async function open(main, query) {
	const year = query.year || me.year;
	const person = query.person && (await get(`/persons/${query.person}`));
	const unit = query.unit && (await get(`/units/${query.unit}`));
	const search = personSearch(t('new.person'), (each) => go('awards', {tab: 'new', year, person: each.id}));
	const unitForm = el('form', {class: 'search', onsubmit: (event) => (event.preventDefault(), go('awards', {tab: 'new', year, unit: event.target.unit.value.trim()}))},
		el('label', {}, t('new.unit'), el('input', {name: 'unit', value: query.unit || me.unit, autocomplete: 'off'})), el('button', {type: 'submit'}, t('new.look')));
	const subject = person ? person.full_name : unit ? unit.name_vi : null;
	const table = el('tbody');
	fill(main, head('new', query, yearChoice({...query, year})), el('div', {class: 'choose-subject'}, search, unitForm),
		subject ? [el('h2', {}, `${subject} · ${t('awards.title', {year})}`), el('table', {class: 'list verdicts'}, el('caption', {class: 'hidden'}, t('awards.tab_new')),
			el('thead', {}, el('tr', {}, [t('field.award'), t('new.verdict'), t('new.why')].map((text) => el('th', {scope: 'col'}, text)))), table)] : el('p', {class: 'empty'}, t('new.empty')));
	if (subject) await showAll(table, person ? {person: person.id} : {unit: unit.unit}, year, subject);
	return {title: t('awards.tab_new')};
}

async function showAll(table, subject, year, name) {
	const kinds = subject.person ? ['person', 'both'] : ['collective', 'both'];
	const types = (await all('/award-types')).filter((type) => kinds.includes(type.subject) && type.valid_from <= `${year}-12-31` && (!type.valid_to || type.valid_to >= `${year}-01-01`));
	const verdicts = new Map();
	const waiting = [...types];
	await Promise.all(Array.from({length: AT_ONCE}, async () => {
		for (let type = waiting.shift(); type; type = waiting.shift())
			verdicts.set(type, await get('/eligibility', {award: type.award, year, ...subject}).catch((problem) => ({problem})));
	}));
	const rank = (type) => VERDICTS.indexOf(verdictOf(verdicts.get(type)));
	fill(table, types.sort((a, b) => rank(a) - rank(b) || FAMILIES.indexOf(a.family) - FAMILIES.indexOf(b.family) || a.rank_order - b.rank_order).map((type) => row(type, verdicts.get(type), subject, year, name)));
}

function row(type, verdict, subject, year, name) {
	if (verdict.problem) return el('tr', {}, el('th', {scope: 'row'}, type.name_vi), el('td', {}, '–'), el('td', {}, verdict.problem.detail));
	const inside = el('div');
	const more = el('details', {ontoggle: () => more.open && !inside.firstChild && showMore(inside, type, verdict, subject, year, name)}, el('summary', {}, verdict.warnings[0]?.detail || t('new.details')), inside);
	return el('tr', {}, el('th', {scope: 'row'}, type.name_vi, el('br'), el('small', {}, word('decider_word', type.decider))),
		short(verdict),
		el('td', {}, more));
}

const count = (verdict, result) => verdict.rules.filter((rule) => rule.result === result && rule.stage !== 'advice').length;

/** In a word. Nothing against it is not yet all that is asked for: some rules only people judge. */
function verdictOf(verdict) {
	if (verdict.problem) return 'open';
	if (!verdict.eligible) return verdict.stops;
	return count(verdict, 'not_judged') || !count(verdict, 'pass') ? 'open' : 'eligible';
}

function short(verdict) {
	const open = count(verdict, 'not_judged');
	return {
		eligible: () => el('td', {class: 'ok'}, `✓ ${t('new.eligible')}`),
		grant: () => el('td', {class: 'warn'}, `▲ ${t('new.fails', {n: count(verdict, 'fail')})}`),
		nomination: () => el('td', {class: 'bad'}, `✕ ${t('new.fails', {n: count(verdict, 'fail')})}`),
		open: () => el('td', {class: 'muted'}, `? ${open ? t('new.not_judged', {n: open}) : t('new.no_rules')}`),
	}[verdictOf(verdict)]();
}

async function showMore(inside, type, verdict, subject, year, name) {
	const step = (state, event) => ({event, operation: 'create_award', label: word('event', event), path: '/awards', body: {award: type.award, year: Number(year), ...subject, state},
		fields: [{name: 'merit', label: t('field.merit'), type: 'area', optional: true}]});
	fill(inside, rulesOf(verdict));
	const steps = me.may.includes('create_award') ? await possibleOf([step('nominated', 'nominate'), step('registered', 'register')], null) : [];
	inside.prepend(el('p', {class: 'buttons'}, steps.map((each, i) => el('button', {type: 'button', class: i ? '' : 'main', onclick: async () => {
		const made = await take(each, null, `${type.name_vi}, ${name}`);
		if (made?.id) go('awards', {case: made.id});
	}}, capital(each.label))), !steps.length && t('new.nothing')));
}
