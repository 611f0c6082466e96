import type { Messages } from '../../../platform/web/text/say.ts';
import { merge } from './merge.ts';

const files = import.meta.glob<Messages>('../../../capabilities/*/messages/desk/en.json', { eager: true, import: 'default' });

export default merge(files);
