import { Button, Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { duties } from '../../duties/index.ts';
import { writePlan } from '../commands.ts';
import { ActionKind, Audience, Colour, hazards, Level, type PlanAction, type PlanId, type PlanText, planId, type Words } from '../model.ts';
import type { PlanPage } from '../queries.ts';
import styles from './Readiness.module.css';
import { useHazard } from './words.ts';

const empty: Words = { zh: '', en: '', ug: '' };
const newAction = (order: number): PlanAction => ({
  order,
  title: empty,
  text: null,
  duty: 'public.inform',
  withinMin: 60,
  audience: 'positions',
  kind: 'task',
});

interface Props {
  readonly before?: PlanPage;
  /** Called with the plan when it was written, with null when the person turned away. */
  readonly onDone: (written: PlanId | null) => void;
}

/** Writes the next edition of a plan, or a new plan. The edition before stays readable. */
export function PlanEditor({ before, onDone }: Props): ReactElement {
  const t = useText();
  const send = useSend();
  const hazard = useHazard();
  const [text, setText] = useState<PlanText>(
    () => before ?? { hazard: 'flood', level: 'III', title: empty, trigger: { words: [], colours: [], levelWords: [] }, actions: [newAction(1)] },
  );
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const set = (change: Partial<PlanText>) => setText((now) => ({ ...now, ...change }));
  const setAction = (index: number, change: Partial<PlanAction>) =>
    set({ actions: text.actions.map((action, i) => (i === index ? { ...action, ...change } : action)) });
  const save = async () => {
    setBusy(true);
    const id = before?.id ?? planId.parse(freshId());
    const { hazard: about, level, title, trigger } = text;
    const actions = text.actions.toSorted((a, b) => a.withinMin - b.withinMin).map((action, i) => ({ ...action, order: i + 1 }));
    const result = await send(writePlan, {
      planId: id,
      baseEdition: before?.editions[0]?.edition ?? 0,
      text: { hazard: about, level, title, trigger, actions },
      note,
    });
    setBusy(false);
    if (result.status === 'refused') setProblem(result.problem);
    else onDone(id);
  };
  return (
    <form
      className="b-rows"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className={styles.fields}>
        <TextInput
          label={t('readiness.titleZh')}
          value={text.title.zh}
          required
          maxLength={200}
          onChange={(e) => set({ title: { ...text.title, zh: e.currentTarget.value } })}
        />
        <TextInput
          label={t('readiness.titleEn')}
          value={text.title.en}
          maxLength={200}
          onChange={(e) => set({ title: { ...text.title, en: e.currentTarget.value } })}
        />
        <TextInput
          label={t('readiness.titleUg')}
          value={text.title.ug}
          dir="rtl"
          maxLength={200}
          onChange={(e) => set({ title: { ...text.title, ug: e.currentTarget.value } })}
        />
        <NativeSelect
          label={t('readiness.hazard')}
          value={text.hazard}
          data={[...new Set([...hazards, text.hazard])].map((value) => ({ value, label: hazard(value) }))}
          onChange={(e) => set({ hazard: e.currentTarget.value })}
        />
        <NativeSelect
          label={t('readiness.level')}
          value={text.level}
          data={Level.options}
          onChange={(e) => set({ level: Level.parse(e.currentTarget.value) })}
        />
      </div>
      <TextInput
        label={t('readiness.triggerWords')}
        description={t('readiness.triggerWordsHint')}
        defaultValue={text.trigger.words.join(t('web.comma'))}
        onChange={(e) =>
          set({
            trigger: {
              ...text.trigger,
              words: e.currentTarget.value
                .split(/[、,，;；]/)
                .map((w) => w.trim())
                .filter(Boolean),
            },
          })
        }
      />
      <Checkbox.Group
        label={t('readiness.triggerColours')}
        value={text.trigger.colours}
        onChange={(value) => set({ trigger: { ...text.trigger, colours: Colour.options.filter((colour) => value.includes(colour)) } })}
      >
        <div className="b-line">
          {Colour.options.map((colour) => (
            <Checkbox key={colour} value={colour} label={t(`readiness.colour.${colour}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <h2>{t('readiness.actions')}</h2>
      <ol className={styles.editor}>
        {text.actions.map((action, index) => (
          <li key={action.order} className="b-card b-rows">
            <Textarea
              autosize
              minRows={1}
              label={t('readiness.titleZh')}
              required
              value={action.title.zh}
              onChange={(e) => setAction(index, { title: { ...action.title, zh: e.currentTarget.value } })}
            />
            <div className={styles.fields}>
              <TextInput
                label={t('readiness.titleEn')}
                value={action.title.en}
                onChange={(e) => setAction(index, { title: { ...action.title, en: e.currentTarget.value } })}
              />
              <TextInput
                label={t('readiness.titleUg')}
                dir="rtl"
                value={action.title.ug}
                onChange={(e) => setAction(index, { title: { ...action.title, ug: e.currentTarget.value } })}
              />
              <NumberInput
                label={t('readiness.withinField')}
                min={0}
                max={20160}
                value={action.withinMin}
                onChange={(value) => setAction(index, { withinMin: Number(value) || 0 })}
              />
              <NativeSelect
                label={t('readiness.kind')}
                value={action.kind}
                data={ActionKind.options.map((value) => ({ value, label: t(`readiness.kind.${value}`) }))}
                onChange={(e) => setAction(index, { kind: ActionKind.parse(e.currentTarget.value) })}
              />
              <NativeSelect
                label={t('readiness.audience')}
                value={action.audience}
                data={Audience.options.map((value) => ({ value, label: t(`readiness.audience.${value}`) }))}
                onChange={(e) => setAction(index, { audience: Audience.parse(e.currentTarget.value) })}
              />
              <NativeSelect
                label={t('readiness.duty')}
                value={action.duty}
                data={duties.map(({ code }) => ({ value: code, label: t(`duty.${code}`) }))}
                onChange={(e) => setAction(index, { duty: e.currentTarget.value })}
              />
            </div>
            <div className="b-line">
              <Button
                variant="default"
                size="compact-sm"
                disabled={text.actions.length === 1}
                onClick={() => set({ actions: text.actions.filter((_, i) => i !== index) })}
              >
                {t('readiness.removeAction')}
              </Button>
            </div>
          </li>
        ))}
      </ol>
      <div className="b-line">
        <Button
          variant="default"
          leftSection={<Icon name="plus" />}
          onClick={() => set({ actions: [...text.actions, newAction(Math.max(...text.actions.map((a) => a.order)) + 1)] })}
        >
          {t('readiness.addAction')}
        </Button>
      </div>
      <TextInput label={t('readiness.why')} value={note} maxLength={400} onChange={(e) => setNote(e.currentTarget.value)} />
      {problem && <ProblemNote problem={problem} />}
      <div className="b-line">
        <Button type="submit" loading={busy}>
          {t('readiness.save')}
        </Button>
        <Button variant="default" onClick={() => onDone(null)}>
          {t('readiness.cancel')}
        </Button>
      </div>
    </form>
  );
}
