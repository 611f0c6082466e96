import { Button, Group } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import type { Problem } from '../../../kernel/result.ts';
import { Form, TextField } from '../parts/fields.tsx';
import { useForm } from '../parts/form.ts';
import { useConfirm } from '../parts/overlays.tsx';
import { useLink, useLinkState } from '../sync/LinkProvider.tsx';
import { isEasyPin, pinLength } from '../sync/pin.ts';
import { askToPersist } from '../sync/storage.ts';
import { useText } from '../text/TextProvider.tsx';

const digits = z
  .string()
  .trim()
  .regex(new RegExp(`^\\d{${pinLength.min},${pinLength.max}}$`));
const Chosen = z.object({ pin: digits, again: digits });
const Typed = z.object({ pin: z.string().trim().regex(/^\d+$/) });

interface SetProps {
  readonly onDone?: () => void;
  readonly secondary: { readonly word: string; readonly act: () => void };
}

/** A new PIN, twice. Needs the network: half of the key is the server's. */
export function SetPinForm({ onDone, secondary }: SetProps): ReactElement {
  const t = useText();
  const { custody } = useLink();
  const form = useForm(Chosen);
  const set = async ({ pin, again }: z.infer<typeof Chosen>): Promise<Problem | null> => {
    if (pin !== again) return { code: 'web.pinDiffers', kind: 'invalid' };
    if (isEasyPin(pin)) return { code: 'web.pinEasy', kind: 'invalid' };
    if (!(await custody.setPin(pin))) return { code: 'web.pinAway', kind: 'conflict' };
    // From here on something is kept that should not be cleared when the phone runs short of room.
    await askToPersist();
    onDone?.();
    return null;
  };
  return (
    <Form
      form={form}
      action={t('web.pin.set')}
      onSubmit={set}
      secondary={
        <Button variant="subtle" onClick={secondary.act}>
          {secondary.word}
        </Button>
      }
    >
      <TextField
        form={form}
        name="pin"
        label={t('web.pin.pin')}
        hint={t('web.pin.hint')}
        kind="password"
        inputMode="numeric"
        maxLength={pinLength.max}
      />
      <TextField form={form} name="again" label={t('web.pin.again')} kind="password" inputMode="numeric" maxLength={pinLength.max} />
    </Form>
  );
}

/** Opens what this device keeps. A forgotten PIN costs the copy, never what is unsent. */
export function EnterPinForm({ secondary }: Pick<SetProps, 'secondary'>): ReactElement {
  const t = useText();
  const confirm = useConfirm();
  const { custody } = useLink();
  const { vault } = useLinkState();
  const form = useForm(Typed);
  const unlock = async ({ pin }: z.infer<typeof Typed>): Promise<Problem | null> => {
    const how = await custody.unlock(pin);
    return how === 'wrong' ? { code: 'web.pinWrong', kind: 'forbidden', params: { n: custody.triesLeft } } : null;
  };
  const forgotten = async () => {
    if (await confirm({ title: t('web.pin.forgotten'), text: t('web.pin.forgottenText'), action: t('web.pin.forgottenDo') })) await custody.dropPin();
  };
  return (
    <>
      <Form form={form} action={t('web.pin.open')} onSubmit={unlock}>
        <TextField form={form} name="pin" label={t('web.pin.pin')} kind="password" inputMode="numeric" maxLength={pinLength.max} />
      </Form>
      {vault.triesLeft <= 5 && <p role="status">{t('web.pin.triesLeft', { n: vault.triesLeft })}</p>}
      <Group>
        <Button variant="subtle" onClick={secondary.act}>
          {secondary.word}
        </Button>
        <Button variant="subtle" onClick={() => void forgotten()}>
          {t('web.pin.forgotten')}
        </Button>
      </Group>
    </>
  );
}
