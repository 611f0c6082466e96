import { describe, expect, it } from 'vitest';
import type { OrganisationId, PositionId } from '../../../kernel/ids.ts';
import { clinic } from '../seeds.ts';
import { owningPost, postOn } from './owners.ts';

const post = (id: string, organisationId: string, seat = false) => ({ id: id as PositionId, organisationId: organisationId as OrganisationId, seat });
const nurse = post(clinic.position, clinic.organisation);
const doctor = post('doctor', clinic.organisation);
const guard = post('guard', 'property');
const seat = post('seat', clinic.organisation, true);

describe('the position in which somebody works on a task', () => {
  it('is the post that answers for it, wherever else they stand', () => {
    expect(postOn(clinic, [guard, nurse])).toBe(nurse.id);
    expect(postOn({ ...clinic, position: null }, [guard, doctor])).toBe(doctor.id);
  });
  it('is the first in which they stand where none of them answers for it, and none where they stand nowhere', () => {
    expect(postOn(clinic, [guard, doctor])).toBe(guard.id);
    expect(postOn(null, [seat])).toBe(seat.id);
    expect(postOn(null, [])).toBeNull();
  });
  it('answers for nothing as a seat', () => {
    expect(owningPost({ ...clinic, position: null }, [seat])).toBeUndefined();
  });
});
