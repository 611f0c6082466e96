import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Form, ManyField, NumberField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { When } from '../../../platform/web/text/parts.tsx';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { skills as knownSkills } from '../../community/index.ts';
import { grounds } from '../catalogue/grounds.ts';
import { Estimate, type EstimateRow, estimates, setEstimate } from '../estimates.ts';
import type { Duty } from '../model.ts';
import styles from './Duties.module.css';

/** What a duty is, what it rests on, and how much it takes: the catalogue's estimate, or the community's own in its place. */
export function DutyFacts({ duty }: { readonly duty: Duty }): ReactElement {
  const t = useText();
  const skillName = useSkillName();
  const { rows } = useQueryRows(estimates, {});
  const [editing, setEditing] = useState(false);
  const own = rows.find((row) => row.duty === duty.code);
  const { effort, targetMin, skills } = own ?? duty;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('duties.link')}</dt>
        <dd>{t(`duties.link.${duty.link}`)}</dd>
        <dt>{t('duties.phases')}</dt>
        <dd>{duty.phases.map((phase) => t(`duties.phase.${phase}`)).join(' · ')}</dd>
        <dt>{t('duties.dimensions')}</dt>
        <dd>{duty.dimensions.map((dimension) => t(`duties.dimension.${dimension}`)).join(' · ')}</dd>
        <dt>{t('duties.weight')}</dt>
        <dd>{t(duty.critical ? 'duties.critical' : 'duties.usual')}</dd>
        <dt>{t('duties.basis')}</dt>
        <dd className="b-rows">
          {duty.basis.map((code) => (
            <div key={code}>
              {t(`duties.ground.${code}`)}
              <div className="b-small b-soft">{t(`duties.source.${grounds[code].source}`, { n: grounds[code].number ?? 0 })}</div>
            </div>
          ))}
        </dd>
      </dl>
      <h3>{t('duties.estimate')}</h3>
      {editing ? (
        <EstimateForm duty={duty} own={own} onDone={() => setEditing(false)} />
      ) : (
        <>
          <dl className={styles.facts}>
            <dt>{t('duties.effort')}</dt>
            <dd>{t('duties.effortIs', { hours: effort })}</dd>
            <dt>{t('duties.crew')}</dt>
            <dd>{t('duties.crewIs', { n: duty.crew })}</dd>
            <dt>{t('duties.target')}</dt>
            <dd>{targetMin === null ? t('duties.noTarget') : t('duties.targetIs', { min: targetMin })}</dd>
            <dt>{t('duties.skills')}</dt>
            <dd>{skills.length === 0 ? t('duties.anySkill') : skills.map(skillName).join(' · ')}</dd>
          </dl>
          <p className="b-small b-soft">
            {own ? (
              <>
                {t('duties.estimateOwn')} <When at={own.since} style="date" />
              </>
            ) : (
              t('duties.estimateOurs')
            )}
          </p>
          <div>
            <DutyButton duty="duties.assign" size="compact-sm" variant="default" onClick={() => setEditing(true)}>
              {t('duties.estimateChange')}
            </DutyButton>
          </div>
        </>
      )}
    </>
  );
}

interface FormProps {
  readonly duty: Duty;
  readonly own: EstimateRow | undefined;
  readonly onDone: () => void;
}

function EstimateForm({ duty, own, onDone }: FormProps): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const skillName = useSkillName();
  const { effort, targetMin, skills } = own ?? duty;
  const form = useForm(Estimate, { effort, targetMin, skills: [...skills] });
  const say = async (estimate: Estimate | null) => {
    const result = await send(setEstimate, { duty: duty.code, estimate });
    if (result.status === 'refused') return result.problem;
    toast(t('duties.estimated'));
    onDone();
    return null;
  };
  return (
    <Form
      form={form}
      action={t('duties.estimateSave')}
      secondary={
        <>
          <Button variant="default" onClick={onDone}>
            {t('web.cancel')}
          </Button>
          {own && (
            <Button variant="default" onClick={() => void say(null)}>
              {t('duties.estimateBack')}
            </Button>
          )}
        </>
      }
      onSubmit={say}
    >
      <NumberField form={form} name="effort" label={t('duties.effort')} hint={t('duties.effortHint')} />
      <NumberField form={form} name="targetMin" label={t('duties.target')} hint={t('duties.targetHint')} optional />
      <ManyField
        form={form}
        name="skills"
        label={t('duties.skills')}
        hint={t('duties.skillsHint')}
        optional
        choices={[...new Set([...knownSkills, ...skills])].map((skill) => ({ value: skill, label: skillName(skill) }))}
      />
    </Form>
  );
}

/** Skills are an open list: a word that nobody translated is shown as it is. */
function useSkillName(): (skill: string) => string {
  const t = useText();
  const has = useHasText();
  return (skill) => (has(`community.skill.${skill}`) ? t(`community.skill.${skill}`) : skill.replaceAll('_', ' '));
}
