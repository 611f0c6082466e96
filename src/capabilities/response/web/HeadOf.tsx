import type { ReactElement } from 'react';
import type { HouseholdId } from '../../../kernel/ids.ts';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { heads } from '../../register/index.ts';

interface Props {
  readonly household: string;
  /** All households of the list whose door is shared: they are asked about together. */
  readonly among: readonly string[];
}

/** Who heads a household behind a door that several share: asked of the server, if this person may know; nothing without a network. */
export default function HeadOf({ household, among }: Props): ReactElement | null {
  const { may } = useMe();
  const { rows } = useQueryRows(heads, { households: among.slice(0, 500) as HouseholdId[] }, { when: may(heads.duty ?? ''), keep: true });
  const name = rows.find((row) => row.id === household)?.headName;
  if (!name) return null;
  return (
    <>
      {' · '}
      <PersonText>{name}</PersonText>
    </>
  );
}
