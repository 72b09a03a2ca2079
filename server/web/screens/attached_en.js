// Texts of the documents of an object in English.
export default {
	'papers': 'Documents', 'papers.none': 'There are no documents.', 'papers.drop': 'Drop a PDF, JPEG or PNG here, or choose one:',
	'papers.withdraw': 'Withdraw', 'papers.reason': 'Reason',
};
