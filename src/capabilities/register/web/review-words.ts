import { useCatalogue } from '../../../platform/web/shell/catalogue.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { ResidentField, ReviewKind } from '../model.ts';
import { useFieldWords } from './import/field-words.ts';

/** Words for the values of a conflict, and for what said one where it was no person. */
export function useReviewWords(): {
  readonly value: (kind: ReviewKind, field: string, value: string | null) => string;
  readonly through: (command: string) => string;
} {
  const t = useText();
  const words = useFieldWords();
  const { said } = useCatalogue();
  return {
    value(kind, field, value) {
      if (value === null) return kind === 'needEnd' ? t('register.review.needOver') : '—';
      if (field === 'tenure' || field === 'presence') return t(`register.${field}.${value}`);
      return words(field as ResidentField, value);
    },
    through: (command) => (said[command] ? t(said[command]) : command === 'register.importLedger' ? t('register.import.nav') : '—'),
  };
}
