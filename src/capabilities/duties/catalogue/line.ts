import type { Dimension, Duty, Link, Phase } from '../model.ts';
import type { GroundCode } from './grounds.ts';

const phaseOf: Readonly<Record<string, Phase>> = { v: 'prevention', p: 'preparedness', r: 'response', c: 'recovery' };
const dimensionOf: Readonly<Record<string, Dimension>> = { s: 'structure', c: 'capacity', p: 'process', a: 'space', u: 'culture' };

/** What a line says beside its marks; the rest stands for one person of any skill, no clock, nothing that follows. */
export type More = Partial<Pick<Duty, 'effort' | 'crew' | 'skills' | 'targetMin' | 'leadsTo'>>;

/**
 * One line of the catalogue.
 * @param marks phases (v prevention, p preparedness, r response, c recovery), a slash, dimensions (s structure, c capacity, p process,
 *   a space (area), u culture); then `!` when critical and `*` when it opens commands or queries: `pr/cp!*`
 * @param basis one or two grounds (`grounds.ts`), the stronger first
 * @param more effort, crew, skills, target and what follows
 */
export function duty(code: string, link: Link, marks: string, basis: GroundCode | `${GroundCode} ${GroundCode}`, more: More = {}): Duty {
  const [when = '', rest = ''] = marks.split('/');
  return {
    code,
    link,
    phases: [...when].flatMap((mark) => phaseOf[mark] ?? []),
    dimensions: [...rest].flatMap((mark) => dimensionOf[mark] ?? []),
    critical: rest.includes('!'),
    opens: rest.includes('*'),
    basis: basis.split(' ') as GroundCode[],
    effort: more.effort ?? 0,
    crew: more.crew ?? 1,
    skills: more.skills ?? [],
    targetMin: more.targetMin ?? null,
    leadsTo: more.leadsTo ?? null,
  };
}
