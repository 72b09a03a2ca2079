// What is done, and with what, in English.
export default {
	'did.create': 'made', 'did.replace': 'changed', 'did.import': 'imported', 'did.set': 'set', 'did.add': 'added', 'did.remove': 'removed', 'did.renew': 'renewed',
	'did.attach': 'attached', 'did.undo': 'undone', 'did.merge': 'merged', 'did.put': 'scored', 'did.end': 'ended', 'did.step': 'took a step back',
	'did.rule': 'ruled on the streak', 'did.revise': 'asked for a revision', 'did.request': 'asked for a supplement', 'did.lift': 'lifted the exclusion', 'did.hand': 'handed over',
	'did.exclude': 'excluded', 'did.change': 'changed the password', 'did.carry': 'carried over', 'did.create_session': 'signed in',
	'object.session': 'Session', 'object.reports': 'Report', 'object.units': 'Office', 'object.clusters': 'Cluster', 'object.awards': 'Award case', 'object.ballots': 'Ballot',
	'object.decisions': 'Decision', 'object.movements': 'Movement', 'object.initiatives': 'Initiative', 'object.persons': 'Person', 'object.holds': 'Hold',
	'object.targets': 'Target', 'object.elements': 'Element', 'object.indicators': 'Indicator', 'object.areas': 'Area', 'object.identities': 'Identity', 'object.periods': 'Period',
	'object.tokens': 'Token', 'object.users': 'User', 'object.pacts': 'Pact', 'object.conferences': 'Conference', 'object.practices': 'Practice', 'object.exemplars': 'Exemplar',
	'object.activities': 'Activity', 'object.tasks': 'Task', 'object.mottos': 'Motto', 'object.dossiers': 'Dossier', 'object.scorecards': 'Scorecard', 'object.rankings': 'Ranking',
	'object.imports': 'Imported file', 'object.documents': 'Document', 'object.regimes': 'Regime', 'object.holidays': 'Holiday', 'object.work-years': 'Work year',
	'object.score-sheets': 'Score sheet', 'object.lock-exceptions': 'Lock exception', 'object.award-types': 'Award type', 'object.award-windows': 'Award season',
	'object.participants': 'participant', 'object.members': 'member', 'object.signatures': 'signature', 'object.adoptions': 'adoption', 'object.contributions': 'contribution',
	'object.cells': 'criterion', 'object.lineage': 'lineage', 'object.sessions': 'sessions', 'object.password': 'password', 'object.disciplines': 'discipline',
	'object.exclusions': 'exclusion', 'object.lines': 'line', 'object.criteria': 'criterion',
};
