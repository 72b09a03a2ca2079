// What a record has beside its members, in English.
export default {
	'more.lineage': 'Lineage', 'more.into': 'to {unit} from {date} on', 'more.streak_yes': 'goes on with the streak', 'more.streak_no': 'begins anew', 'more.streak_open': 'not ruled', 'more.criteria': 'Criteria',
	'more.no_criteria': 'There are no criteria. Import them from a file.', 'more.max': 'at most',
};
