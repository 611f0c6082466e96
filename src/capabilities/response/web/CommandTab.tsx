import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { useConfirm } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { Num, PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { changeLevel, closeIncident, openRound } from '../commands.ts';
import { type ClosingItem, Level } from '../model.ts';
import type { Room } from '../queries.ts';
import { closingChecklist } from '../rules/closing.ts';

/** What the one in command may do: another level, another round, the end. After the end: what was counted and why things were left. */
export function CommandTab({ room }: { readonly room: Room }): ReactElement {
  if (room.closedAt) return <Closed room={room} />;
  return (
    <div className="b-rows">
      <ChangeLevel room={room} />
      <NewRound room={room} />
      <Close room={room} />
    </div>
  );
}

function ChangeLevel({ room }: { readonly room: Room }): ReactElement {
  const t = useText();
  const send = useSend();
  const [level, setLevel] = useState<Level>(room.level);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const change = async () => {
    const answer = await send(changeLevel, { incidentId: room.id as never, from: room.level, level, reason });
    setProblem(answer.status === 'refused' ? answer.problem : null);
    if (answer.status === 'accepted') setReason('');
  };
  return (
    <section className="b-card b-rows" aria-labelledby="change-level">
      <h2 id="change-level">{t('response.command.level')}</h2>
      <Select
        label={t('response.column.level')}
        value={level}
        allowDeselect={false}
        onChange={(value) => setLevel(value as Level)}
        data={Level.options.map((value) => ({ value, label: t('response.levelName', { level: value }) }))}
      />
      <TextInput label={t('response.command.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={300} />
      {problem && <ProblemNote problem={problem} />}
      <DutyButton duty="response.command" disabled={level === room.level || reason.trim() === ''} onClick={() => void change()}>
        {t('response.command.change')}
      </DutyButton>
    </section>
  );
}

function NewRound({ room }: { readonly room: Room }): ReactElement {
  const t = useText();
  const send = useSend();
  const [title, setTitle] = useState('');
  const [audience, setAudience] = useState<'residents' | 'vulnerable'>('residents');
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = async () => {
    const answer = await send(openRound, { roundId: freshId() as never, incidentId: room.id as never, title, audience });
    setProblem(answer.status === 'refused' ? answer.problem : null);
    if (answer.status === 'accepted') setTitle('');
  };
  return (
    <section className="b-card b-rows" aria-labelledby="new-round">
      <h2 id="new-round">{t('response.command.round')}</h2>
      <TextInput label={t('response.command.roundTitle')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} maxLength={120} />
      <Select
        label={t('response.command.audience')}
        value={audience}
        allowDeselect={false}
        onChange={(value) => setAudience(value as typeof audience)}
        data={(['residents', 'vulnerable'] as const).map((value) => ({ value, label: t(`response.audience.${value}`) }))}
      />
      {problem && <ProblemNote problem={problem} />}
      <DutyButton duty="response.command" disabled={title.trim() === ''} onClick={() => void open()}>
        {t('response.command.openRound')}
      </DutyButton>
    </section>
  );
}

function Close({ room }: { readonly room: Room }): ReactElement {
  const t = useText();
  const send = useSend();
  const confirm = useConfirm();
  const [empty, setEmpty] = useState(false);
  const [reasons, setReasons] = useState<Partial<Record<ClosingItem, string>>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const lines = closingChecklist({
    openRequests: room.requestsOpen + room.requestsTaken,
    openTasks: room.tasksOpen,
    vulnerableUnvisited: room.vulnerableUnvisited,
    silentDoors: room.silentDoors,
    sheltersChecked: empty,
  });
  const ready = lines.every((line) => line.met || reasons[line.item]?.trim());
  const close = async () => {
    if (!(await confirm({ title: t('response.command.closeAsk'), text: t('response.command.closeText'), action: t('response.command.close') })))
      return;
    const answer = await send(closeIncident, { incidentId: room.id as never, sheltersEmpty: empty, reasons });
    setProblem(answer.status === 'refused' ? answer.problem : null);
  };
  return (
    <section className="b-card b-rows" aria-labelledby="close-incident">
      <h2 id="close-incident">{t('response.command.checklist')}</h2>
      <Checkbox label={t('response.command.shelters')} checked={empty} onChange={(event) => setEmpty(event.currentTarget.checked)} />
      <ul className="b-rows">
        {lines.map((line) => (
          <li key={line.item} className="b-rows">
            <div className="b-line">
              <StatusMark is={line.met ? 'done' : 'todo'} word={t(`response.closing.${line.item}`)} />
              {!line.met && line.item !== 'shelters' && <Num value={line.open} />}
            </div>
            {!line.met && (
              <TextInput
                label={t('response.command.why', { item: t(`response.closing.${line.item}`) })}
                value={reasons[line.item] ?? ''}
                maxLength={300}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setReasons((before) => ({ ...before, [line.item]: value }));
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {problem && <ProblemNote problem={problem} />}
      <DutyButton duty="response.command" disabled={!ready} onClick={() => void close()}>
        {t('response.command.close')}
      </DutyButton>
    </section>
  );
}

function Closed({ room }: { readonly room: Room }): ReactElement {
  const t = useText();
  const { figures, closing } = room;
  return (
    <section className="b-card b-rows" aria-labelledby="closed-with">
      <h2 id="closed-with">{t('response.command.closedWith')}</h2>
      {figures && (
        <dl>
          {Object.entries<number | null>(figures).map(([name, value]) => (
            <div key={name} className="b-line">
              <dt>{t(`response.figures.${name}`)}</dt>
              <dd>{value === null ? '—' : <Num value={value} />}</dd>
            </div>
          ))}
        </dl>
      )}
      {Object.entries(closing ?? {}).map(([item, reason]) => (
        <p key={item}>
          {t(`response.closing.${item}`)}: <PersonText>{reason}</PersonText>
        </p>
      ))}
      <Button component="a" href="/response" variant="default" className="b-noprint">
        {t('response.nav')}
      </Button>
    </section>
  );
}
