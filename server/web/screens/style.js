export {useStyle} from '../dom.js';
