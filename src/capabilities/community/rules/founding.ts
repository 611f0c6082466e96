import type { OrganisationId, PersonId, PositionId } from '../../../kernel/ids.ts';
import type { Person } from '../model.ts';

export interface Founding {
  readonly name: string;
  readonly nameEn?: string;
  readonly nameUg?: string;
  readonly code12: string;
  readonly lon?: number | null;
  readonly lat?: number | null;
  /** Name of the residents' committee. */
  readonly committee: string;
  /** Title of its head. */
  readonly title: string;
  readonly director: Omit<Person, 'id' | 'languages' | 'skills'> & Partial<Person>;
}

/** What a community is founded with: itself, a residents' committee, and a director in it. Said by the system, in this order. */
export function foundingCommands(founding: Founding, newId: () => string) {
  const { name, nameEn = '', nameUg = '', code12, lon = null, lat = null, director } = founding;
  const organisationId = newId() as OrganisationId;
  const personId = director.id ?? (newId() as PersonId);
  const positionId = newId() as PositionId;
  return {
    organisationId,
    personId,
    positionId,
    commands: [
      { name: 'community.establish', payload: { name, nameEn, nameUg, code12, lon, lat } },
      {
        name: 'community.addOrganisation',
        payload: { id: organisationId, kind: 'residents_committee', sector: 'selfGovernance', name: founding.committee, phone: director.phone },
      },
      { name: 'community.addPerson', payload: { languages: ['zh'], skills: [], ...director, id: personId } },
      { name: 'community.addPosition', payload: { id: positionId, organisationId, title: founding.title, holderId: personId } },
    ],
  } as const;
}
