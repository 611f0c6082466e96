import { describe, expect, it } from 'vitest';
import { parsed } from '../../../../tools/vite-words.ts';
import { sayer } from './say.ts';

const messages = parsed({
  plain: '今天',
  empty: '',
  braces: "写 '{'名字'}'",
  slot: '{name}来了',
  doors: '{n, plural, =0 {no doors} one {# door} other {# doors}}',
  outcome: '{is, select, safe {平安} other {未知}}',
});

describe('saying messages that the build prepared', () => {
  it('leaves words without slots as they are', () => {
    expect(messages.plain).toBe('今天');
    const say = sayer('zh', messages);
    expect(say('plain')).toEqual(['今天']);
    expect(say('empty')).toEqual(['']);
    expect(say('braces').join('')).toBe('写 {名字}');
  });

  it('fills slots, counts and chooses in the language of the reader', () => {
    const say = sayer('en', messages);
    expect(say('doors', { n: 0 }).join('')).toBe('no doors');
    expect(say('doors', { n: 1 }).join('')).toBe('1 door');
    expect(say('doors', { n: 1200 }).join('')).toBe('1,200 doors');
    expect(say('outcome', { is: 'safe' }).join('')).toBe('平安');
    expect(say('slot', { name: '<b>' }).join('')).toBe('<b>来了');
  });

  it('keeps elements in their slots', () => {
    const element = { any: 'element' };
    expect(sayer('zh', messages)('slot', { name: element })).toEqual([element, '来了']);
  });

  it('says the key where a message or a slot is missing', () => {
    const say = sayer('zh', messages);
    expect(say('nothing')).toEqual(['nothing']);
    expect(say('slot')).toEqual(['slot']);
  });
});
