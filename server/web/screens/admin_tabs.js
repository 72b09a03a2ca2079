// What the tabs of the administration show and do: lists, records and steps of the contract, as data.
//
// A field is a name with what it holds, as in fields.js; its label is the text `admin.f.NAME`. `key` is the member that names a record in its path.

/**
 * @typedef {Object} Step
 * @property {string} op  The operation; who may not do it does not see its button. Its label is `admin.op.OP`.
 * @property {string} [method]  POST when not said.
 * @property {(item: Object) => string} path
 * @property {string[]} [fields]
 * @property {string[]} [inPath]  Fields that go into the path and not into the body.
 * @property {(item: Object) => boolean} [when]
 * @property {string} [once]  The member of the answer that is shown once.
 * @property {boolean} [bare]  Takes no body.
 *
 * @typedef {Object} Tab
 * @property {string} path
 * @property {string} key
 * @property {string} [op]  What one must be allowed to see it; `list_..` of most is for all.
 * @property {string[]} columns
 * @property {string[]} [filters]
 * @property {Step} [create]
 * @property {Step} [replace]
 * @property {Step[]} [steps]
 * @property {string} [imports]  The operation that takes it as a file; the path is `{path}/import`.
 * @property {boolean} [whole]  The list has all there is of a record: it is not asked for again.
 */

const at = (path, key, more = '') => (item) => `${path}/${encodeURIComponent(item[key])}${more}`;
const open = (item) => !item.revoked_at;

