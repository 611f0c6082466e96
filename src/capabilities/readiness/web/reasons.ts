import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { ProposalRow } from '../queries.ts';

/** Why a plan is proposed, one sentence for each reason. */
export function useReason(): (reason: ProposalRow['reasons'][number]) => string {
  const t = useText();
  return (reason) => {
    switch (reason.kind) {
      case 'area':
        return t('readiness.reason.area');
      case 'event':
        return t('readiness.reason.event', { word: reason.word });
      case 'headline':
        return t('readiness.reason.headline', { word: reason.word });
      case 'colour':
        return t('readiness.reason.colour', { colour: t(`readiness.colour.${reason.colour}`) });
      case 'levelWord':
        return t('readiness.reason.levelWord', { word: reason.word });
      case 'expired':
        return t('readiness.reason.expired');
      default:
        return reason satisfies never;
    }
  };
}
