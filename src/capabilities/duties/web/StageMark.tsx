import type { ReactElement } from 'react';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Stage } from '../../community/index.ts';

const shapes: Readonly<Record<Stage, Status>> = {
  none: 'done',
  registered: 'todo',
  assessed: 'doing',
  offered: 'doing',
  mandated: 'done',
  inCommand: 'done',
  lapsed: 'late',
};

/** Where an organisation stands on its way to a lawful place. */
export function StageMark({ stage }: { readonly stage: Stage }): ReactElement {
  const t = useText();
  return <StatusMark is={shapes[stage]} word={t(`community.stage.${stage}`)} />;
}
