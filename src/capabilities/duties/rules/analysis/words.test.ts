import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { duty, situation } from '../../../../../test/harness/situation.ts';
import en from '../../messages/en.json' with { type: 'json' };
import zh from '../../messages/zh.json' with { type: 'json' };
import { analyse } from './analyse.ts';
import { usualAssumptions } from './model.ts';
import { fixSentence, type Sentence, sentenceOf } from './words.ts';

const say = (messages: Readonly<Record<string, string>>, { key, slots }: Sentence, language: string): string =>
  String(new IntlMessageFormat(messages[key] ?? key, language).format(slots));

describe('sentences of findings', () => {
  const { findings } = analyse(
    situation({ fire: { posts: ['li'], holds: ['water.pump R'] }, choir: { posts: ['zhou'], holds: [] } }),
    [duty('water.pump', { effort: 20 })],
    { level: 'II', hazard: '*' },
    usualAssumptions,
  );
  const named = findings.map((f) => ({ ...f, subjects: f.subjects.map((s) => ({ ...s, name: s.kind === 'duty' ? '' : s.id })) }));

  it('are whole in every language, with nothing left open', () => {
    for (const [language, messages] of [
      ['zh', zh],
      ['en', en],
    ] as const)
      for (const f of named) {
        expect(
          say(
            messages,
            sentenceOf(f, () => 'T'),
            language,
          ),
        ).not.toMatch(/[{}]|duties\./);
        expect(
          say(
            messages,
            fixSentence(f.fix, () => 'T'),
            language,
          ),
        ).not.toMatch(/[{}]|duties\./);
      }
  });

  it('read as people speak', () => {
    const titles = (code: string) => (code === 'water.pump' ? 'Pump out water' : code);
    const english = named.map((f) => say(en, sentenceOf(f, titles), 'en'));
    expect(english).toContain('Nobody answers for “Pump out water”.');
    expect(english).toContain('Without fire, 1 critical duty fails (0 unanswered, 1 short of people): Pump out water.'.replace('fire', '“fire”'));
    expect(english).toContain('At level II about 14 person-hours a day fall to “fire”; its 1 person has 8.');
    expect(english).toContain('“choir” holds no duty.');
  });
});
