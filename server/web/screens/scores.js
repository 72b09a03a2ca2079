// Scores: the ranking of a cluster with the state of each card; beside it a card, mine or the one I check.
import {all, get, send} from '../api.js';
import {me, reload} from '../app.js';
import {choice, el, fill, refusal, sheet, useStyle} from '../dom.js';
import {go, note} from '../route.js';
import {fileLinks, paper} from '../table.js';
import {moment, number, t, useTexts, word} from '../words.js';
import {fieldsOf} from './fields.js';
import {buttons, offered, take} from './steps.js';
import {chosenCluster, yearAsks, yearFilters} from './year.js';

const WIDE = '(min-width: 1180px)';
const cards = () => import('./score_card.js');

/** @param {HTMLElement} main @param {import('../route.js').Place} place */
export async function open(main, place) {
	const [{id, year}] = await Promise.all([chosenCluster(place.query), useTexts('scores'), useStyle('year')]);
	if (!id) {
		fill(main, el('header', {class: 'head'}, el('h1', {}, t('screen.scores')), yearFilters('scores', year)), el('p', {class: 'empty'}, t('cluster.none', {year})));
		return {title: t('screen.scores')};
	}
	const screen = new Scores(id, place.query, await Promise.all([get(`/clusters/${encodeURIComponent(id)}`), all('/scorecards', {cluster: id}), all('/rankings', {cluster: id})]));
	await screen.load();
	fill(main, el('header', {class: 'head'}, el('div', {}, el('h1', {}, `${t('screen.scores')}: ${screen.cluster.name_vi}, ${t('cluster.year', {year: screen.cluster.year})}`), screen.told()), screen.choices(yearFilters('scores', year, screen.cluster))), await screen.actions(), screen.stale(), screen.host);
	const first = place.query.card ? screen.cards.find((card) => String(card.id) === place.query.card) : matchMedia(WIDE).matches && (await screen.mine());
	return {title: t('screen.scores'), concerns: (event) => /^\/(scorecards|rankings|clusters)/.test(event.object), keys: {'Ctrl+S': () => main.querySelector('.card .save')?.click()}, shown: () => first && screen.open(first)};
}

class Scores {
	constructor(id, query, [cluster, cards, rankings]) {
		Object.assign(this, {id, cluster, cards, query});
		this.leads = cluster.lead === me.unit && me.role === 'head';
		this.rankings = rankings.sort((a, b) => b.version - a.version);
		this.chosen = rankings.find((each) => String(each.id) === query.ranking) || this.rankings[0];
	}

	async load() {
		if (this.chosen) [this.ranking, this.changes] = await Promise.all([get(`/rankings/${this.chosen.id}`), this.chosen.stale ? all(`/rankings/${this.chosen.id}/changes`) : []]);
		this.note(this.query.card);
		this.host = el('div', {class: 'beside-panel scores'}, el('div', {class: 'scroller'}, this.table(), this.ranking && [fileLinks(`/rankings/${this.ranking.id}`, {}, 'xep-hang')]));
	}

	note(card) {
		note('scores', {cluster: this.id, ranking: this.query.ranking, card});
	}

	told() {
		const {ranking} = this;
		return el('p', {class: 'sub'}, ranking ? [el('span', {class: 'pill'}, word('ranking_state', ranking.state)), ` ${t('version', {n: ranking.version})} · ${word('score_stage', ranking.stage)} · ${t('scores.ranked', {n: ranking.ranked, all: ranking.members})} · ${moment(ranking.published_at || ranking.computed_at)}`]
			: t(this.cards.length ? 'scores.no_ranking' : 'scores.no_cards', {state: word('cluster_state', this.cluster.state)}));
	}

	choices(filters) {
		if (this.rankings.length > 1) filters.append(choice(t('scores.ranking'), this.rankings.map((each) => [String(each.id), `${t('version', {n: each.version})}, ${word('score_stage', each.stage)}${each.rank_group ? `, ${each.rank_group}` : ''}`]), this.chosen.id, (value) => go('scores', {cluster: this.id, ranking: value})));
		return filters;
	}

	/** The card that waits for me, else that of my office. */
	async mine() {
		if (!this.cards.length) return null;
		const {stageOf} = await cards();
		const page = {cluster: this.cluster};
		return this.cards.find((card) => stageOf(card, page)) || this.cards.find((card) => card.unit === me.unit);
	}

	/** What the lead does with all cards at once, then the steps of the ranking. */
	async actions() {
		const {ranking, cluster} = this;
		const all = {body: {cluster: this.id}};
		const draft = this.rankings.some((each) => each.state === 'draft');
		const makers = [
			this.cluster.state === 'scoring' && this.cards.length < cluster.members.length && {...all, operation: 'open_scorecards', label: t('scores.open_cards'), path: '/scorecards/open', intro: el('p', {}, t('scores.open_told')), main: true},
			this.cards.some((card) => card.state === 'appraised') && {...all, operation: 'adopt_scorecards', label: t('scores.adopt'), path: '/scorecards/adopt', fields: fieldsOf(['minutes', 'signed_on:date'])},
			this.cards.length > 0 && !draft && {...all, operation: 'create_ranking', label: t('scores.rank'), path: '/rankings', fields: fieldsOf(this.rankings.length ? ['reason:area'] : [])},
		].filter((step) => step && this.leads && me.may.includes(step.operation));
		return el('p', {class: 'tab-actions'}, makers.map((step) => el('button', {type: 'button', class: step.main ? 'main' : '', onclick: async () => (await take(step, null, '')) && reload()}, step.label)),
			ranking && buttons(await this.steps(), null, cluster.name_vi, reload), ranking && paper(`/rankings/${ranking.id}`, t('scores.print')));
	}

