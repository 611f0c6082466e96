import { Button, Group } from '@mantine/core';
import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useText } from '../text/TextProvider.tsx';
import styles from './overlays.module.css';

interface Asked {
  readonly title: string;
  readonly text?: ReactNode;
  /** The verb on the button that does it. */
  readonly action: string;
}
interface Said {
  readonly id: number;
  readonly text: ReactNode;
  readonly undo?: () => void;
}
interface Overlays {
  readonly confirm: (asked: Asked) => Promise<boolean>;
  readonly toast: (text: ReactNode, options?: { readonly undo?: () => void }) => void;
}
const OverlayContext = createContext<Overlays | null>(null);
const toastMs = 8_000;

function useOverlays(): Overlays {
  const overlays = useContext(OverlayContext);
  if (!overlays) throw new Error('used outside of OverlayProvider');
  return overlays;
}

/** `if (await confirm({ title, text, action }))`: only for what cannot be undone or wakes many people. */
export const useConfirm = (): Overlays['confirm'] => useOverlays().confirm;
/** `toast(text, { undo })`: what was just done, and one tap to undo it. Eight seconds, longer while it is pointed at. */
export const useToast = (): Overlays['toast'] => useOverlays().toast;

/** Holds the one dialog and the short messages of the app. */
export function OverlayProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [asked, setAsked] = useState<(Asked & { readonly answer: (yes: boolean) => void }) | null>(null);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const count = useRef(0);
  const confirm = useCallback((question: Asked) => new Promise<boolean>((answer) => setAsked({ ...question, answer })), []);
  const toast = useCallback((text: ReactNode, options?: { readonly undo?: () => void }) => {
    count.current += 1;
    const one: Said = { id: count.current, text, ...options };
    setSaid((all) => [...all.slice(-2), one]);
  }, []);
  const drop = useCallback((id: number) => setSaid((all) => all.filter((one) => one.id !== id)), []);
  const value = useMemo(() => ({ confirm, toast }), [confirm, toast]);
  return (
    <OverlayContext value={value}>
      {children}
      {asked && (
        <Dialog
          asked={asked}
          onAnswer={(yes) => {
            asked.answer(yes);
            setAsked(null);
          }}
        />
      )}
      <div className={`${styles.toasts} b-noprint`} role="status">
        {said.map((one) => (
          <Toast key={one.id} said={one} onDone={drop} />
        ))}
      </div>
    </OverlayContext>
  );
}

function Dialog({ asked, onAnswer }: { readonly asked: Asked; readonly onAnswer: (yes: boolean) => void }): ReactElement {
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="confirm-title"
      onCancel={(event) => {
        event.preventDefault();
        onAnswer(false);
      }}
    >
      <h2 id="confirm-title">{asked.title}</h2>
      {asked.text && <div>{asked.text}</div>}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => onAnswer(false)} autoFocus>
          {t('web.cancel')}
        </Button>
        <Button onClick={() => onAnswer(true)}>{asked.action}</Button>
      </Group>
    </dialog>
  );
}

function Toast({ said, onDone }: { readonly said: Said; readonly onDone: (id: number) => void }): ReactElement {
  const t = useText();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onDone(said.id), toastMs);
    return () => clearTimeout(timer);
  }, [held, said.id, onDone]);
  const { undo } = said;
  return (
    <div
      className={styles.toast}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{said.text}</span>
      {undo && (
        <button
          type="button"
          onClick={() => {
            undo();
            onDone(said.id);
          }}
        >
          {t('web.undo')}
        </button>
      )}
      <button type="button" onClick={() => onDone(said.id)} aria-label={t('web.close')}>
        ×
      </button>
    </div>
  );
}
