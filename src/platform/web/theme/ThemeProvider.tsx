import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import { type ReactElement, type ReactNode, useEffect } from 'react';
import { useLanguage } from '../text/TextProvider.tsx';
import { applySettings, useSetting } from './settings.ts';
import { cssVariables, theme } from './theme.ts';
import './styles.ts';

/** Wraps the app in the theme: light, dark or as the device has it; mirrored where the language runs right to left. */
export function ThemeProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const { direction } = useLanguage();
  useEffect(applySettings, []);
  return (
    <DirectionProvider initialDirection={direction} detectDirection={false}>
      <Scheme direction={direction}>{children}</Scheme>
    </DirectionProvider>
  );
}

function Scheme({ direction, children }: { readonly direction: 'ltr' | 'rtl'; readonly children: ReactNode }): ReactElement {
  const { setDirection } = useDirection();
  const [scheme] = useSetting('scheme');
  useEffect(() => setDirection(direction), [direction, setDirection]);
  const forced: { forceColorScheme?: 'light' | 'dark' } = scheme === 'light' || scheme === 'dark' ? { forceColorScheme: scheme } : {};
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" {...forced}>
      {children}
    </MantineProvider>
  );
}
