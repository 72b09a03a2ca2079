// What the administration shows and does of offices and of those who work there: lists, records and steps of the contract, as data.
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
 * @property {Object<string, {key: string, steps: Step[]}>} [rows]  Steps of the rows of a member; their `path` takes the record and the row.
 * @property {boolean} [more]  There is more of a record than its members: admin_more.js has it.
 * @property {Object<string, string>} [blank]  What stands in a column where a member is empty: a text by its name.
 * @property {boolean} [whole]  The list has all there is of a record: it is not asked for again.
 */

const at = (path, key, more = '') => (item) => `${path}/${encodeURIComponent(item[key])}${more}`;
const open = (item) => !item.revoked_at;

/** @type {Object<string, Tab>} */
export const TABS = {
	units: {
		path: '/units', key: 'unit', filters: ['q:search', 'level:@unit_level'], columns: ['name_vi', 'unit', 'level:@unit_level', 'parent', 'valid_from:date', 'valid_to:date'], imports: 'import_units',
		create: {op: 'create_unit', path: () => '/units', fields: ['unit', 'level:@unit_level', 'parent', 'name_vi', 'admin_code', 'valid_from:date', 'valid_to:date', 'successor', 'evidence']},
		replace: {op: 'replace_unit', method: 'PUT', path: at('/units', 'unit'), fields: ['name_vi', 'name_valid_from:date', 'level:@unit_level', 'parent', 'admin_code', 'valid_from:date', 'valid_to:date', 'successor', 'evidence']},
		more: true,
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
		rows: {
			postings: [{op: 'correct_posting', method: 'PUT', path: (item, row) => `/persons/${item.id}/postings/${row.from_date}`, fields: ['unit', 'position', 'from_date:date', 'to_date:date']}],
			disciplines: [
				{op: 'replace_discipline', method: 'PUT', path: (item, row) => `/persons/${item.id}/disciplines/${row.id}`, fields: ['measure:@discipline', 'violation_date:date', 'decision_date:date', 'document', 'charged_year:int'], when: (row) => !row.annulled_on},
				{op: 'annul_discipline', path: (item, row) => `/persons/${item.id}/disciplines/${row.id}/annul`, fields: ['reason:area'], when: (row) => !row.annulled_on},
			],
		},
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
	imports: {
		path: '/imports', key: 'id', op: 'list_imports', filters: ['unit'], columns: ['operation:@import_operation', 'unit_name', 'actor', 'at:instant', 'created', 'updated', 'undone_at:instant'],
		steps: [{op: 'undo_import', path: at('/imports', 'id', '/undo'), fields: ['reason:area'], when: (item) => !item.undone_at}],
	},
};
