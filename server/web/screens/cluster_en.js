// The texts of the screen Cluster in English; those that it shares with Scores are in year_en.js.
export default {
	'papers': 'Documents', 'papers.none': 'There are no documents.', 'papers.drop': 'Drop a PDF, JPEG or PNG here, or choose one:',
	'cluster.lead': 'Lead', 'cluster.deputy': 'Deputy', 'cluster.members': '{n} {n|member|members}', 'cluster.steps': 'Steps of the year',
	'cluster.skipped': 'not held', 'cluster.next': 'What comes next:', 'cluster.over': 'nothing, the year is over.', 'cluster.waits': 'waiting for {lead} ({step}).',
	'part.pact': 'Pact', 'part.registrations': 'Registrations', 'part.conferences': 'Conferences', 'part.practices': 'Practices', 'part.tasks': 'Tasks', 'part.dossier': 'File of the year',
	'pact.make': 'Draft a pact', 'pact.none': 'There is no pact.', 'pact.signed': '{signed} of {members} offices have signed', 'pact.since': 'in force since {date}', 'pact.unsigned': 'Not signed: {units}.', 'pact.contents': '{n} {n|content|contents}',
	'registrations.none': 'No office has registered.', 'registrations.count': '{n} registered', 'conference.make': 'Record a conference', 'conference.none': 'There was no conference.', 'conference.present': '{n} present',
	'practice.make': 'Add a practice', 'practice.none': 'No practice is shared.', 'practice.taken': 'taken up by {n}', 'task.make': 'Add a task', 'task.none': 'There are no tasks.', 'task.propose': 'Propose from targets missed',
	'task.propose_told': 'Each target that a member missed becomes a proposed task; those that are there already do not.', 'dossier.make': 'Begin the file', 'dossier.none': 'There is no file of the year.', 'dossier.missing': '{n} {n|thing is|things are} missing:', 'dossier.whole': 'It is whole and can be finished.',
	'dossier.write': 'Write', 'dossier.finish': 'Finish',
	'f.lead': 'Lead of the next year (code)', 'f.deputy': 'Deputy of the next year (code)', 'f.signer_name': 'Signer', 'f.signer_title': 'Title of the signer', 'f.plan': 'Plan', 'f.recognised_on': 'Recognised on', 'f.document': 'Document',
	'f.theme': 'Theme', 'f.plan_no': 'Plan number', 'f.contents': 'Contents', 'f.kind': 'Kind', 'f.held_on': 'Day', 'f.place': 'Place', 'f.chair_name': 'Chair', 'f.chair_title': 'Title of the chair', 'f.secretary_name': 'Secretary', 'f.secretary_title': 'Title of the secretary',
	'f.guests': 'Present', 'f.summary': 'Summary', 'f.title': 'Title', 'f.problem': 'Problem', 'f.solution': 'Solution', 'f.result': 'Result', 'f.since': 'Since', 'f.change': 'Change', 'f.text': 'Text', 'f.origin': 'Comes from', 'f.due_on': 'Due', 'f.unit': 'Office',
	'f.number': 'Document number', 'f.recipients': 'Recipients',
	'hint.lead': 'Blank where the next year has one.', 'hint.deputy': 'Blank where the next year has one.', 'hint.contents': 'One a line.', 'hint.guests': 'A line each: name; title; code of the office, if any.', 'hint.recipients': 'One a line.',
};
