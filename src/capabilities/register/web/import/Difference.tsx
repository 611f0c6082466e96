import { Button, Checkbox } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { ResidentId } from '../../../../kernel/ids.ts';
import { PersonText } from '../../../../platform/web/text/parts.tsx';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import type { PreviewReport } from '../../import-report.ts';
import { useFieldWords } from './field-words.ts';
import styles from './import.module.css';

interface Props {
  readonly difference: PreviewReport['difference'];
  /** Residents who stay as the register has them. */
  readonly keep: ReadonlySet<ResidentId>;
  readonly onKeep: (keep: ReadonlySet<ResidentId>) => void;
}

const pageSize = 20;

/** What the ledger would change in the register, field by field; each resident can be left as they are. */
export function Difference({ difference, keep, onKeep }: Props): ReactElement {
  const t = useText();
  const words = useFieldWords();
  const [shown, setShown] = useState(pageSize);
  const { changes, changed, unchanged, absent, households, needs, contacts } = difference;
  const toggle = (id: ResidentId, kept: boolean) => {
    const next = new Set(keep);
    if (kept) next.add(id);
    else next.delete(id);
    onKeep(next);
  };
  return (
    <div className="b-rows">
      <ul className={styles.facts}>
        <li>{t('register.import.addsAlso', { households, needs, contacts })}</li>
        <li>{t('register.import.unchanged', { n: unchanged })}</li>
        {absent > 0 && <li>{t('register.import.absent', { n: absent })}</li>}
      </ul>
      {changes.length > 0 && (
        <>
          <h3>{t('register.import.changedList', { n: changed })}</h3>
          <ul className={styles.list}>
            {changes.slice(0, shown).map((change) => (
              <li key={change.id} className={styles.change}>
                <span className="b-line">
                  <strong>
                    <PersonText>{change.name}</PersonText>
                  </strong>
                  <bdi className="b-soft">{change.door}</bdi>
                </span>
                <ul className={styles.fields}>
                  {change.fields.map(({ field, before, after }) => (
                    <li key={field}>
                      <span className="b-soft">{t(`register.field.${field}`)}</span> <del>{<PersonText>{words(field, before)}</PersonText>}</del>{' '}
                      <span aria-hidden="true" className={styles.arrow}>
                        →
                      </span>{' '}
                      <ins>
                        <PersonText>{words(field, after)}</PersonText>
                      </ins>
                    </li>
                  ))}
                  {change.moved && <li>{t('register.import.moved')}</li>}
                </ul>
                <Checkbox
                  label={t('register.import.keep')}
                  checked={keep.has(change.id)}
                  onChange={(event) => toggle(change.id, event.currentTarget.checked)}
                />
              </li>
            ))}
          </ul>
          {shown < changes.length && (
            <div>
              <Button variant="default" onClick={() => setShown(shown + 100)}>
                {t('register.import.more', { n: Math.min(100, changes.length - shown) })}
              </Button>
            </div>
          )}
          {changed > changes.length && <p className="b-soft">{t('register.import.cut', { shown: changes.length, all: changed })}</p>}
        </>
      )}
    </div>
  );
}
