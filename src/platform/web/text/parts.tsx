import type { ReactElement, ReactNode } from 'react';
import { useNow } from './clock.ts';
import { type MomentStyle, sayAgo, sayMoment, sayNumber } from './moments.ts';
import { useLanguage } from './TextProvider.tsx';

type At = string | number | Date;

/** "12 minutes ago", kept current; the exact time on hover and for machines. */
export function Ago({ at }: { readonly at: At }): ReactElement {
  const { language } = useLanguage();
  const now = useNow(30_000);
  const moment = new Date(at);
  return (
    <time dateTime={iso(moment)} title={sayMoment(language, moment, 'full')}>
      {sayAgo(language, moment, now)}
    </time>
  );
}

/** A moment in words, in one of the styles of {@link MomentStyle}. */
export function When({ at, style = 'short' }: { readonly at: At; readonly style?: MomentStyle }): ReactElement {
  const { language } = useLanguage();
  const moment = new Date(at);
  return <time dateTime={iso(moment)}>{sayMoment(language, moment, style)}</time>;
}

/** A number with grouping and figures of one width, left to right in every language. */
export function Num({ value, format }: { readonly value: number; readonly format?: Intl.NumberFormatOptions }): ReactElement {
  const { language } = useLanguage();
  return (
    <bdi className="b-num" dir="ltr">
      {sayNumber(language, value, format)}
    </bdi>
  );
}

/** So many of so many, `943 / 4,826`: in this order from left to right in every language, as the slash is read. */
export function Share({ of, all }: { readonly of: number; readonly all: number }): ReactElement {
  return (
    <bdi dir="ltr">
      <Num value={of} /> / <Num value={all} />
    </bdi>
  );
}

/** People's own text (names, notes, titles): isolated, so that its direction cannot disturb ours. */
export function PersonText({ children }: { readonly children: ReactNode }): ReactElement {
  return <bdi>{children}</bdi>;
}

const iso = (moment: Date) => (Number.isNaN(moment.getTime()) ? undefined : moment.toISOString());
