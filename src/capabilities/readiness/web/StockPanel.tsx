import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { DateField, Form, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Num, When } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { correctMovement, countStock, issueStock, receiveStock } from '../commands.ts';
import { type StockLotId, stockLotId, stockMovementId } from '../model.ts';
import { movements, type StockRow } from '../queries.ts';
import { ItemForm } from './ItemForm.tsx';
import styles from './Readiness.module.css';
import { inLanguage } from './words.ts';

type Doing = { readonly what: 'receive' | 'set' } | { readonly what: 'issue' | 'count'; readonly lotId: StockLotId } | null;

/** One item: its lots, what can be done with them, and the ledger behind the balance. */
export function StockPanel({ row, onClose }: { readonly row: StockRow; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const [doing, setDoing] = useState<Doing>(null);
  const done = () => setDoing(null);
  return (
    <SidePanel title={<bdi>{inLanguage(row.name, language)}</bdi>} onClose={onClose}>
      <p>
        <Num value={row.balance} /> <bdi>{row.unit}</bdi>
      </p>
      <DutyNote duty="readiness.stock" />
      <div className="b-line">
        <DutyButton duty="readiness.stock" onClick={() => setDoing({ what: 'receive' })}>
          {t('readiness.receive')}
        </DutyButton>
        <DutyButton duty="readiness.stock" variant="default" onClick={() => setDoing({ what: 'set' })}>
          {t('readiness.edit')}
        </DutyButton>
      </div>
      {doing?.what === 'receive' && <ReceiveForm row={row} onDone={done} />}
      {doing?.what === 'set' && <ItemForm item={row} onDone={done} />}
      <h3>{t('readiness.lots')}</h3>
      <ul className={styles.lots}>
        {row.lots.map((lot) => (
          <li key={lot.id}>
            <div className="b-line">
              <span>
                <Num value={lot.balance} /> <bdi>{row.unit}</bdi> · <bdi>{lot.place}</bdi>
              </span>
              <span className="b-soft">{lot.expiresOn ? <When at={lot.expiresOn} style="date" /> : t('readiness.noExpiry')}</span>
              <Button variant="default" size="compact-sm" onClick={() => setDoing({ what: 'issue', lotId: lot.id })}>
                {t('readiness.issue')}
              </Button>
              <Button variant="default" size="compact-sm" onClick={() => setDoing({ what: 'count', lotId: lot.id })}>
                {t('readiness.count')}
              </Button>
            </div>
            {(doing?.what === 'issue' || doing?.what === 'count') && doing.lotId === lot.id && (
              <MoveForm what={doing.what} lotId={lot.id} onDone={done} />
            )}
          </li>
        ))}
      </ul>
      <Ledger row={row} />
    </SidePanel>
  );
}

const Receive = z.object({
  quantity: z.number().int().min(1).max(10_000_000),
  place: z.string().trim().min(1).max(80),
  expiresOn: z.iso.date().optional(),
  note: z.string().trim().max(200).optional(),
});

function ReceiveForm({ row, onDone }: { readonly row: StockRow; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Receive);
  return (
    <Form
      form={form}
      action={t('readiness.receive')}
      onSubmit={async ({ quantity, place, expiresOn = null, note = '' }) => {
        const same = row.lots.find((lot) => lot.place === place && lot.expiresOn === expiresOn);
        const lotId = same?.id ?? stockLotId.parse(freshId());
        const result = await send(receiveStock, {
          movementId: stockMovementId.parse(freshId()),
          lotId,
          itemId: row.id,
          quantity,
          place,
          expiresOn,
          note,
        });
        if (result.status === 'refused') return result.problem;
        onDone();
        return null;
      }}
    >
      <NumberField form={form} name="quantity" label={t('readiness.quantity')} />
      <TextField form={form} name="place" label={t('readiness.place')} maxLength={80} />
      <DateField form={form} name="expiresOn" label={t('readiness.expiresOn')} optional />
      <TextField form={form} name="note" label={t('readiness.from')} optional maxLength={200} />
    </Form>
  );
}

const Move = z.object({ quantity: z.number().int().min(0).max(10_000_000), note: z.string().trim().max(200).optional() });

function MoveForm({
  what,
  lotId,
  onDone,
}: {
  readonly what: 'issue' | 'count';
  readonly lotId: StockLotId;
  readonly onDone: () => void;
}): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Move);
  return (
    <Form
      form={form}
      action={t(`readiness.${what}`)}
      onSubmit={async ({ quantity, note = '' }) => {
        const movementId = stockMovementId.parse(freshId());
        const result =
          what === 'issue'
            ? await send(issueStock, { movementId, lotId, quantity, note })
            : await send(countStock, { movementId, lotId, counted: quantity, note });
        if (result.status === 'refused') return result.problem;
        onDone();
        return null;
      }}
    >
      <NumberField form={form} name="quantity" label={t(what === 'issue' ? 'readiness.quantity' : 'readiness.counted')} />
      <TextField form={form} name="note" label={t(what === 'issue' ? 'readiness.to' : 'readiness.why')} optional maxLength={200} />
    </Form>
  );
}

function Ledger({ row }: { readonly row: StockRow }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const { rows } = useQueryRows(movements, { itemId: row.id });
  const undo = async (id: string) => {
    const result = await send(correctMovement, { movementId: stockMovementId.parse(freshId()), corrects: stockMovementId.parse(id), note: '' });
    toast(result.status === 'refused' ? t(`problem.${result.problem.code}`, result.problem.params) : t('readiness.undone'));
  };
  return (
    <section className="b-rows" aria-labelledby="ledger">
      <h3 id="ledger">{t('readiness.ledger')}</h3>
      <ul className={styles.lots}>
        {rows.map((line) => (
          <li key={line.id} className="b-line">
            <span>{t(`readiness.movement.${line.kind}`)}</span>
            <Num value={line.quantity} format={{ signDisplay: 'always' }} />
            <When at={line.movedAt} />
            <bdi>{line.note}</bdi>
            {line.corrected && <span className="b-soft">{t('readiness.wasUndone')}</span>}
            {line.kind !== 'correct' && !line.corrected && (
              <Button variant="subtle" size="compact-sm" onClick={() => void undo(line.id)}>
                {t('readiness.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
