import { describe, expect, it } from 'vitest';
import type { Alert, AlertArea, Place } from '../model.ts';
import { distanceKmBetween, divisionOf, insideRing, matchArea, readCircle, readPolygon } from './area.ts';

const renhe: Place = { code12: '130602990001', points: [{ lat: 38.874, lon: 115.464 }] };
const area = (parts: Partial<AlertArea>): AlertArea => ({
  areaDesc: 'x',
  polygons: [],
  circles: [],
  geocodes: [],
  altitude: null,
  ceiling: null,
  ...parts,
});
const code = (value: string, name = 'CPEAS Geographic Code') => area({ geocodes: [{ name, value }] });
const alertOver = (...areas: AlertArea[]) => ({ infos: areas.map((one) => ({ areas: [one] })) }) as unknown as Alert;

describe('a division code', () => {
  it.each([
    ['130602000000', '130602', 'county'],
    ['130000000000', '13', 'province'],
    ['130600000000', '1306', 'city'],
    ['130602990000', '130602990', 'street'],
    ['130602990001', '130602990001', 'community'],
    ['130602', '130602', 'county'],
    // A code may end in a zero that belongs to its level.
    ['110101010010', '110101010010', 'community'],
    ['500110000000', '500110', 'county'],
    ['230110100000', '230110100', 'street'],
  ])('%s covers everything under %s', (value, prefix, level) => {
    expect(divisionOf({ name: 'CPEAS Geographic Code', value })).toEqual({ prefix, level });
  });

  it.each([
    ['SAME', '130602'],
    ['UGC', 'PHZ110'],
    ['CPEAS Geographic Code', '000000000000'],
    ['CPEAS Geographic Code', '13060'],
    ['CPEAS Geographic Code', '1306020000000'],
    ['CPEAS Geographic Code', ''],
  ])('is not what %s %s is', (name, value) => {
    expect(divisionOf({ name, value })).toBeNull();
  });
});

describe('an alert concerns the community', () => {
  it('when its division lies around ours, once for both languages', () => {
    expect(matchArea(alertOver(code('130602000000'), code('130602000000')), renhe)).toEqual([
      { by: 'division', code: '130602000000', level: 'county', areaDesc: 'x' },
    ]);
  });
  it.each(['130606000000', '140602000000', '130602990002', '130602100000'])('not when it is for division %s', (other) => {
    expect(matchArea(alertOver(code(other)), renhe)).toEqual([]);
  });
  it('when one of our points is in its polygon', () => {
    const around = area({ polygons: ['38.8,115.4 38.8,115.5 38.9,115.5 38.9,115.4 38.8,115.4'] });
    expect(matchArea(alertOver(around), renhe)).toEqual([{ by: 'polygon', areaDesc: 'x' }]);
    const lonFirst = area({ polygons: ['115.4,38.8 115.5,38.8 115.5,38.9 115.4,38.9 115.4,38.8'] });
    expect(matchArea(alertOver(lonFirst), renhe)).toEqual([]);
  });
  it('when our nearest point is in its circle, and says how far from the centre', () => {
    expect(matchArea(alertOver(area({ circles: ['38.974,115.464 15'] })), renhe)).toEqual([
      { by: 'circle', distanceKm: 11.12, radiusKm: 15, areaDesc: 'x' },
    ]);
    expect(matchArea(alertOver(area({ circles: ['38.974,115.464 11'] })), renhe)).toEqual([]);
  });
  it('not when its area says nothing that can be read', () => {
    expect(matchArea(alertOver(area({ polygons: ['38,115'], circles: ['here 5'] })), renhe)).toEqual([]);
    expect(matchArea(alertOver(area({})), { code12: '130602990001', points: [] })).toEqual([]);
  });
});

describe('shapes', () => {
  it('reads latitude first, in the ranges of the earth', () => {
    expect(readCircle('32.9525,-115.5527 0')).toEqual({ centre: { lat: 32.9525, lon: -115.5527 }, radiusKm: 0 });
    expect(readCircle('115.46,38.87 5')).toBeNull();
    expect(readCircle('38.87,115.46 -5')).toBeNull();
    expect(readPolygon('0,0 0,1 1,1 0,0')).toHaveLength(4);
    expect(readPolygon('0,0 0,1 1,1 1,0')).toBeNull();
  });
  it('measures 10,007.56 km from the pole to the equator and 0 to itself', () => {
    expect(distanceKmBetween({ lat: 90, lon: 0 }, { lat: 0, lon: 77 })).toBeCloseTo((6371.0088 * Math.PI) / 2, 6);
    expect(distanceKmBetween({ lat: 38, lon: 115 }, { lat: 38, lon: 115 })).toBe(0);
  });
  it('counts the boundary as inside, a notch as outside, and crosses the 180° meridian', () => {
    const notched = readPolygon('0,0 0,4 4,4 2,2 4,0 0,0') ?? [];
    expect(insideRing({ lat: 1, lon: 2 }, notched)).toBe(true);
    expect(insideRing({ lat: 3.5, lon: 2 }, notched)).toBe(false);
    expect(insideRing({ lat: 0, lon: 2 }, notched)).toBe(true);
    const fiji = readPolygon('-20,177 -20,-178 -15,-178 -15,177 -20,177') ?? [];
    expect(insideRing({ lat: -17, lon: 179.9 }, fiji)).toBe(true);
    expect(insideRing({ lat: -17, lon: -179 }, fiji)).toBe(true);
    expect(insideRing({ lat: -17, lon: 0 }, fiji)).toBe(false);
  });
});
