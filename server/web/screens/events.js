// What the event log tells, in words: what was done, and with what. Its texts are events_vi.js and events_en.js.
import {hasText, t, word} from '../words.js';

/** `accept_report` in the word of its verb: "tiếp nhận". @param {{action: string}} event */
export function doneText({action}) {
	const verb = action.split('_')[0];
	const known = word('event', verb);
	return [`did.${action}`, known === verb && `did.${verb}`].filter(Boolean).map((key) => hasText(key) && t(key)).find(Boolean) || (known === verb ? action.replaceAll('_', ' ') : known);
}

/** /movements/3/participants/gialai as people say it, as far as it has words. @param {string} object */
export const objectText = (object) => object.split('/').slice(1).map((part) => (hasText(`object.${part}`) ? t(`object.${part}`) : part)).join(' ');
