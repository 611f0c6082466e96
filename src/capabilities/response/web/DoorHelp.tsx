import { Button, Textarea } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { HelpKind } from '../model.ts';
import styles from './field.module.css';

/** "Needs help" at a door: for what, in whose words. Fetched when somebody needs it, so that the list of doors opens quickly. */
export default function DoorHelp({
  onSay,
  onCancel,
}: {
  readonly onSay: (kind: HelpKind, note: string) => void;
  readonly onCancel: () => void;
}): ReactElement {
  const t = useText();
  const [note, setNote] = useState('');
  return (
    <div className={styles.help}>
      <p>{t('response.doors.whatHelp')}</p>
      <Textarea
        label={t('response.doors.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={500}
        autosize
        minRows={1}
      />
      <div className={styles.kinds}>
        {HelpKind.options.map((kind) => (
          <Button key={kind} variant="default" className={styles.big} onClick={() => onSay(kind, note)}>
            {t(`response.kind.${kind}`)}
          </Button>
        ))}
      </div>
      <Button variant="subtle" onClick={onCancel}>
        {t('web.cancel')}
      </Button>
    </div>
  );
}
