// What a record has beside its members, in Vietnamese.
export default {
	'more.lineage': 'Kế thừa', 'more.into': 'sang {unit} từ {date}', 'more.streak_yes': 'kế thừa thành tích', 'more.streak_no': 'không kế thừa thành tích', 'more.streak_open': 'chưa quyết định', 'more.criteria': 'Tiêu chí',
	'more.no_criteria': 'Chưa có tiêu chí. Nhập từ tệp.', 'more.max': 'tối đa',
};
