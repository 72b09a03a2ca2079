// Texts of the screen History in English.
export default {
	'record.title': 'History', 'record.latest': 'What happened last', 'record.of': 'History of {object}', 'record.when': 'When', 'record.who': 'Who', 'record.what': 'What', 'record.object': 'Object', 'record.role': 'Role',
	'record.address': 'From', 'record.digest': 'Digest before → after', 'record.none': 'Nothing yet.', 'record.kind': 'History of', 'record.path': 'Number or code', 'record.open': 'Look', 'record.versions': 'Versions',
	'record.figure': 'Figure', 'record.same': 'Both versions are the same.', 'record.differences': '{n} {n|figure differs|figures differ}', 'record.left': 'Version', 'record.right': 'against', 'record.receipt': 'Receipt',
	'record.print': 'Print the receipt', 'record.more': 'There is more: the CSV file has all.',
};
