import type { Messages } from '../../../platform/web/text/say.ts';
import { merge } from './merge.ts';

const files = import.meta.glob<Messages>(
  ['../../../platform/messages/en.json', '../../../platform/web/messages/en.json', '../../../capabilities/*/messages/en.json'],
  {
    eager: true,
    import: 'default',
  },
);

export default merge(files);
