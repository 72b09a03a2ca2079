// What people read: the texts of the page (vi.js, en.js), the contract's words (`/words`), numbers and dates.
import {send} from './api.js';

const KEPT = 'thidua.language';

/** What is said before anybody is signed in, in both languages; vi.js and en.js have the texts of the screens. */
const SHELL = {
	'screens': ['Màn hình', 'Screens'],
	'skip': ['Đến nội dung', 'To the content'],
	'loading': ['Đang tải…', 'Loading…'],
	'close': ['Đóng', 'Close'],
	'cancel': ['Quay lại', 'Back'],
	'reload': ['Tải lại', 'Reload'],
	'back': ['Về Hôm nay', 'To Today'],
	'failed': ['Không thực hiện được', 'That did not work'],
	'request': ['Mã yêu cầu:', 'Request:'],
	'fault': ['Lỗi:', 'Error:'],
	'no_screen': ['Không có màn hình này', 'There is no such screen'],
	'no_screen_detail': ['Địa chỉ không thuộc màn hình nào.', 'The address belongs to no screen.'],
	'offline': ['Mất kết nối với máy chủ. Số đang nhập được giữ trên máy này; trang sẽ tự thử lại.', 'The server cannot be reached. What you type is kept on this machine; the page tries again by itself.'],
	'waiting': ['Máy chủ đang bận, thử lại sau {n} giây.', 'The server is busy; trying again in {n} {n|second|seconds}.'],
	'signin.out': ['Đăng xuất', 'Sign out'],
	'signin.title': ['Đăng nhập', 'Sign in'],
	'signin.again': ['Phiên làm việc đã kết thúc. Những gì đang nhập vẫn còn trên màn hình.', 'The session has ended. What you were typing is still on the screen.'],
	'signin.user': ['Tên đăng nhập', 'User'],
	'signin.password': ['Mật khẩu', 'Password'],
	'signin.paste': ['Dán mã truy cập', 'Paste an access token'],
	'signin.token': ['Mã truy cập hoặc mã đăng nhập một lần', 'Access token, or a code for one sign-in'],
	'signin.token_hint': ['Mã truy cập bắt đầu bằng td_. Trang không lưu mã này.', 'A token begins with td_. The page does not store it.'],
	'signin.go': ['Đăng nhập', 'Sign in'],
	'signin.wait': ['Thử lại từ {at}.', 'Try again from {at} on.'],
	'signin.offline': ['Không kết nối được với máy chủ.', 'The server cannot be reached.'],
	'password.title': ['Đổi mật khẩu', 'Change password'],
	'password.needed': ['Mật khẩu vừa dùng của {user} chỉ để đổi lấy mật khẩu mới.', 'The password of {user} is only there to be changed.'],
	'password.old': ['Mật khẩu đang dùng', 'Password that you have'],
	'password.new': ['Mật khẩu mới', 'New password'],
	'password.again': ['Nhập lại mật khẩu mới', 'New password again'],
	'password.hint': ['Ít nhất 12 ký tự; một câu mà chỉ mình biết.', 'At least 12 characters; a sentence that only you know.'],
	'password.differs': ['Hai lần nhập không giống nhau.', 'The two differ.'],
	'password.go': ['Đổi mật khẩu', 'Change password'],
};

/** Stands in the address of every file of the page; answers that go with it may be kept. */
const BUILD = import.meta.url.split('/').at(-2);

let texts = {};
let signedIn = false;
/** @type {Map<string, {word: string, vi: string, en: string}[]>}  By group. */
const known = new Map();

/** @type {'vi'|'en'} */
export let language = localStorage.getItem(KEPT) === 'en' ? 'en' : 'vi';

/** Takes the texts of the language, of the screens too when they may be seen; the choice stays on this machine. @param {'vi'|'en'} [chosen] */
export async function useLanguage(chosen = language) {
	if (signedIn) texts = (await import(`./${chosen}.js`)).default;
	language = chosen;
	localStorage.setItem(KEPT, chosen);
	document.documentElement.lang = chosen;
}

/** The texts that a screen brings along, beside it. @param {string} name */
export async function useTexts(name) {
	Object.assign(texts, (await import(`./screens/${name}_${language}.js`)).default);
}

