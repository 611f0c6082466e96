import { Fragment, type ReactElement, type ReactNode } from 'react';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Signed } from '../../community/index.ts';
import styles from './Duties.module.css';
import { SignedBy } from './SignedBy.tsx';

interface Props {
  /** For whom somebody has put it, and who. */
  readonly put: readonly [whom: ReactNode, signed: Signed];
  /** For whom somebody answers, and who has (null: nobody yet); null where no name is waited for. */
  readonly answered: readonly [whom: ReactNode, signed: Signed | null] | null;
  /** Why it was declined or ended; empty where nobody said. */
  readonly reason: string;
}

/** Rows of a list of facts: both names under something, and the reason that was given when it was declined or ended. */
export function NamesUnder({ put, answered, reason }: Props): ReactElement {
  const t = useText();
  return (
    <>
      {[put, ...(answered ? [answered] : [])].map(([whom, signed], i) => (
        <Fragment key={i === 0 ? 'put' : 'answered'}>
          <dt>{whom}</dt>
          <dd>
            <SignedBy signed={signed} />
          </dd>
        </Fragment>
      ))}
      {reason && <WordsUnder title={t('duties.mandate.why')} words={reason} />}
    </>
  );
}

/** A row of a list of facts in somebody's own words. */
export function WordsUnder({ title, words }: { readonly title: ReactNode; readonly words: string }): ReactElement {
  return (
    <>
      <dt>{title}</dt>
      <dd className={styles.words}>
        <PersonText>{words}</PersonText>
      </dd>
    </>
  );
}
