import { describe, expect, it } from 'vitest';
import type { Alert, AlertInfo } from '../model.ts';
import { colourOf, expiryOf, hazardOf, infoFor, lifeOf, responseLevelOf } from './reading.ts';
import { type Known, supersededBy, supersederOf } from './supersede.ts';

const info = (parts: Partial<AlertInfo> = {}): AlertInfo =>
  ({
    language: 'zh-CN',
    categories: ['Met'],
    event: '',
    headline: null,
    description: null,
    parameters: [],
    areas: [],
    severity: 'Extreme',
    expires: null,
    onset: null,
    effective: null,
    ...parts,
  }) as AlertInfo;
const alert = (parts: Partial<Alert>, ...infos: AlertInfo[]): Alert =>
  ({ sender: 's', identifier: 'i', sent: '2026-07-01T08:00:00+08:00', status: 'Actual', msgType: 'Alert', references: [], infos, ...parts }) as Alert;

describe('the colour of a warning', () => {
  it.each([
    ['保定市气象台更新雷电黄色预警[Ⅲ级/较重]', 'yellow'],
    ['Baoding Meteorological Observatory updates lightning yellow warning [Level III/Heavy]', 'yellow'],
    ['由黄色预警升级为暴雨橙色预警', 'orange'],
    ['Red rainstorm warning issued', 'red'],
    ['发布暴雨蓝色预警信号', 'blue'],
    ['قىزغۇچ سېرىق رەڭلىك ئاگاھلاندۇرۇش', 'orange'],
    ['Yellow River floods reach Zhengzhou', null],
    ['黄色沙尘将影响我市', null],
    ['Severe storm', null],
  ])('%s → %s', (headline, colour) => {
    expect(colourOf(alert({}, info({ headline })))).toBe(colour);
  });
  it('comes from a colour parameter first, and never from severity or description', () => {
    expect(colourOf(alert({}, info({ headline: '黄色预警', parameters: [{ name: 'ColorCode', value: 'RED' }] })))).toBe('red');
    expect(colourOf(alert({}, info({ parameters: [{ name: 'awareness_level', value: '3; orange; Severe' }] })))).toBe('orange');
    expect(colourOf(alert({}, info({ severity: 'Extreme', description: '解除红色预警' })))).toBeNull();
  });
});

describe('the hazard of an event', () => {
  it.each([
    ['雷电', 'lightning'],
    ['thunder', 'lightning'],
    ['暴雨', 'flood_rain'],
    ['山洪灾害', 'flood_rain'],
    ['高温', 'heat'],
    ['Extreme heat', 'heat'],
    ['森林火险', 'fire'],
    ['地震', 'earthquake'],
    ['Earthquake', 'earthquake'],
    ['台风', 'storm_wind'],
    ['雷暴大风', 'storm_wind'],
    ['Strong Winds', 'storm_wind'],
    ['道路结冰', 'snow_ice'],
    ['新冠肺炎疫情', 'epidemic'],
    ['大雾', 'other'],
    ['Child Abduction', 'other'],
    ['يەر تەۋرەش', 'earthquake'],
  ])('%s is %s', (event, hazard) => {
    expect(hazardOf(alert({}, info({ event })))).toBe(hazard);
  });
  it('is found in any language of the alert, else in the category', () => {
    expect(hazardOf(alert({}, info({ event: '??' }), info({ event: 'Flood' })))).toBe('flood_rain');
    expect(hazardOf(alert({}, info({ event: '特殊', categories: ['Fire'] })))).toBe('fire');
  });
});

describe('the response level', () => {
  it('is what the sender declares, and is not the grade of the warning', () => {
    expect(responseLevelOf(alert({}, info({ headline: '启动防汛Ⅳ级应急响应' })))).toBe('IV');
    expect(responseLevelOf(alert({}, info({ description: '市防指将二级应急响应提升' })))).toBe('II');
    expect(responseLevelOf(alert({}, info({ headline: 'Level III emergency response activated' })))).toBe('III');
    expect(responseLevelOf(alert({}, info({ headline: '更新雷电黄色预警[Ⅲ级/较重]' })))).toBeNull();
  });
});

