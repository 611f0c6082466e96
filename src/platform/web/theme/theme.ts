import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** Deep teal; step 8 (#0f5c5a) on white has 7.6:1, so it also serves for text. */
const teal: MantineColorsTuple = ['#eaf5f4', '#d5e9e7', '#a9d4d0', '#7fc2bc', '#5cb0a9', '#3b948e', '#237b76', '#176a67', '#0f5c5a', '#0a4645'];

/** Filled buttons take ground and letters from our tokens, which keep 4.5:1 in every scheme. */
const variantColors: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled' || (input.color && input.color !== 'teal')) return colours;
  return { ...colours, background: 'var(--b-primary)', hover: 'var(--b-primary-hover)', color: 'var(--b-on-primary)' };
};

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 8, dark: 2 },
  autoContrast: true,
  colors: { teal },
  black: '#1f1d1a',
  defaultRadius: 6,
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  fontFamily: 'var(--b-font)',
  headings: { fontFamily: 'var(--b-font)', fontWeight: '600' },
  fontSizes: {
    xs: 'var(--b-type-small)',
    sm: 'var(--b-type-body)',
    md: 'var(--b-type-body)',
    lg: 'var(--b-type-lead)',
    xl: 'var(--b-type-title)',
  },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  variantColorResolver: variantColors,
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Modal: { defaultProps: { transitionProps: { duration: 150 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 150 } } },
  },
});

/** Lets Mantine's parts wear our tokens, in both schemes. Errors are plum, because red belongs to warnings. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--b-ground)',
    '--mantine-color-text': 'var(--b-ink)',
    '--mantine-color-dimmed': 'var(--b-ink-soft)',
    '--mantine-color-placeholder': 'var(--b-ink-soft)',
    '--mantine-color-anchor': 'var(--b-link)',
    '--mantine-color-error': 'var(--b-attention)',
    '--mantine-color-default': 'var(--b-surface)',
    '--mantine-color-default-hover': 'var(--b-sunken)',
    '--mantine-color-default-color': 'var(--b-ink)',
    '--mantine-color-default-border': 'var(--b-line-strong)',
    '--mantine-primary-color-filled': 'var(--b-primary)',
    '--mantine-primary-color-contrast': 'var(--b-on-primary)',
    '--mantine-color-teal-filled': 'var(--b-primary)',
    '--mantine-color-teal-text': 'var(--b-link)',
    '--mantine-color-teal-light-color': 'var(--b-link)',
    '--mantine-color-teal-outline': 'var(--b-link)',
  };
  return { variables: {}, light: shared, dark: shared };
};