/** The texts of the screens, for who may see them. */
export function useScreenTexts() {
	signedIn = true;
	return useLanguage();
}

/** The words of these enums, each asked for once. @param {string[]} groups */
export async function useWords(groups) {
	const lacking = groups.filter((group) => !known.has(group));
	if (!lacking.length) return;
	const {data} = await send('GET', '/words', {query: {group: lacking.join(','), build: BUILD}, keep: true});
	for (const group of lacking) known.set(group, data.items.filter((item) => item.group === group));
}

/** @param {string} group */
function wordsIn(group) {
	if (!known.has(group)) console.error(`The words of ${group} were not asked for: see SCREENS in app.js.`);
	return known.get(group) || [];
}

/**
 * A text of the page: `t('bar.faults', {n: 3})`. A text with forms, `{n|lỗi|lỗi}`, takes the first for one, else the second.
 * @param {string} key @param {Object<string, *>} [values]
 */
export function t(key, values = {}) {
	return (texts[key] ?? SHELL[key]?.[language === 'vi' ? 0 : 1] ?? key).replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (all, name, one, many) =>
		one === undefined ? String(values[name] ?? '') : values[name] === 1 ? one : many);
}

/** Whether the page has a text of this key. @param {string} key */
export const hasText = (key) => key in texts;

/** A word of an enum as people say it: `word('month_state', 'accepted')`. @param {string} group @param {string|null} value */
export function word(group, value) {
	return value ? wordsIn(group).find((item) => item.word === value)?.[language] ?? value : '';
}

/** The words of an enum with their texts, for a choice. @param {string} group @returns {[string, string][]} */
export const wordsOf = (group) => wordsIn(group).map((item) => [item.word, item[language]]);

/** The name of an element, area or unit in the language of the page. @param {{name?: string, name_vi?: string, name_en?: string|null}} item */
export const nameOf = (item) => (language === 'en' && item.name_en) || item.name || item.name_vi || '';

const point = () => (language === 'en' ? ',' : '.');

/** 1144 -> 1.144; a blank is "–". @param {number|null|undefined} value */
export function number(value) {
	if (value === null || value === undefined) return '–';
	const [whole, part] = String(value).replace('-', '').split('.');
	const sign = Number(value) < 0 ? '−' : '';
	return sign + whole.replace(/\B(?=(\d{3})+$)/g, point()) + (part ? (language === 'en' ? '.' : ',') + part : '');
}

/** +5, −3, 0. @param {number} value */
export const signed = (value) => (value > 0 ? '+' : '') + number(value);

/** 75.32 of "%" -> 75,32%; pieces as they are. @param {number|null} value @param {string} measure */
export function measured(value, measure) {
	if (value === null) return '–';
	return measure === '%' ? number(Number(value).toFixed(2)) + '%' : number(value);
}

/** An instant as Vietnam's clocks have it, in the form of one of UTC. @param {string} instant */
const there = (instant) => new Date(Date.parse(instant) + 7 * 3600e3).toISOString();

/** 2021-07-05 -> 05/07/2021; of an instant the day in Vietnam. @param {string|null} date */
export const day = (date) => (date ? (date.includes('T') ? there(date) : date).slice(0, 10).split('-').reverse().join('/') : '');

/** An instant as a clock in Vietnam shows it: 16:00 05/07/2021. @param {string|null} instant */
export function moment(instant) {
	if (!instant) return '';
	return `${there(instant).slice(11, 16)} ${day(instant)}`;
}

/** 2021-06 -> 6/2021, shortly 6/21; 2021-H1 and 2021-Y in words. @param {string} period @param {boolean} [shortly] */
export function periodName(period, shortly) {
	const [year, part] = period.split('-');
	if (part === 'Y') return t('period.year', {year});
	if (part === 'H1') return t('period.half', {year});
	return `${Number(part)}/${shortly ? year.slice(2) : year}`;
}

/** The month before or after. @param {string} month @param {number} by */
export function monthBeside(month, by) {
	const [year, part] = month.split('-').map(Number);
	const at = new Date(Date.UTC(year, part - 1 + by, 1));
	return at.toISOString().slice(0, 7);
}
