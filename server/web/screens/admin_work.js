// What the administration shows and does of the calendar, clusters, targets and score sheets; as in admin_people.js.

const at = (path, key, more = '') => (item) => `${path}/${encodeURIComponent(item[key])}${more}`;
const open = (item) => !item.revoked_at;
const drafted = (item) => item.state === 'draft';
const SHEET = ['name_vi', 'doc_no', 'total_max:decimal', 'bonus_cap:decimal', 'deduction_cap:decimal', 'grain:decimal', 'tie_order', 'self_due:date', 'cross_due:date', 'appraisal_due:date', 'objection_days:int', 'evidence'];
const TARGET = ['comparator:@comparator', 'value:decimal', 'doc_no', 'evidence', 'note'];
const WINDOW = ['registration_from:date', 'registration_to:date', 'review_from:date', 'review_to:date'];

/** @type {Object<string, import('./admin_people.js').Tab>} */
export const TABS = {
	periods: {
		path: '/periods', key: 'period', filters: ['year:int', 'state:@period_state'], columns: ['period:period', 'start_date:date', 'end_date:date', 'due_district:instant', 'due_province:instant', 'state:@period_state'],
		replace: {op: 'replace_period', method: 'PUT', path: at('/periods', 'period'), fields: ['due_district:instant', 'due_province:instant', 'due_evidence']},
		steps: [
			{op: 'close_period', path: at('/periods', 'period', '/close'), bare: true, when: (item) => item.state === 'open'},
			{op: 'lock_period', path: at('/periods', 'period', '/lock'), bare: true, when: (item) => ['open', 'closed'].includes(item.state)},
			{op: 'reopen_period', path: at('/periods', 'period', '/reopen'), bare: true, when: (item) => ['closed', 'locked'].includes(item.state)},
		],
	},
	unlocks: {
		path: '/lock-exceptions', key: 'id', filters: ['unit', 'year:int'], columns: ['unit_name', 'period:period', 'reason', 'expires_at:instant', 'revoked_at:instant'], whole: true,
		create: {op: 'create_lock_exception', path: () => '/lock-exceptions', fields: ['unit', 'period', 'expires_at:instant', 'reason:area']},
		steps: [{op: 'revoke_lock_exception', method: 'DELETE', path: at('/lock-exceptions', 'id'), bare: true, when: open}],
	},
	years: {
		path: '/work-years', key: 'year', columns: ['year', 'start_date:date', 'end_date:date', 'n_periods', 'note'], imports: 'import_work_years', whole: true,
		create: {op: 'create_work_year', path: () => '/work-years', fields: ['year:int', 'start_date:date', 'end_date:date', 'n_periods:int', 'note']},
	},
	clusters: {
		path: '/clusters', key: 'cluster', filters: ['q:search', 'year:int'], columns: ['name_vi', 'issuer_name', 'year', 'lead_name', 'deputy_name', 'state:@cluster_state'], imports: 'import_clusters',
		create: {op: 'create_cluster', path: () => '/clusters', fields: ['issuer', 'kind:@cluster_kind', 'number:int', 'year:int', 'name_vi', 'evidence']},
		replace: {op: 'replace_cluster', method: 'PUT', path: at('/clusters', 'cluster'), fields: ['name_vi', 'evidence']},
		steps: [
			{op: 'set_leaders', method: 'PUT', path: at('/clusters', 'cluster', '/leaders'), fields: ['lead', 'deputy']},
			{op: 'set_member', method: 'PUT', path: ({cluster, unit}) => `/clusters/${cluster}/members/${encodeURIComponent(unit)}`, fields: ['unit', 'role:@member_role'], inPath: ['unit']},
			{op: 'remove_member', method: 'DELETE', path: ({cluster, unit}) => `/clusters/${cluster}/members/${encodeURIComponent(unit)}`, fields: ['unit'], inPath: ['unit'], bare: true},
			{op: 'step_cluster_back', path: at('/clusters', 'cluster', '/step-back'), fields: ['reason:area'], when: (item) => item.state !== 'planned'},
		],
	},
	targets: {
		path: '/targets', key: 'id', filters: ['year:int', 'unit', 'basis:@basis'], columns: ['indicator_name', 'unit_name', 'basis:@basis', 'comparator:@comparator', 'value:decimal', 'year', 'drafted_from'], imports: 'import_targets', blank: {unit_name: 'admin.every_unit'},
		create: {op: 'create_target', path: () => '/targets', fields: ['year:int', 'indicator', 'unit', 'basis:@basis', ...TARGET]},
		replace: {op: 'replace_target', method: 'PUT', path: at('/targets', 'id'), fields: TARGET},
	},
	sheets: {
		path: '/score-sheets', key: 'id', filters: ['year:int'], columns: ['name_vi', 'issuer_name', 'year', 'audience:@sheet_audience', 'version', 'state:@score_sheet_state', 'total_max:decimal'], more: true,
		create: {op: 'create_score_sheet', path: () => '/score-sheets', fields: ['year:int', 'audience:@sheet_audience', ...SHEET, 'reason:area']},
		replace: {op: 'replace_score_sheet', method: 'PUT', path: at('/score-sheets', 'id'), fields: SHEET, when: drafted},
		steps: [
			{op: 'issue_score_sheet', path: at('/score-sheets', 'id', '/issue'), bare: true, when: drafted},
			{op: 'discard_score_sheet', path: at('/score-sheets', 'id', '/discard'), bare: true, when: drafted},
			{op: 'retire_score_sheet', path: at('/score-sheets', 'id', '/retire'), fields: ['reason:area'], when: (item) => item.state === 'issued'},
		],
	},
	windows: {
		path: '/award-windows', key: 'year', columns: ['year', ...WINDOW],
		replace: {op: 'replace_award_window', method: 'PUT', path: at('/award-windows', 'year'), fields: WINDOW},
	},
	backups: {
		path: '/backups', key: 'at', columns: ['state:@backup_state', 'at:instant', 'file', 'bytes', 'failure:@backup_failure'], whole: true, unpaged: true,
		create: {op: 'create_backup', path: () => '/backups', bare: true},
	},
};

/** The lists of the catalogue that go down as a file and come up again: name, the path, and what takes them. */
export const FILES = [
	['areas', 'import_areas'], ['elements', 'import_elements'], ['identities', 'import_identities'], ['indicators', 'import_indicators'], ['holidays', 'import_holidays'],
	['memberships', 'import_memberships'], ['regimes', 'import_regimes'], ['regime-params', 'import_regime_params'], ['award-types', 'import_award_types'], ['award-aliases', 'import_award_aliases'], ['award-rules', 'import_award_rules'],
];