/** @type {Object<string, Tab>} */
export const TABS = {
	units: {
		path: '/units', key: 'unit', filters: ['q:search', 'level:@unit_level'], columns: ['unit', 'name_vi', 'level:@unit_level', 'parent', 'valid_from:date', 'valid_to:date'], imports: 'import_units',
		create: {op: 'create_unit', path: () => '/units', fields: ['unit', 'level:@unit_level', 'parent', 'name_vi', 'admin_code', 'valid_from:date', 'valid_to:date', 'successor', 'evidence']},
		replace: {op: 'replace_unit', method: 'PUT', path: at('/units', 'unit'), fields: ['name_vi', 'name_valid_from:date', 'level:@unit_level', 'parent', 'admin_code', 'valid_from:date', 'valid_to:date', 'successor', 'evidence']},
	},
	persons: {
		path: '/persons', key: 'id', filters: ['q:search', 'unit', 'status:@person_status'], columns: ['full_name', 'staff_code', 'birth_date:date', 'unit_name', 'position', 'status:@person_status'], imports: 'import_persons',
		create: {op: 'create_person', path: () => '/persons', fields: ['full_name', 'staff_code', 'birth_date:date', 'unit', 'position', 'from_date:date']},
		replace: {op: 'replace_person', method: 'PUT', path: at('/persons', 'id'), fields: ['full_name', 'staff_code', 'birth_date:date', 'status:@person_status', 'to_date:date']},
		steps: [
			{op: 'post_person', path: at('/persons', 'id', '/postings'), fields: ['unit', 'position', 'from_date:date']},
			{op: 'create_discipline', path: at('/persons', 'id', '/disciplines'), fields: ['measure:@discipline', 'violation_date:date', 'decision_date:date', 'document', 'charged_year:int']},
			{op: 'merge_person', path: at('/persons', 'id', '/merge'), fields: ['into:int', 'reason:area']},
		],
	},
	limits: {
		path: '/exclusions', key: 'unit', filters: ['year:int', 'unit'], columns: ['unit_name', 'year', 'reason', 'document', 'lifted_on:date', 'lift_reason'], whole: true,
		create: {op: 'exclude_unit', method: 'PUT', path: ({unit, year}) => `/units/${encodeURIComponent(unit)}/exclusions/${year}`, fields: ['unit', 'year:int', 'reason:area', 'document'], inPath: ['unit', 'year']},
		steps: [{op: 'lift_exclusion', path: ({unit, year}) => `/units/${unit}/exclusions/${year}/lift`, fields: ['reason:area'], when: (item) => !item.lifted_on}],
	},
	users: {
		path: '/users', key: 'user', op: 'list_users', filters: ['q:search', 'role:@role'], columns: ['user', 'full_name', 'unit_name', 'role:@role', 'active:bool', 'one_time_until:instant'],
		create: {op: 'create_user', path: () => '/users', fields: ['user', 'full_name', 'unit', 'role:@role', 'person:int'], once: 'one_time_password'},
		replace: {op: 'replace_user', method: 'PUT', path: at('/users', 'user'), fields: ['full_name', 'unit', 'role:@role', 'person:int', 'active:bool']},
		steps: [
			{op: 'change_password', path: at('/users', 'user', '/password'), once: 'one_time_password'},
			{op: 'end_user_sessions', method: 'DELETE', path: at('/users', 'user', '/sessions'), bare: true},
		],
	},
	tokens: {
		path: '/tokens', key: 'id', op: 'list_tokens', filters: ['unit', 'role:@role'], columns: ['label', 'unit_name', 'role:@role', 'expires_at:instant', 'last_used:instant', 'revoked_at:instant'], whole: true,
		create: {op: 'create_token', path: () => '/tokens', fields: ['unit', 'role:@role', 'label', 'days:int'], once: 'token'},
		steps: [
			{op: 'renew_token', path: at('/tokens', 'id', '/renew'), once: 'token', bare: true, when: open},
			{op: 'revoke_token', method: 'DELETE', path: at('/tokens', 'id'), bare: true, when: open},
		],
	},
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
		path: '/clusters', key: 'cluster', filters: ['q:search', 'year:int'], columns: ['cluster', 'name_vi', 'year', 'lead', 'deputy', 'state:@cluster_state'], imports: 'import_clusters',
		create: {op: 'create_cluster', path: () => '/clusters', fields: ['issuer', 'kind:@cluster_kind', 'number:int', 'year:int', 'name_vi', 'evidence']},
		replace: {op: 'replace_cluster', method: 'PUT', path: at('/clusters', 'cluster'), fields: ['name_vi', 'evidence']},
		steps: [
			{op: 'set_leaders', method: 'PUT', path: at('/clusters', 'cluster', '/leaders'), fields: ['lead', 'deputy']},
			{op: 'set_member', method: 'PUT', path: ({cluster, unit}) => `/clusters/${cluster}/members/${encodeURIComponent(unit)}`, fields: ['unit', 'role:@member_role'], inPath: ['unit']},
			{op: 'remove_member', method: 'DELETE', path: ({cluster, unit}) => `/clusters/${cluster}/members/${encodeURIComponent(unit)}`, fields: ['unit'], inPath: ['unit'], bare: true},
			{op: 'step_cluster_back', path: at('/clusters', 'cluster', '/step-back'), fields: ['reason:area'], when: (item) => item.state !== 'planned'},
		],
	},
	imports: {
		path: '/imports', key: 'id', op: 'list_imports', filters: ['unit'], columns: ['operation:@import_operation', 'unit_name', 'actor', 'at:instant', 'created', 'updated', 'undone_at:instant'],
		steps: [{op: 'undo_import', path: at('/imports', 'id', '/undo'), fields: ['reason:area'], when: (item) => !item.undone_at}],
	},
};

/** The lists of the catalogue that go down as a file and come up again: name, the path, and what takes them. */
export const FILES = [
	['areas', 'import_areas'], ['elements', 'import_elements'], ['identities', 'import_identities'], ['indicators', 'import_indicators'], ['targets', 'import_targets'], ['holidays', 'import_holidays'],
	['memberships', 'import_memberships'], ['regimes', 'import_regimes'], ['regime-params', 'import_regime_params'], ['award-types', 'import_award_types'], ['award-aliases', 'import_award_aliases'], ['award-rules', 'import_award_rules'],
];
