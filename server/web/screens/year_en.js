// The texts of the screens Cluster and Scores in English.
export default {
	'step.step_back': 'one step back', 'step.object': 'object', 'step.answer': 'answer objections', 'step.submit_self': 'hand over own scores', 'step.resolve': 'record the results',
	'cluster.year': '{year}', 'cluster.none': 'There is no cluster in {year}. The administration sets one up.',
	'f.signed_on': 'Signed on', 'f.reason': 'Reason',
	'f.minutes': 'Minutes',
};
