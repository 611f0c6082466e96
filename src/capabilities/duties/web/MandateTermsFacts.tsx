import { Fragment, type ReactElement } from 'react';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { RequestRow } from '../../community/index.ts';

type Terms = Pick<RequestRow, 'duties' | 'grids' | 'tiers'> & { readonly levels: readonly string[] | null };

/** Rows of a list of facts: which duties, where, at which levels, and which personal data a mandate is about. */
export function MandateTermsFacts({ terms }: { readonly terms: Terms }): ReactElement {
  const t = useText();
  const rows: readonly (readonly [title: string, words: string])[] = [
    ['duties', terms.duties.map((code) => t(`duty.${code}`)).join(' · ')],
    [
      'where',
      [
        terms.grids === null ? t('duties.mandate.everywhere') : t('duties.mandate.inGrids', { n: terms.grids.length }),
        ...(terms.levels ? [t('duties.onlyFor', { what: terms.levels.join(' · ') })] : []),
      ].join(' · '),
    ],
    ['tiers', terms.tiers.length === 0 ? t('duties.tier.none') : terms.tiers.map((tier) => t(`duties.tier.${tier}`)).join(' · ')],
  ];
  return (
    <>
      {rows.map(([title, words]) => (
        <Fragment key={title}>
          <dt>{t(`duties.mandate.${title}`)}</dt>
          <dd>{words}</dd>
        </Fragment>
      ))}
    </>
  );
}