	/** Those of the ranking; to keep it is asked only of one whose figures moved, to order only of those who are tied. */
	async steps() {
		const {ranking, cluster} = this;
		const tied = ranking.rows.filter((row) => row.shared);
		const asks = yearAsks(`/rankings/${ranking.id}`, {order_ranking: {intro: el('p', {}, t('scores.tied', {units: tied.map((row) => row.unit_name).join(', ')})), fields: fieldsOf(['units:lines', 'minutes'], {units: tied.map((row) => row.unit)})}});
		const steps = await offered({machine: 'ranking', state: ranking.state, possible: ranking.possible, office: cluster.lead, cluster, etag: null, asks});
		return steps.filter(({event}) => ({keep: ranking.stale, order: tied.length > 0})[event] ?? true);
	}

	/** A published ranking whose figures moved: what, and how far. */
	stale() {
		if (!this.ranking?.stale) return null;
		return el('details', {class: 'notice-stale', open: this.ranking.order_changes}, el('summary', {}, `▲ ${t(this.ranking.order_changes ? 'scores.order_moved' : 'scores.moved', {n: this.changes.length})}`),
			el('ul', {}, this.changes.map((change) => el('li', {}, `${change.unit_name}: ${word('ranking_change_kind', change.what)}${change.criterion ? ` ${change.criterion}` : ''} ${number(change.old)} → ${number(change.new)}`))));
	}

	table() {
		const rows = new Map((this.ranking?.rows || []).map((row) => [row.unit, row]));
		const cards = new Map(this.cards.map((card) => [card.unit, card]));
		const units = this.cluster.members.map((member) => ({unit: member.unit, name: member.name_vi, row: rows.get(member.unit), card: cards.get(member.unit)}))
			.sort((a, b) => (a.row?.rank ?? 1e6) - (b.row?.rank ?? 1e6) || a.name.localeCompare(b.name, 'vi'));
		const groups = [...new Map([...rows.values()].flatMap((row) => row.groups.map((group) => [group.code, group]))).keys()];
		const ranked = rows.size > 0;
		const heads = [[ranked && t('scores.place')], [t('unit')], [t('scores.card')], ...groups.map((group) => [group, 'number']), ...(ranked ? [[t('scores.bonus'), 'number'], [t('scores.deduction'), 'number']] : []), [t('scores.total'), 'number']].filter(([head]) => head);
		return el('table', {class: 'list ranking'}, el('caption', {class: 'hidden'}, t('scores.ranking')), el('thead', {}, el('tr', {}, heads.map(([head, kind]) => el('th', {scope: 'col', class: kind || ''}, head)))),
			el('tbody', {}, units.map(({unit, name, row, card}) => el('tr', {class: unit === me.unit ? 'own' : ''}, ranked && el('td', {class: 'place'}, row?.rank ?? '–', row?.shared && ' ='),
				el('th', {scope: 'row'}, card ? el('button', {type: 'button', class: 'link', dataset: {card: card.id}, onclick: () => this.open(card)}, name) : name, row?.note && el('small', {}, ` ${word('ranking_note', row.note)}${row.note_reason ? `: ${row.note_reason}` : ''}`)),
				el('td', {}, card ? [el('span', {class: 'pill'}, word('scorecard_state', card.state)), card.checker === me.unit && el('small', {}, ` ${t('scores.i_check')}`)] : t('scores.no_card')),
				groups.map((group) => el('td', {class: 'number', 'data-label': group}, number(row?.groups.find((each) => each.code === group)?.points))), ranked && ['bonus', 'deduction'].map((part) => el('td', {class: 'number', 'data-label': t(`scores.${part}`)}, number(row?.[part]))),
				el('td', {class: 'number', 'data-label': t('scores.total')}, el('b', {}, number(row?.total ?? card?.total)), row?.tie_break && el('small', {}, ` ${row.tie_break}`))))));
	}

	async open(card) {
		const body = el('div', {class: 'card'}, el('p', {}, t('loading')));
		sheet(this.host, card.unit_name, body, () => this.note());
		this.note(card.id);
		this.host.querySelectorAll('tr').forEach((row) => row.classList.toggle('here', row.contains(this.host.querySelector(`[data-card="${card.id}"]`))));
		try {
			const [{cardOf}, {data, etag}, cells, criteria] = await Promise.all([cards(), send('GET', `/scorecards/${card.id}`), all(`/scorecards/${card.id}/cells`), all(`/score-sheets/${card.sheet}/criteria`)]);
			const preview = data.state === 'draft' ? await get('/scorecards/preview', {unit: data.unit, sheet: data.sheet}).catch(() => null) : null;
			fill(body, await cardOf({card: data, etag, cells, criteria, preview, cluster: this.cluster}));
		} catch (problem) {
			fill(body, refusal(problem));
		}
	}
}
