// Takes or sends back what was reported: one report or many, from the month's sheet and from the progress of a cluster.
import {post} from '../api.js';
import {ask, el, fill, refusal} from '../dom.js';
import {form} from '../form.js';
import {periodName, t} from '../words.js';

/**
 * @param {'accept'|'return'} verb @param {{report: number, version: number, unit_name: string, period: string}[]} reports
 * @returns {Promise<boolean>} whether it was done
 */
export async function judge(verb, reports) {
	const why = form([{name: 'reason', label: t('judge.reason'), type: 'area', hint: t('judge.reason_hint')}]);
	const said = el('div');
	const list = el('ul', {}, reports.map((report) => el('li', {}, `${report.unit_name}, ${t('month')} ${periodName(report.period)}, ${t('version', {n: report.version})}`)));
	const answer = await ask({
		title: t(`judge.${verb}`, {n: reports.length}), body: [list, verb === 'return' && why.node, said],
		actions: [{value: 'go', label: t(`verb.${verb}`), main: true}, {value: 'no', label: t('cancel')}],
		async act(value) {
			if (value !== 'go') return true;
			try {
				if (verb === 'accept') await post('/reports/accept', {reports: reports.map(({report, version}) => ({id: report, version}))});
				else for (const {report} of reports) await post(`/reports/${report}/return`, why.values());
				return true;
			} catch (problem) {
				const rest = why.faults(problem.errors || []);
				fill(said, (verb === 'accept' || rest.length > 0 || !problem.errors?.length) && refusal(problem));
				return false;
			}
		},
	});
	return answer === 'go';
}
