// Initiatives: the list of a year, and one with its steps, authors and recognitions.
import {get, send} from '../api.js';
import {me, reload} from '../app.js';
import {ask, el, fill} from '../dom.js';
import {go, link} from '../route.js';
import {facts, fileLinks, listTable} from '../table.js';
import {day, t, word} from '../words.js';
import {attached} from './attached.js';
import {initiativeAsks, initiativeFields} from './movement_asks.js';
import {head} from './movements.js';
import {personSearch} from './people.js';
import {buttons, capital, lifeLine, offered, stepsOf, take} from './steps.js';

/** @param {HTMLElement} main @param {Object} query */
export async function open(main, query) {
	return query.initiative ? openOne(main, query.initiative) : openList(main, query);
}

async function openList(main, query) {
	const year = Number(query.year || me.year);
	const asked = {year, limit: 100};
	const [table, top] = await Promise.all([listTable({path: '/initiatives', query: asked, caption: t('movements.tab_initiatives'), empty: t('initiatives.none'), columns: [
		{label: t('field.title'), show: (item) => el('a', {href: link('movements', {initiative: item.id})}, item.title), by: (item) => item.title},
		{label: t('field.kind'), show: (item) => word('initiative_kind', item.kind), by: (item) => item.kind},
		{label: t('unit'), show: (item) => item.unit_name, by: (item) => item.unit_name},
		{label: t('papers.state'), show: (item) => word('initiative_state', item.state), by: (item) => word('initiative_state', item.state)},
		{label: t('field.submitted_on'), show: (item) => day(item.submitted_on), by: (item) => item.submitted_on},
	]}), head('initiatives', query, me.may.includes('create_initiative') && el('button', {type: 'button', onclick: () => register(year)}, t('initiatives.new')))]);
	fill(main, top, table, fileLinks('/initiatives', {year}, 'sang-kien'));
	return {title: t('movements.tab_initiatives'), concerns: (event) => event.object.startsWith('/initiatives')};
}

/** Its authors first, with equal shares, then what it says. */
async function register(year) {
	const authors = [];
	const list = el('ul');
	const show = () => fill(list, authors.map((author) => el('li', {}, `${author.full_name} · ${author.unit_name} `, el('button', {type: 'button', class: 'link', onclick: () => (authors.splice(authors.indexOf(author), 1), show())}, `✕ ${t('initiatives.drop')}`))));
	const search = personSearch(t('initiatives.author'), (person) => {
		if (!authors.some((author) => author.id === person.id)) authors.push(person);
		show();
	});
	const answer = await ask({title: t('initiatives.new'), wide: true, body: [el('p', {class: 'small'}, t('initiatives.shares')), list, search], actions: [{value: 'go', label: t('initiatives.next'), main: true}, {value: 'no', label: t('cancel')}],
		act: async (value) => value !== 'go' || authors.length > 0});
	if (answer !== 'go') return;
	const share = Math.floor(100 / authors.length);
	const body = {year, authors: authors.map((author, i) => ({person: author.id, share_pct: i ? share : 100 - share * (authors.length - 1)}))};
	const made = await take({event: 'register', operation: 'create_initiative', label: word('event', 'register'), path: '/initiatives', body, fields: initiativeFields()}, null, t('initiatives.new'));
	if (made?.id) go('movements', {initiative: made.id});
}

async function openOne(main, id) {
	const [{data: item, etag}, life] = await Promise.all([send('GET', `/initiatives/${id}`), stepsOf('initiative')]);
	const [steps, office] = await Promise.all([offered({machine: 'initiative', state: item.state, office: item.unit, etag, asks: initiativeAsks(item)}), get(`/units/${item.unit}`)]);
	fill(main,
		el('header', {class: 'head'}, el('div', {}, el('p', {class: 'sub'}, el('a', {href: link('movements', {tab: 'initiatives', year: item.year})}, t('initiatives.title', {year: item.year}))), el('h1', {}, item.title), el('p', {class: 'sub'}, `${capital(word('initiative_kind', item.kind))} · ${office.name_vi}`)),
			el('p', {class: 'actions'}, buttons(steps, etag, item.title, reload), el('a', {class: 'button', href: link(`record/initiatives/${id}`)}, t('screen.record')))),
		lifeLine(life, item.state, 'recognised', (state) => capital(word('initiative_state', state))),
		el('div', {class: 'case'}, el('div', {}, item.summary && el('p', {class: 'prose'}, item.summary), item.reason && el('p', {class: 'notice warn'}, `▲ ${item.reason}`),
			facts([[t('field.applied_on'), day(item.applied_on)], [t('field.submitted_on'), day(item.submitted_on)]]),
			item.recognitions.length > 0 && el('section', {}, el('h2', {}, t('initiatives.recognitions')), el('ul', {}, item.recognitions.map((each) => el('li', {}, `${capital(word('initiative_level', each.level))}: ${each.document}, ${day(each.decided_on)}`, each.annulled_on && el('span', {class: 'bad'}, ` · ${t('initiatives.annulled', {date: day(each.annulled_on)})}`)))))),
		el('div', {}, el('section', {}, el('h2', {}, t('initiatives.authors')), el('ul', {}, item.authors.map((author) => el('li', {}, `${author.full_name} · ${author.share_pct}%`)))),
			item.used_by.length > 0 && el('section', {}, el('h2', {}, t('initiatives.used_by')), el('ul', {}, item.used_by.map((each) => el('li', {}, el('a', {href: link('awards', {case: each})}, t('initiatives.case', {id: each})))))), await attached('initiatives', id))));
	return {title: item.title, concerns: (event) => event.object === `/initiatives/${id}`};
}
