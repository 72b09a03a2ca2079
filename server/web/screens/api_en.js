// The texts of the screen API in English.
export default {
	'api.told': 'This page uses the API below and nothing else; anyone may replace it. The whole contract:', 'api.search': 'Search', 'api.count': '{n} {n|operation|operations}', 'api.member': 'Member', 'api.type': 'Type', 'api.meaning': 'Meaning', 'api.required': 'required',
	'api.nobody': 'Needs no token', 'api.roles': 'Roles: {roles}', 'api.any': 'any role', 'api.may': 'you may', 'api.may_not': 'not for you', 'api.parameters': 'Parameters', 'api.body': 'Body', 'api.answer': 'Answer', 'api.statuses': 'Statuses',
	'api.send': 'Send', 'api.dry': 'Try, write nothing', 'api.write': 'Write', 'api.was_dry': 'a dry run: nothing is written', 'api.headers': 'Headers of the answer', 'api.not_json': 'The body is not JSON.', 'api.bytes': '{n} bytes, {type}', 'api.no_try': 'This cannot be tried here; use the line below.',
};
