// The texts of the administration in English.
export default {
	'all': 'All', 'admin.tab.units': 'Offices', 'admin.tab.persons': 'People', 'admin.tab.limits': 'Exclusions', 'admin.tab.users': 'Users', 'admin.tab.tokens': 'Tokens', 'admin.tab.periods': 'Periods', 'admin.tab.unlocks': 'Unlocked',
	'admin.tab.years': 'Work years', 'admin.tab.clusters': 'Clusters', 'admin.tab.imports': 'Imported files', 'admin.tab.files': 'Catalogue', 'admin.none_so': 'There is nothing like that. Ask for less.', 'admin.import': 'Import a file',
	'admin.open_year': 'Open a new year', 'admin.theirs': 'Somebody else just wrote: {value}. Save again to keep what stands here.', 'admin.f.q': 'Search', 'admin.f.unit': 'Office (code)', 'admin.f.unit_name': 'Office',
	'admin.f.name_vi': 'Name', 'admin.f.evidence': 'Source', 'admin.f.reason': 'Reason', 'admin.f.id': 'Number', 'admin.f.year': 'Year', 'admin.f.role': 'Role', 'admin.f.expires_at': 'Expires', 'admin.f.revoked_at': 'Revoked',
	'admin.f.cluster': 'Code', 'admin.f.at': 'At', 'admin.tab.targets': 'Targets', 'admin.tab.sheets': 'Score sheets', 'admin.tab.windows': 'Award seasons', 'admin.tab.backups': 'Backups',
};
