import type { ReactElement } from 'react';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { sayMoment } from '../../../platform/web/text/moments.ts';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Outcome } from '../model.ts';
import type { DoorRow } from '../queries.ts';
import { inOrder } from '../rules/in-order.ts';
import { shapeOf } from './DoorCard.tsx';
import styles from './room.module.css';

const order: Readonly<Record<Outcome | 'none', number>> = { help: 0, noAnswer: 1, none: 2, safe: 3 };

/** A building as a grid of doors, unit by floor: state as shape and colour, a block at a glance. Several households behind one door share its field. */
export function BuildingPlan({ number, doors }: { readonly number: string; readonly doors: readonly DoorRow[] }): ReactElement {
  const t = useText();
  const units = [...Map.groupBy(doors, (door) => door.unit ?? 0)].toSorted(([a], [b]) => a - b);
  const open = doors.filter((door) => door.outcome === null).length;
  const help = doors.filter((door) => door.outcome === 'help').length;
  return (
    <section aria-labelledby="building-plan">
      <h2 id="building-plan">{t('response.plan.title', { number, open, help })}</h2>
      <div className={styles.legend}>
        {(['safe', 'help', 'noAnswer', null] as const).map((outcome) => (
          <StatusMark key={outcome ?? 'none'} is={shapeOf(outcome)} word={t(`response.outcome.${outcome ?? 'none'}`)} />
        ))}
      </div>
      <div className={styles.units}>
        {units.map(([unit, inUnit]) => (
          <Unit key={unit} unit={unit} doors={inUnit} />
        ))}
      </div>
    </section>
  );
}

function Unit({ unit, doors }: { readonly unit: number; readonly doors: readonly DoorRow[] }): ReactElement {
  const t = useText();
  const floors = [...Map.groupBy(doors, (door) => door.floor ?? 0)].toSorted(([a], [b]) => b - a);
  return (
    <table className={styles.plan}>
      <caption>{t('response.plan.unit', { unit })}</caption>
      <tbody>
        {floors.map(([floor, onFloor]) => (
          <tr key={floor}>
            <th scope="row" className="b-num">
              {floor}
            </th>
            {[...Map.groupBy(onFloor, (door) => door.door)]
              .toSorted(([a], [b]) => inOrder(a, b))
              .map(([door, behind]) => (
                <Field key={door} door={door} behind={behind} />
              ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Field({ door, behind }: { readonly door: string; readonly behind: readonly DoorRow[] }): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const [worst] = behind.toSorted((a, b) => order[a.outcome ?? 'none'] - order[b.outcome ?? 'none']);
  const outcome = worst?.outcome ?? null;
  const told = [
    door,
    t(`response.outcome.${outcome ?? 'none'}`),
    ...(behind.length > 1 ? [t('response.plan.households', { n: behind.length })] : []),
    ...(worst?.visitedAt ? [sayMoment(language, new Date(worst.visitedAt), 'short')] : []),
    ...(behind.some((each) => each.vulnerability > 0) ? [t('response.plan.vulnerable')] : []),
    ...(behind.some((each) => each.disputed) ? [t('response.disputed')] : []),
  ].join(' · ');
  return (
    <td className={styles[outcome ?? 'none']} data-vulnerable={behind.some((each) => each.vulnerability > 0) || undefined} title={told}>
      <span aria-hidden="true">
        {outcome === 'safe' ? '✓' : outcome === 'help' ? '▲' : outcome === 'noAnswer' ? '–' : ''} {door.split('-').at(-1)}
      </span>
      <span className="b-hidden">{told}</span>
    </td>
  );
}
