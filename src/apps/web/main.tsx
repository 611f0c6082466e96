import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../platform/web/shell/App.tsx';
import type { SliceDoor } from '../../platform/web/shell/doors.ts';
import type { Language } from '../../platform/web/text/languages.ts';
import type { Messages } from '../../platform/web/text/say.ts';

/** Every slice that has a `web.ts` is part of the app. */
const slices = Object.values(import.meta.glob<SliceDoor>('../../capabilities/*/web.ts', { eager: true }));

const messageFiles: Readonly<Record<Language, () => Promise<{ readonly default: Messages }>>> = {
  zh: () => import('./messages/zh.ts'),
  en: () => import('./messages/en.ts'),
  ug: () => import('./messages/ug.ts'),
};

/** Words of pages made for the desk: phones fetch them when such a page is opened. */
const deskFiles: typeof messageFiles = {
  zh: () => import('./messages/desk-zh.ts'),
  en: () => import('./messages/desk-en.ts'),
  ug: () => import('./messages/desk-ug.ts'),
};

const loadDeskMessages = (language: Language): Promise<Messages> => deskFiles[language]().then((file) => file.default);

async function loadMessages(language: Language): Promise<Messages> {
  const [file, ...words] = await Promise.all([messageFiles[language](), ...slices.map((slice) => slice.words?.(language))]);
  return words.reduce<Messages>((all, more) => ({ ...all, ...more }), file.default);
}

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App slices={slices} loadMessages={loadMessages} loadDeskMessages={loadDeskMessages} />
    </StrictMode>,
  );
