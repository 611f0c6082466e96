/**
 * What duties rest on. Every ground is one sentence, `duties.ground.<code>`, with its source, `duties.source.<source>`. Articles are
 * named where the text of the law was read with that number; elsewhere the law is named, or its chapter, and the article is left to a
 * lawyer's hand. `study…` is the custom of the field as one of the five field studies describes it, `own` a rule of this system: neither is law.
 */
export interface Ground {
  readonly source: Source;
  /** Number of the article, or of the chapter where the source's words say so; null: the law as a whole. */
  readonly number: number | null;
}

export const sources = [
  'emergencyLaw',
  'constitution',
  'committeesLaw',
  'civilCode',
  'fireLaw',
  'dataLaw',
  'mediationLaw',
  'diseaseLaw',
  'mentalHealthLaw',
  'minorsLaw',
  'volunteerRules',
  'reliefRules',
  'propertyRules',
  'study000',
  'study001',
  'study002',
  'study003',
  'study004',
  'own',
] as const;
export type Source = (typeof sources)[number];

const ground = (source: Source, number: number | null = null): Ground => ({ source, number });

export const grounds = {
  // Law of the People's Republic of China on Responding to Emergencies, revised 28 June 2024, in force 1 November 2024; by chapter
  protect: ground('emergencyLaw', 1),
  command: ground('emergencyLaw', 2),
  plan: ground('emergencyLaw', 3),
  survey: ground('emergencyLaw', 3),
  reserve: ground('emergencyLaw', 3),
  shelter: ground('emergencyLaw', 3),
  teach: ground('emergencyLaw', 3),
  warn: ground('emergencyLaw', 4),
  report: ground('emergencyLaw', 4),
  rescue: ground('emergencyLaw', 5),
  order: ground('emergencyLaw', 5),
  supply: ground('emergencyLaw', 5),
  recover: ground('emergencyLaw', 6),
  review: ground('emergencyLaw', 6),
  // Constitution, text of 2018
  selfGovernance: ground('constitution', 111),
  // Organic Law of Urban Residents' Committees: revised since the text that was read, so without an article
  committee: ground('committeesLaw'),
  // Civil Code of 2020
  property: ground('civilCode', 285),
  // Fire Protection Law as amended in 2021
  lanes: ground('fireLaw', 28),
  // Personal Information Protection Law of 2021
  purpose: ground('dataLaw'),
  sensitive: ground('dataLaw', 28),
  erase: ground('dataLaw', 47),
  mediate: ground('mediationLaw'),
  disease: ground('diseaseLaw'),
  mind: ground('mentalHealthLaw'),
  minors: ground('minorsLaw'),
  // Regulations on Voluntary Services of 2017, Decree no. 685 of the State Council
  volunteers: ground('volunteerRules'),
  training: ground('volunteerRules', 16),
  relief: ground('reliefRules'),
  buildings: ground('propertyRules'),
  // custom of the field
  place: ground('study000'),
  linkage: ground('study000'),
  support: ground('study000'),
  participation: ground('study001'),
  lasting: ground('study001'),
  account: ground('study001'),
  needs: ground('study002'),
  culture: ground('study002'),
  scope: ground('study003'),
  stock: ground('study003'),
  tenants: ground('study003'),
  isolation: ground('study003'),
  discussion: ground('study004'),
  languages: ground('study004'),
  evaluation: ground('study004'),
  open: ground('own'),
  journal: ground('own'),
} as const satisfies Readonly<Record<string, Ground>>;

export type GroundCode = keyof typeof grounds;
