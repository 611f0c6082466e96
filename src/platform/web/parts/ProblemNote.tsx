import type { ReactElement } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { Icon } from '../shell/Icon.tsx';
import { useMaybeMe } from '../sync/me.tsx';
import { useHasText, useText } from '../text/TextProvider.tsx';
import { DutyNote } from './DutyNote.tsx';
import styles from './notes.module.css';

/** The words for a problem: its own message, or the one for its kind where a newer server sent a code we do not know. */
export function useProblemText(): (problem: Problem) => string {
  const t = useText();
  const has = useHasText();
  return ({ code, kind, params }) => {
    if (!has(`problem.${code}`)) return t(`web.problem.${kind}`);
    const { duty, ...rest } = params ?? {};
    const named = typeof duty === 'string' && has(`duty.${duty}`) ? { ...rest, duty: t(`duty.${duty}`) } : (params ?? {});
    return t(`problem.${code}`, named);
  };
}

/** What happened, what to do, and whom to ask when it is a matter of duty. */
export function ProblemNote({ problem }: { readonly problem: Problem }): ReactElement {
  const words = useProblemText()(problem);
  const me = useMaybeMe();
  const duty = problem.params?.duty;
  return (
    <div className={`${styles.note} ${styles.problem}`} role="alert">
      <Icon name="warning" />
      <div>
        <p className={styles.text}>{words}</p>
        {me && problem.kind === 'forbidden' && typeof duty === 'string' && <DutyNote duty={duty} />}
      </div>
    </div>
  );
}