describe('the life of an alert', () => {
  const now = new Date('2026-07-01T04:00:00Z');
  it.each([
    ['2026-07-01T12:00:01+08:00', 'current'],
    ['2026-07-01T12:00:00+08:00', 'expired'],
  ])('one that expires at %s is %s at noon in China', (expires, life) => {
    expect(lifeOf(alert({}, info({ expires })), null, now)).toBe(life);
  });
  it('lasts 24 hours where the sender states no end', () => {
    expect(expiryOf(alert({}, info())).toISOString()).toBe('2026-07-02T00:00:00.000Z');
  });
  it('is coming before its onset, over when superseded, and no warning when it is a test or a cancel', () => {
    expect(lifeOf(alert({}, info({ onset: '2026-07-01T20:00:00+08:00' })), null, now)).toBe('coming');
    expect(lifeOf(alert({}, info()), 'other', now)).toBe('superseded');
    expect(lifeOf(alert({ status: 'Test' }, info()), null, now)).toBe('message');
    expect(lifeOf(alert({ msgType: 'Cancel' }, info()), null, now)).toBe('message');
    expect(lifeOf(alert({ status: 'Exercise' }, info()), null, now)).toBe('current');
  });
  it('is shown in the reader’s language, else in Chinese', () => {
    const both = alert({}, info({ language: 'en-US' }), info({ language: 'zh-CN' }));
    expect(infoFor(both, 'en')?.language).toBe('en-US');
    expect(infoFor(both, 'ug')?.language).toBe('zh-CN');
  });
});

describe('an update or cancel', () => {
  const known = (parts: Partial<Known>): Known => ({
    id: 'old',
    sender: 's',
    identifier: 'i-1',
    sent: '2026-07-01T07:00:00+08:00',
    msgType: 'Alert',
    references: [],
    supersededBy: null,
    ...parts,
  });
  const refers = (parts: Partial<Alert> = {}) =>
    alert({ identifier: 'i-2', msgType: 'Update', references: [{ sender: 's', identifier: 'i-1', sent: '2026-07-01T07:00:00+08:00' }], ...parts });

  it('replaces what it refers to', () => {
    expect(supersededBy(refers(), [known({}), known({ id: 'else', identifier: 'i-9' })])).toEqual(['old']);
    expect(supersededBy(refers({ msgType: 'Cancel' }), [known({})])).toEqual(['old']);
    expect(supersededBy(refers({ msgType: 'Alert' }), [known({})])).toEqual([]);
  });
  it('replaces it even where the reference states a wrong time, as Baoding does', () => {
    expect(supersededBy(refers({ references: [{ sender: 's', identifier: 'i-1', sent: '2026-07-01T08:00:00+08:00' }] }), [known({})])).toEqual([
      'old',
    ]);
  });
  it('replaces the one with the stated time where a sender reuses an identifier', () => {
    expect(supersededBy(refers(), [known({}), known({ id: 'older', sent: '2026-06-30T07:00:00+08:00' })])).toEqual(['old']);
  });
  it('cannot call off another sender’s alert, a later one, or itself', () => {
    expect(supersededBy(refers(), [known({ sender: 'other' })])).toEqual([]);
    expect(supersededBy(refers({ references: [{ sender: 'other', identifier: 'i-1', sent: '' }] }), [known({ sender: 'other' })])).toEqual([]);
    expect(supersededBy(refers(), [known({ sent: '2026-07-01T09:00:00+08:00' })])).toEqual([]);
  });
  it('that came first still replaces the alert that comes late', () => {
    const update = known({ id: 'upd', identifier: 'i-2', msgType: 'Update', sent: '2026-07-01T08:00:00+08:00', references: refers().references });
    expect(supersederOf(alert({ identifier: 'i-1', sent: '2026-07-01T07:00:00+08:00' }), [update])).toBe('upd');
    expect(supersederOf(alert({ identifier: 'i-3' }), [update])).toBeNull();
  });
});
