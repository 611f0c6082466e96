import type { ReactElement } from 'react';
import { z } from 'zod';
import { Form, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addStockItem, setStockItem } from '../commands.ts';
import { type StockItem, stockItemId } from '../model.ts';

const perHead = z.number().min(0).max(1000).optional();
const Fields = z.object({
  zh: z.string().trim().min(1).max(60),
  en: z.string().trim().max(120).optional(),
  ug: z.string().trim().max(120).optional(),
  unit: z.string().trim().min(1).max(20),
  minPerHead: perHead,
  dailyPerHead: perHead,
});

/** Adds an item, or changes one. The figures per head are the community's own; leaving them empty is right when nobody knows. */
export function ItemForm({ item, onDone }: { readonly item?: StockItem; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const form = useForm(
    Fields,
    item
      ? {
          ...item.name,
          unit: item.unit,
          ...(item.minPerHead === null ? {} : { minPerHead: item.minPerHead }),
          ...(item.dailyPerHead === null ? {} : { dailyPerHead: item.dailyPerHead }),
        }
      : {},
  );
  return (
    <Form
      form={form}
      action={t('readiness.save')}
      onSubmit={async ({ zh, en = '', ug = '', unit, minPerHead = null, dailyPerHead = null }) => {
        const result = await send(item ? setStockItem : addStockItem, {
          id: item?.id ?? stockItemId.parse(freshId()),
          name: { zh, en, ug },
          unit,
          minPerHead,
          dailyPerHead,
        });
        if (result.status === 'refused') return result.problem;
        toast(t('readiness.saved'));
        onDone();
        return null;
      }}
    >
      <TextField form={form} name="zh" label={t('readiness.titleZh')} maxLength={60} />
      <TextField form={form} name="en" label={t('readiness.titleEn')} optional maxLength={120} />
      <TextField form={form} name="ug" label={t('readiness.titleUg')} optional maxLength={120} />
      <TextField form={form} name="unit" label={t('readiness.unit')} hint={t('readiness.unitHint')} maxLength={20} />
      <NumberField form={form} name="minPerHead" label={t('readiness.minPerHead')} hint={t('readiness.ownFigure')} optional />
      <NumberField form={form} name="dailyPerHead" label={t('readiness.dailyPerHead')} hint={t('readiness.ownFigure')} optional />
    </Form>
  );
}
