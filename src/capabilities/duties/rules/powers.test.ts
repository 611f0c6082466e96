import { describe, expect, it } from 'vitest';
import { hazards } from '../../readiness/index.ts';
import { usualHazards } from '../catalogue/hazards.ts';
import { duties } from '../catalogue.ts';
import { powerOf } from './powers.ts';

describe('what a duty hands over besides its work', () => {
  it('is named for those that rule the matrix and those that open personal data, and for no others', () => {
    const named = duties.flatMap(({ code }) => (powerOf(code) ? [`${code} ${powerOf(code)}`] : []));
    expect(named).toEqual([
      'community.manage matrix',
      'register.read data',
      'register.write data',
      'register.readNeeds data',
      'register.readIdentity data',
      'register.import data',
      'duties.assign matrix',
    ]);
  });
});

it('hazards offered in assignments are those that plans are written for', () => {
  expect([...usualHazards].sort()).toEqual([...hazards].sort());
});
