import { useSyncExternalStore } from 'react';

/** What a reader chooses for this device. Nothing personal: it stays in the browser's local storage. */
const defaults = { language: '', scheme: 'auto', type: 'normal', contrast: 'auto' } as const;
export type Setting = keyof typeof defaults;

const listeners = new Set<() => void>();

/** Null where nothing was chosen or the browser keeps nothing (private windows). */
export function readSetting(name: Setting): string | null {
  try {
    return localStorage.getItem(`banyan.${name}`);
  } catch {
    return null;
  }
}

/** Keeps a choice; where the browser keeps nothing, it lasts until the page closes. */
export function writeSetting(name: Setting, value: string): void {
  try {
    localStorage.setItem(`banyan.${name}`, value);
  } catch {
    unkept.set(name, value);
  }
  applySettings();
  for (const listener of listeners) listener();
}
const unkept = new Map<Setting, string>();

const current = (name: Setting): string => unkept.get(name) ?? readSetting(name) ?? defaults[name];

/** One setting, live. */
export function useSetting(name: Setting): readonly [string, (value: string) => void] {
  const value = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current(name),
  );
  return [value, (next) => writeSetting(name, next)];
}

/** Puts type size and contrast on the document; the colour scheme is Mantine's to apply. */
export function applySettings(): void {
  document.documentElement.dataset.type = current('type');
  document.documentElement.dataset.contrast = current('contrast');
}
