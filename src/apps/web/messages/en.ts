import { merge } from './merge.ts';

const files = import.meta.glob<Record<string, string>>(
  ['../../../platform/messages/en.json', '../../../platform/web/messages/en.json', '../../../capabilities/*/messages/en.json'],
  {
    eager: true,
    import: 'default',
  },
);

export default merge(files);
