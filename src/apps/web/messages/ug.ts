import type { Messages } from '../../../platform/web/text/say.ts';
import { merge } from './merge.ts';

const files = import.meta.glob<Messages>(
  ['../../../platform/messages/ug.json', '../../../platform/web/messages/ug.json', '../../../capabilities/*/messages/ug.json'],
  {
    eager: true,
    import: 'default',
  },
);

export default merge(files);
