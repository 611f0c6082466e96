import { Button, type ButtonProps } from '@mantine/core';
import { type ReactElement, type ReactNode, useState } from 'react';
import { useMe } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import { DutyNote } from './DutyNote.tsx';
import styles from './notes.module.css';

interface Props extends Omit<ButtonProps, 'children'> {
  readonly duty: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A button for those who hold the duty. For the others it stays readable, does nothing, and says why and whom to ask. */
export function DutyButton({ duty, onClick, children, ...rest }: Props): ReactElement {
  const t = useText();
  const { may } = useMe();
  const [asked, setAsked] = useState(false);
  if (may(duty))
    return (
      <Button {...rest} onClick={onClick}>
        {children}
      </Button>
    );
  return (
    <div>
      <Button {...rest} variant="default" aria-expanded={asked} onClick={() => setAsked(!asked)}>
        {children} · {t('web.duty.whoMay')}
      </Button>
      {asked && (
        <div className={styles.note} role="status">
          <div>
            <p className={styles.text}>{t('web.duty.notYours')}</p>
            <DutyNote duty={duty} />
          </div>
        </div>
      )}
    </div>
  );
}
