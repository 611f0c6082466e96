import type { Basis, Dimension, Duty, Link, Phase, Words } from '../model.ts';

const law = (chapter: Words): Basis => ({
  source: 'emergency-response-law-2024',
  text: {
    zh: `《中华人民共和国突发事件应对法》（2024年修订）${chapter.zh}`,
    en: `Emergency Response Law of the People's Republic of China (2024 revision), ${chapter.en}`,
    ug: `«جۇڭخۇا خەلق جۇمھۇرىيىتىنىڭ تۇيۇقسىز ۋەقەلەرگە تاقابىل تۇرۇش قانۇنى» (2024-يىلى تۈزىتىلگەن)، ${chapter.ug}`,
  },
});

/** Chapters of the 2024 law; articles are left to a lawyer's hand. */
export const command = law({ zh: '第二章 管理与指挥体制', en: 'chapter 2, management and command', ug: '2-باب' });
export const preparedness = law({ zh: '第三章 预防与应急准备', en: 'chapter 3, prevention and emergency preparedness', ug: '3-باب' });
export const warning = law({ zh: '第四章 监测与预警', en: 'chapter 4, monitoring and early warning', ug: '4-باب' });
export const handling = law({ zh: '第五章 应急处置与救援', en: 'chapter 5, emergency handling and rescue', ug: '5-باب' });
export const recovery = law({ zh: '第六章 事后恢复与重建', en: 'chapter 6, recovery and reconstruction', ug: '6-باب' });
export const custom: Basis = {
  source: 'customary-practice',
  text: { zh: '社区惯例', en: 'customary practice', ug: 'مەھەللە ئادىتى' },
};

const phaseOf: Record<string, Phase> = { v: 'prevention', p: 'preparedness', r: 'response', c: 'recovery' };
const dimensionOf: Record<string, Dimension> = { s: 'structure', c: 'capacity', p: 'process', a: 'space', u: 'culture' };

/**
 * One line of the catalogue.
 * @param marks phases (v prevention, p preparedness, r response, c recovery), a slash, dimensions (s structure, c capacity, p process,
 *   a space (area), u culture); then `!` when critical and `*` when it opens commands or queries: `pr/cp!*`
 */
export function duty(code: string, link: Link, marks: string, basis: Basis, zh: string, en: string, ug: string): Duty {
  const [when = '', rest = ''] = marks.split('/');
  return {
    code,
    link,
    phases: [...when].flatMap((mark) => phaseOf[mark] ?? []),
    dimensions: [...rest].flatMap((mark) => dimensionOf[mark] ?? []),
    critical: rest.includes('!'),
    opens: rest.includes('*'),
    titles: { zh, en, ug },
    basis,
  };
}
