// The texts of the wizard in English.
export default {
	'year.told': 'The new year takes from the year before: its periods, clusters with members, targets (as drafts). What is there stays.', 'year.part': 'What', 'year.new': 'New', 'year.there': 'There', 'year.work_years': 'Work year',
	'year.periods': 'Periods', 'year.clusters': 'Clusters', 'year.members': 'Members', 'year.targets': 'Targets', 'year.done': 'Year {year} is open', 'year.next': 'What comes next', 'year.next_periods': 'Look at the due times',
	'year.next_clusters': 'Name leads and deputies', 'year.next_files': 'Import holidays, put targets into force',
};
