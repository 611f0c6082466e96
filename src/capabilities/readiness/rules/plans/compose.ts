import type { ActionKind, Audience, Level, PlanText, Trigger, Words } from '../../model.ts';

/** One step of a ready-made plan; it belongs to level `from` and to every more severe one. */
export interface Step {
  readonly from: Level;
  readonly withinMin: number;
  readonly kind: ActionKind;
  readonly duty: string;
  readonly audience: Audience;
  readonly title: Words;
  readonly text?: Words;
}

/** Severity of a level as a number: IV is 1, I is 4. */
export const severityOf = (level: Level): number => ({ IV: 1, III: 2, II: 3, I: 4 })[level];

export const words = (zh: string, en: string, ug: string): Words => ({ zh, en, ug });

/** Makes the plan of one level out of the hazard's steps: all steps up to that level, earliest deadline first. */
export function composePlan(hazard: string, level: Level, title: Words, trigger: Trigger, steps: readonly Step[]): PlanText {
  const chosen = steps.filter((step) => severityOf(step.from) <= severityOf(level)).sort((a, b) => a.withinMin - b.withinMin);
  return {
    hazard,
    level,
    title,
    trigger,
    actions: chosen.map((step, index) => ({
      order: index + 1,
      title: step.title,
      text: step.text ?? null,
      duty: step.duty,
      withinMin: step.withinMin,
      audience: step.audience,
      kind: step.kind,
    })),
  };
}

const colourOf = { IV: 'blue', III: 'yellow', II: 'orange', I: 'red' } as const;
const romanSigns = {
  IV: ['Ⅳ级', 'IV级', '四级', 'Level IV'],
  III: ['Ⅲ级', 'III级', '三级', 'Level III'],
  II: ['Ⅱ级', 'II级', '二级', 'Level II'],
  I: ['Ⅰ级', 'I级', '一级', 'Level I'],
} as const;

/**
 * Trigger of a forecast hazard at one level. That blue goes with IV, yellow with III, orange with II and red with I is how Article 64 of the
 * Emergency Response Law (2024) grades warnings; that a community's own response takes the same number is our reading, and editable.
 */
export function triggerAt(level: Level, eventWords: readonly string[]): Trigger {
  return { words: [...eventWords], colours: [colourOf[level]], levelWords: [...romanSigns[level]] };
}

/** Steps that every plan of our catalogue begins and ends with. */
export function frame(notice: Words): readonly Step[] {
  return [
    {
      from: 'IV',
      withinMin: 10,
      kind: 'notice',
      duty: 'public.inform',
      audience: 'positions',
      title: words('通知各岗位到岗待命', 'Tell every position to stand by', 'بارلىق ئورۇنلارغا تەييار تۇرۇشنى ئۇقتۇرۇش'),
      text: words(
        '预案已启动，请回复收到，并按分工到岗待命。',
        'The plan is active. Please acknowledge and stand by for your duty.',
        'پىلان قوزغىتىلدى. تاپشۇرۇۋالغانلىقىڭىزنى جەزملەڭ ۋە ۋەزىپىڭىز بويىچە تەييار تۇرۇڭ.',
      ),
    },
    {
      from: 'IV',
      withinMin: 30,
      kind: 'notice',
      duty: 'public.inform',
      audience: 'residents',
      title: words('告知居民', 'Tell the residents', 'ئاھالىلەرگە ئۇقتۇرۇش'),
      text: notice,
    },
    {
      from: 'III',
      withinMin: 120,
      kind: 'round',
      duty: 'response.checkIn',
      audience: 'vulnerable',
      title: words('上门查看需要照护的住户', 'Visit the households that need care', 'پەرۋىشكە موھتاج ئائىلىلەرنى يوقلاش'),
    },
    {
      from: 'IV',
      withinMin: 720,
      kind: 'task',
      duty: 'response.report',
      audience: 'positions',
      title: words('向街道报送情况', 'Report the situation to the street office', 'ئەھۋالنى كوچا باشقارمىسىغا يوللاش'),
    },
  ];
}
