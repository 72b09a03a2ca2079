// What is said while a file goes up, in English.
export default {
	'import.file': 'A CSV or Excel file (.xlsx)', 'import.choose': 'Choose a file to look first: nothing is written yet.', 'import.would': 'It would', 'import.done': 'Written', 'import.write': 'Write', 'import.line': 'Line',
	'import.column': 'Column', 'import.fault': 'Fault', 'import.note': 'Note', 'import.changes': 'Changes', 'import.created': 'add', 'import.updated': 'change', 'import.unchanged': 'leave', 'import.cleared': 'clear',
	'import.unread': 'The file cannot be read, or the server cannot be reached.',
};
