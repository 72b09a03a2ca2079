// Texts of the screen History in English.
export default {
	'record.title': 'History', 'record.latest': 'What happened last', 'record.of': 'History of {object}', 'record.when': 'When', 'record.who': 'Who', 'record.what': 'What', 'record.object': 'Object', 'record.role': 'Role',
	'record.address': 'From', 'record.digest': 'Digest before → after', 'record.none': 'Nothing yet.', 'record.kind': 'History of', 'record.path': 'Number or code', 'object.session': 'Session', 'record.open': 'Look', 'record.versions': 'Versions',
	'record.figure': 'Figure', 'record.same': 'Both versions are the same.', 'record.differences': '{n} {n|figure differs|figures differ}', 'record.left': 'Version', 'record.right': 'against', 'record.receipt': 'Receipt',
	'record.print': 'Print the receipt', 'record.more': 'There is more: the CSV file has all.', 'object.reports': 'Report', 'object.units': 'Office', 'object.clusters': 'Cluster', 'object.awards': 'Award case',
	'object.ballots': 'Ballot', 'object.decisions': 'Decision', 'object.movements': 'Movement', 'object.initiatives': 'Initiative', 'object.persons': 'Person', 'object.holds': 'Hold', 'object.targets': 'Target',
	'object.elements': 'Element', 'object.indicators': 'Indicator', 'object.areas': 'Area', 'object.identities': 'Identity', 'object.periods': 'Period', 'object.tokens': 'Token', 'object.users': 'User',
	'object.pacts': 'Pact', 'object.conferences': 'Conference', 'object.practices': 'Practice', 'object.exemplars': 'Exemplar', 'object.activities': 'Activity', 'object.tasks': 'Task', 'object.mottos': 'Motto',
	'object.dossiers': 'Dossier', 'object.scorecards': 'Scorecard', 'object.rankings': 'Ranking', 'object.imports': 'Imported file', 'object.documents': 'Document', 'object.regimes': 'Regime', 'object.holidays': 'Holiday',
	'object.work-years': 'Work year', 'object.score-sheets': 'Score sheet', 'object.lock-exceptions': 'Lock exception', 'object.award-types': 'Award type', 'object.award-windows': 'Award season',
};
