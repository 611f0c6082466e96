import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Form, LongTextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { SayButton } from '../../../platform/web/parts/SayButton.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { answerOffice, stateOffice } from '../commands-offices.ts';
import { OfficeGround, officeId } from '../model-standing.ts';
import type { Signed, StandingRow } from '../queries-mandates.ts';
import { type OfficeRow, offices } from '../queries-standing.ts';
import { statutoryKinds } from '../rules/mandates.ts';
import styles from './Community.module.css';
import { useSave } from './useSave.ts';

/**
 * On what ground an organisation takes part by law, who said so and who agreed. Until a second person has agreed it is one like any other,
 * whatever kind it is called.
 */
export function OfficePart({ row }: { readonly row: StandingRow }): ReactElement | null {
  const t = useText();
  const { rows } = useQueryRows(offices, { organisationId: row.organisationId }, { when: statutoryKinds.has(row.kind) });
  const [doing, setDoing] = useState<'state' | 'decline' | null>(null);
  if (!statutoryKinds.has(row.kind)) return null;
  const [last] = rows.filter((one) => one.state !== 'withdrawn');
  if (row.byLaw && !last) return null;
  const stop = () => setDoing(null);
  const [post] = last?.mayAnswer ?? [];
  return (
    <section className="b-rows" aria-label={t('community.office')}>
      <h3>{t('community.office')}</h3>
      {!row.byLaw && <p className="b-small">{t('community.office.what')}</p>}
      {last && <Ground office={last} />}
      {doing === 'state' ? (
        <StateForm organisationId={row.organisationId} onDone={stop} />
      ) : doing === 'decline' && last && post ? (
        <DeclineForm office={last} positionId={post.positionId} onDone={stop} />
      ) : (
        <div className="b-line b-noprint">
          {last && post && (
            <>
              <SayButton
                command={answerOffice}
                payload={{ officeId: last.id, positionId: post.positionId, agrees: true, reason: '' }}
                variant="filled"
              >
                {t('community.office.agree', { post: `${post.organisation} · ${post.title}` })}
              </SayButton>
              <Button variant="default" size="compact-md" onClick={() => setDoing('decline')}>
                {t('community.office.decline')}
              </Button>
            </>
          )}
          {!row.byLaw && (
            <DutyButton duty="community.manage" variant="default" size="compact-md" onClick={() => setDoing('state')}>
              {t(last ? 'community.office.stateAnew' : 'community.office.state')}
            </DutyButton>
          )}
        </div>
      )}
    </section>
  );
}

function Ground({ office }: { readonly office: OfficeRow }): ReactElement {
  const t = useText();
  const name = (signed: Signed | null) =>
    signed ? (
      <>
        <bdi>{`${signed.organisation} · ${signed.title}`}</bdi> <PersonText>{signed.name}</PersonText>{' '}
        <span className="b-soft b-small">
          <When at={signed.at} style="date" />
        </span>
      </>
    ) : (
      <span className="b-attention">{t('community.office.waits')}</span>
    );
  return (
    <dl className={styles.facts}>
      <dt>{t('community.office.basis')}</dt>
      <dd>
        <PersonText>{office.basis}</PersonText>
      </dd>
      <dt>{t('community.office.stated')}</dt>
      <dd>{name(office.stated)}</dd>
      <dt>{t(office.state === 'declined' ? 'community.office.declined' : 'community.office.agreed')}</dt>
      <dd>{name(office.answered)}</dd>
      {office.answerReason && (
        <>
          <dt>{t('community.office.reason')}</dt>
          <dd>
            <PersonText>{office.answerReason}</PersonText>
          </dd>
        </>
      )}
    </dl>
  );
}

const Basis = z.object({ basis: OfficeGround });

function StateForm({
  organisationId,
  onDone,
}: {
  readonly organisationId: StandingRow['organisationId'];
  readonly onDone: () => void;
}): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(Basis);
  return (
    <Form
      form={form}
      action={t('community.office.state')}
      onSubmit={({ basis }) => save(stateOffice, { id: officeId.parse(freshId()), organisationId, basis })}
      secondary={<Cancel onClick={onDone} />}
    >
      <LongTextField form={form} name="basis" label={t('community.office.basis')} hint={t('community.office.basisHint')} rows={3} />
    </Form>
  );
}

const Reason = z.object({ reason: z.string().trim().min(1).max(400) });

function DeclineForm({
  office,
  positionId,
  onDone,
}: {
  readonly office: OfficeRow;
  readonly positionId: OfficeRow['mayAnswer'][number]['positionId'];
  readonly onDone: () => void;
}): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(Reason);
  return (
    <Form
      form={form}
      action={t('community.office.decline')}
      onSubmit={({ reason }) => save(answerOffice, { officeId: office.id, positionId, agrees: false, reason })}
      secondary={<Cancel onClick={onDone} />}
    >
      <LongTextField form={form} name="reason" label={t('community.office.reason')} rows={2} />
    </Form>
  );
}

function Cancel({ onClick }: { readonly onClick: () => void }): ReactElement {
  const t = useText();
  return (
    <Button variant="default" onClick={onClick}>
      {t('web.cancel')}
    </Button>
  );
}
