// The documents of an object: those there are, and a place to drop one, where the server would take it.
import {download, get, post, send} from '../api.js';
import {me, reload} from '../app.js';
import {el, fill, refusal} from '../dom.js';
import {t, useTexts} from '../words.js';

/** What a dry run attaches, to ask whether one may. */
const SAMPLE = new Blob(['%PDF-1.4\n'], {type: 'application/pdf'});

const SINGULAR = {activities: 'activity'};

/** @param {'decisions'|'reports'|'movements'|'initiatives'|'practices'|'exemplars'|'activities'} owner @param {number} id */
export async function attached(owner, id) {
	const path = `/${owner}/${id}/documents`;
	const may = me.may.includes(`attach_${SINGULAR[owner] || owner.slice(0, -1)}_document`);
	const [{items}, taken] = await Promise.all([get(path),
		may && send('POST', path, {query: {name: 'a.pdf', dry_run: true}, body: SAMPLE, type: SAMPLE.type, once: true}).then(() => true, () => false), useTexts('attached')]);
	const said = el('div');
	const attach = async (file) => {
		if (!file) return;
		try {
			await post(path, file, {query: {name: file.name}, type: file.type});
			reload();
		} catch (problem) {
			fill(said, refusal(problem));
		}
	};
	const withdraw = async (item) => (await (await import('./act.js')).act({title: `${t('papers.withdraw')}: ${item.title || item.name}`, label: t('papers.withdraw'), fields: [{name: 'reason', label: t('papers.reason'), type: 'area'}],
		call: (values) => post(`/documents/${item.id}/withdraw`, values)})) && reload();
	const save = (item) => el('button', {type: 'button', class: 'link', onclick: () => download(`/documents/${item.id}/content`, {}, item.name)}, item.title || item.name);
	return el('section', {class: taken ? 'drop' : '', ondragover: (event) => taken && event.preventDefault(), ondrop: (event) => (event.preventDefault(), taken && attach(event.dataTransfer.files[0]))},
		el('h2', {}, t('papers')), items.length ? el('ul', {class: 'rows'}, items.map((item) => el('li', {}, save(item), taken && [' ', el('button', {type: 'button', class: 'small', 'aria-label': `${t('papers.withdraw')}: ${item.title || item.name}`, onclick: () => withdraw(item)}, t('papers.withdraw'))]))) : el('p', {class: 'small'}, t('papers.none')),
		taken && el('label', {class: 'file'}, t('papers.drop'), el('input', {type: 'file', accept: '.pdf,.jpg,.jpeg,.png', onchange: (event) => attach(event.target.files[0])})), said);
}
