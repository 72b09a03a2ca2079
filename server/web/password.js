// A password of one's own: in place of the one that is good once, or when one likes.
import {send} from './api.js';
import {ask, el, fill} from './dom.js';
import {form} from './form.js';
import {signOut, told} from './signin.js';
import {t} from './words.js';

const SECRET = {type: 'password', autocomplete: 'new-password'};

/**
 * @param {string} user
 * @param {string|null} [once]  The password that has to be changed, as it was just typed; null when it has to be, and was typed before.
 *   Without it one may go back.
 * @returns {Promise<boolean>} whether it was changed
 */
export async function changePassword(user, once) {
	const needed = once !== undefined;
	const fields = form([
		...(once ? [] : [{name: 'old_password', label: t('password.old'), type: 'password', autocomplete: 'current-password'}]),
		{...SECRET, name: 'new_password', label: t('password.new'), hint: t('password.hint')},
		{...SECRET, name: 'again', label: t('password.again')},
	]);
	const fault = el('p', {class: 'fault', role: 'alert'});

	async function change() {
		const {again, new_password, old_password = once} = fields.values();
		const differs = again === new_password ? [] : [{pointer: '/again', detail: t('password.differs')}];
		fill(fault);
		if (fields.faults(differs), differs.length) return false;
		try {
			await send('POST', `/users/${user}/password`, {body: {old_password, new_password}, once: true});
			return true;
		} catch (problem) {
			const rest = fields.faults(problem.errors || []);
			fill(fault, (rest.length > 0 || !problem.errors?.length) && told(problem));
			return false;
		}
	}
	for (;;) {
		const answer = await ask({
			title: t('password.title'), body: [needed && el('p', {}, t('password.needed', {user})), fields.node, fault],
			actions: [{value: 'go', label: t('password.go'), main: true}, {value: 'no', label: t(needed ? 'signin.out' : 'cancel')}],
			act: (value) => value === 'no' || change(),
		});
		if (answer === 'go') return true;
		if (!needed) return false;
		if (answer === 'no') await signOut();
	}
}
