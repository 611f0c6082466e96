import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { useConfirm, useToast } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SayButton } from '../../../platform/web/parts/SayButton.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { recordDeparture } from '../commands.ts';
import { endNeed, unlinkCarer } from '../commands-care.ts';
import type { HouseholdPage, Person } from '../queries.ts';
import { CarerForm, NeedForm, ResidentForm } from './forms.tsx';
import { IdentityNumber } from './IdentityNumber.tsx';
import { useRelation } from './words.ts';

interface Props {
  readonly person: Person;
  /** The community's version that is shown: whoever corrects it now knows nothing later. */
  readonly seen: number;
  readonly may: HouseholdPage['may'];
  readonly onOpen: (household: string) => void;
}

/** One resident: what is known, what they need, who looks after them; and what may be done about it. */
export function PersonCard({ person, seen, may, onOpen }: Props): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const confirm = useConfirm();
  const relation = useRelation();
  const [doing, setDoing] = useState<'edit' | 'need' | 'carer' | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const done = () => setDoing(null);
  const leave = async (why: 'moved' | 'died') => {
    if (!(await confirm({ title: t(`register.left.${why}`), text: t('register.leaveText'), action: t(`register.left.${why}`) }))) return;
    const result = await send(recordDeparture, { residentId: person.id, why, basis: seen });
    setRefused(result.status === 'refused' ? result.problem : null);
    if (result.status !== 'refused') toast(t('register.saved'));
  };
  return (
    <li className="b-card b-rows">
      <div className="b-line">
        <strong>
          <PersonText>{person.name}</PersonText>
        </strong>
        {person.otherName && <PersonText>{person.otherName}</PersonText>}
        <bdi className="b-soft">{relation(person.relation)}</bdi>
      </div>
      <div className="b-line b-small">
        {person.sex && <span>{t(`register.sex.${person.sex}`)}</span>}
        {(person.birthDate || person.birthYear) && <span>{t('register.born', { at: person.birthDate ?? String(person.birthYear) })}</span>}
        {person.phone
          .split(' ')
          .filter(Boolean)
          .map((phone) => (
            <a key={phone} href={`tel:${phone}`} dir="ltr">
              {phone}
            </a>
          ))}
      </div>
      <IdentityNumber person={person} may={may.readIdentity} />
      {person.needs === null ? (
        <p className="b-soft b-small">{t('register.needsHidden')}</p>
      ) : (
        person.needs.map((need) => (
          <div key={need.id} className="b-line">
            <strong>{t(`register.need.${need.code}`)}</strong>
            <bdi className="b-soft">{need.detail}</bdi>
            {may.write && (
              <SayButton command={endNeed} payload={{ needId: need.id, basis: seen }}>
                {t('register.endNeed')}
              </SayButton>
            )}
          </div>
        ))
      )}
      {person.carers.map((carer) => (
        <div key={carer.id} className="b-line b-small">
          <span>{t('register.caredBy')}</span>
          <PersonText>{carer.name}</PersonText>
          {carer.phone && (
            <a href={`tel:${carer.phone.split(' ')[0]}`} dir="ltr">
              {carer.phone}
            </a>
          )}
          {carer.door && <bdi>{carer.door}</bdi>}
          {may.write && (
            <SayButton command={unlinkCarer} payload={{ linkId: carer.id }}>
              {t('register.remove')}
            </SayButton>
          )}
        </div>
      ))}
      {person.caresFor.map((other) => (
        <div key={other.id} className="b-line b-small">
          <span>{t('register.caresFor')}</span>
          <Button variant="subtle" size="compact-sm" onClick={() => onOpen(other.householdId)}>
            <PersonText>{other.name}</PersonText>&nbsp;<bdi>{other.door}</bdi>
          </Button>
        </div>
      ))}
      {may.write && (
        <div className="b-line b-noprint">
          {(['edit', 'need', 'carer'] as const).map((what) => (
            <Button
              key={what}
              variant="default"
              size="compact-sm"
              aria-expanded={doing === what}
              onClick={() => setDoing(doing === what ? null : what)}
            >
              {t(`register.do.${what}`)}
            </Button>
          ))}
          {(['moved', 'died'] as const).map((why) => (
            <Button key={why} variant="subtle" size="compact-sm" onClick={() => void leave(why)}>
              {t(`register.left.${why}`)}
            </Button>
          ))}
        </div>
      )}
      {refused && <ProblemNote problem={refused} />}
      {doing === 'edit' && <ResidentForm household={person.householdId} known={{ person, seen }} onDone={done} />}
      {doing === 'need' && <NeedForm resident={person.id} onDone={done} />}
      {doing === 'carer' && <CarerForm resident={person.id} onDone={done} />}
    </li>
  );
}
