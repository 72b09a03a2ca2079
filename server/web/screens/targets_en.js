// Texts of the screen Targets in English.
export default {
	'targets.title': 'Targets of work year {year}', 'targets.through': 'Through', 'targets.as_of': 'As known on', 'targets.as_of_told': 'Figures as they were known on {date}', 'targets.sum': 'Cluster',
	'targets.first': 'Not met first', 'targets.name': 'Target', 'targets.none': 'No target for this choice.', 'targets.numerator': 'Numerator', 'targets.denominator': 'Denominator', 'targets.value': 'Result', 'targets.target': 'Target',
	'targets.excess': 'Against the target', 'targets.evidence': 'Source', 'targets.assumed': 'assumed', 'targets.missing': 'Months missing', 'targets.basis': 'Basis', 'targets.provisional': 'provisional: a report is not accepted yet', 'targets.table': 'Month by month',
	'targets.now': 'Now: {value} (then: {then})', 'targets.same': 'Still so today.', 'targets.reason': 'Reason', 'targets.no_data': 'no figure', 'targets.missing_short': '{n} {n|month|months} missing', 'targets.units': 'Offices with figures',
};
