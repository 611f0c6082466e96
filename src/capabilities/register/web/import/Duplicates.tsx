import { Button } from '@mantine/core';
import { type ReactElement, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useToast } from '../../../../platform/web/parts/overlays.tsx';
import { ProgressBar } from '../../../../platform/web/parts/ProgressBar.tsx';
import { Icon } from '../../../../platform/web/shell/Icon.tsx';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import type { DuplicateQuestion } from '../../import-report.ts';
import styles from './import.module.css';
import { SideBySide } from './SideBySide.tsx';

export type Answers = ReadonlyMap<number, 'one' | 'both'>;

interface Props {
  readonly questions: readonly DuplicateQuestion[];
  readonly answers: Answers;
  readonly onAnswers: (answers: Answers) => void;
}

/** Puts rows that look like one person before a person, one pair at a time. Keys: 1 one person, 2 two people, arrows back and on. */
export function Duplicates({ questions, answers, onAnswers }: Props): ReactElement {
  const t = useText();
  const toast = useToast();
  const [at, setAt] = useState(0);
  const question = questions[at];
  const sure = questions.filter(({ index, reason }) => reason === 'sameIdAndName' && !answers.has(index));

  const say = (said: Answers, text: string) => {
    onAnswers(said);
    toast(text, { undo: () => onAnswers(answers) });
  };
  const acceptSure = () =>
    say(new Map([...answers, ...sure.map(({ index }) => [index, 'one'] as const)]), t('register.import.acceptedSure', { n: sure.length }));
  const answer = (choice: 'one' | 'both') => {
    if (!question) return;
    onAnswers(new Map([...answers, [question.index, choice]]));
    setAt(Math.min(at + 1, questions.length - 1));
  };
  const later = () => {
    if (!question) return;
    const rest = new Map(answers);
    rest.delete(question.index);
    onAnswers(rest);
    setAt(Math.min(at + 1, questions.length - 1));
  };
  const move = (step: number) => setAt(Math.max(0, Math.min(questions.length - 1, at + step)));
  const pair = useRef<HTMLFieldSetElement>(null);
  const byKey = useEffectEvent((event: KeyboardEvent) => {
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    if (event.key === '1') answer('one');
    else if (event.key === '2') answer('both');
    else if (event.key === '3') later();
    else if (event.key === forward) move(1);
    else if (event.key === back) move(-1);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => byKey(event);
    const group = pair.current;
    group?.addEventListener('keydown', listen);
    return () => group?.removeEventListener('keydown', listen);
  }, []);
  if (!question) return <p>{t('register.import.noDuplicates')}</p>;
  const said = answers.get(question.index);
  const choice = (is: 'one' | 'both', words: string) => (
    <Button variant={said === is ? 'filled' : 'default'} aria-pressed={said === is} onClick={() => answer(is)}>
      {words}
    </Button>
  );
  return (
    <div className="b-rows">
      {sure.length > 0 && (
        <div className={styles.sure}>
          <p>{t('register.import.sure', { n: sure.length })}</p>
          <Button leftSection={<Icon name="check" />} onClick={acceptSure}>
            {t('register.import.acceptSure')}
          </Button>
        </div>
      )}
      <ProgressBar
        label={t('register.import.decided')}
        value={answers.size}
        max={questions.length}
        words={t('register.import.ofAll', { n: answers.size, all: questions.length })}
      />
      <fieldset ref={pair} className={styles.pair}>
        <legend className="b-hidden">{t('register.import.pair', { n: at + 1, all: questions.length })}</legend>
        <div className={styles.pairHead}>
          <strong>{t('register.import.pair', { n: at + 1, all: questions.length })}</strong>
          <span className="b-soft">{t(`register.reason.${question.reason}`)}</span>
          <span className={styles.steps}>
            <Button variant="default" disabled={at === 0} onClick={() => move(-1)} aria-label={t('register.import.before')}>
              <Icon name="back" />
            </Button>
            <Button variant="default" disabled={at === questions.length - 1} onClick={() => move(1)} aria-label={t('register.import.next')}>
              <Icon name="forward" />
            </Button>
          </span>
        </div>
        <SideBySide rows={question.rows} />
        <div className={styles.choices}>
          {choice('one', t('register.import.one'))}
          {choice('both', t('register.import.both'))}
          <Button variant="subtle" onClick={later}>
            {t('register.import.later')}
          </Button>
        </div>
        <p className={`b-soft b-small ${styles.keys}`}>{t('register.import.keys')}</p>
      </fieldset>
    </div>
  );
}
