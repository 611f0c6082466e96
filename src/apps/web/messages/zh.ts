import type { Messages } from '../../../platform/web/text/say.ts';
import { merge } from './merge.ts';

const files = import.meta.glob<Messages>(
  ['../../../platform/messages/zh.json', '../../../platform/web/messages/zh.json', '../../../capabilities/*/messages/zh.json'],
  {
    eager: true,
    import: 'default',
  },
);

export default merge(files);
