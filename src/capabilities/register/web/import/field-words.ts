import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import { type ResidentField, relations } from '../../model.ts';

/** Words for what a field of a resident says: codes become words, the rest stays as it is. */
export function useFieldWords(): (field: ResidentField, value: string | null) => string {
  const t = useText();
  return (field, value) => {
    if (!value) return '—';
    if (field === 'sex') return t(`register.sex.${value}`);
    if (field === 'relation' && relations.some((code) => code === value)) return t(`register.relation.${value}`);
    return value;
  };
}
