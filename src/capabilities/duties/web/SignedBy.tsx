import type { ReactElement } from 'react';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Signed } from '../../community/index.ts';

/** A name under something: post, person and day; or that it still waits for one. */
export function SignedBy({ signed }: { readonly signed: Signed | null }): ReactElement {
  const t = useText();
  if (!signed) return <span className="b-attention">{t('duties.mandate.unsigned')}</span>;
  return (
    <span className="b-line">
      <bdi>{`${signed.organisation} · ${signed.title}`}</bdi>
      <PersonText>{signed.name}</PersonText>
      <span className="b-soft b-small">
        <When at={signed.at} style="date" />
      </span>
    </span>
  );
}
