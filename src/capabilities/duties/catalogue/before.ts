import type { Duty } from '../model.ts';
import { duty } from './line.ts';

/** Links 1 to 4: risk identification, prevention, preparedness, monitoring and early warning. */
export const links1to4: readonly Duty[] = [
  // 1 risk identification and assessment
  duty('community.read', 1, 'vprc/sp*', 'open'),
  duty('community.manage', 1, 'vp/s!*', 'committee scope', { effort: 0.3 }),
  duty('register.read', 1, 'vprc/c*', 'purpose needs', { effort: 0.2 }),
  duty('register.write', 1, 'vprc/cp!*', 'purpose needs', { effort: 2 }),
  duty('register.readNeeds', 1, 'vprc/c*', 'sensitive needs', { effort: 0.2 }),
  duty('register.readIdentity', 1, 'vp/p*', 'sensitive', { effort: 0.1 }),
  duty('register.import', 1, 'vp/p*', 'purpose', { effort: 0.1 }),
  duty('risk.survey', 1, 'v/ap', 'survey', { effort: 0.5, leadsTo: 'hazard.remedy' }),
  duty('risk.map', 1, 'v/a', 'participation survey', { effort: 0.2 }),
  duty('needs.assess', 1, 'vp/cu', 'needs evaluation', { effort: 1 }),
  duty('floating.know', 1, 'v/su', 'tenants', { effort: 0.7 }),
  // 2 prevention and mitigation
  duty('hazard.remedy', 2, 'v/ap!', 'survey property', { effort: 1.5, targetMin: 1440 }),
  duty('fire.prevent', 2, 'v/au!', 'lanes', { effort: 1 }),
  duty('building.maintain', 2, 'v/a', 'property buildings', { effort: 2, skills: ['electrics'] }),
  duty('drain.clear', 2, 'vp/a!', 'survey property', { effort: 0.7, crew: 2 }),
  duty('epidemic.prevent', 2, 'v/cu', 'disease selfGovernance', { effort: 1 }),
  duty('public.teach', 2, 'vp/u', 'teach culture', { effort: 0.5 }),
  duty('conflict.settle', 2, 'v/su', 'mediate selfGovernance', { effort: 0.5 }),
  // 3 preparedness
  duty('duties.assign', 3, 'p/s!*', 'scope linkage', { effort: 0.1 }),
  duty('readiness.plan', 3, 'p/p!*', 'plan', { effort: 0.3 }),
  duty('readiness.stock', 3, 'pr/c!*', 'reserve stock', { effort: 0.7, targetMin: 60 }),
  duty('drill.hold', 3, 'p/pu', 'plan', { effort: 0.3, crew: 2 }),
  duty('team.train', 3, 'p/c', 'training', { effort: 0.4, skills: ['first_aid', 'nursing'] }),
  duty('volunteer.enrol', 3, 'pr/su', 'volunteers lasting', { effort: 0.3, leadsTo: 'volunteer.mobilise' }),
  duty('agreement.keep', 3, 'p/s', 'linkage stock', { effort: 0.1 }),
  duty('shelter.prepare', 3, 'p/a!', 'shelter', { effort: 0.3, leadsTo: 'shelter.open' }),
  duty('family.plan', 3, 'p/u', 'culture', { effort: 0.7 }),
  // 4 monitoring and early warning
  duty('watch.keep', 4, 'pr/p!', 'warn', { effort: 4, targetMin: 5 }),
  duty('warnings.receive', 4, 'pr/p!*', 'warn', { effort: 0.5, targetMin: 5 }),
  duty('warnings.publish', 4, 'pr/p!*', 'warn', { effort: 0.5, targetMin: 15 }),
  duty('public.inform', 4, 'pr/pu!', 'warn teach', { effort: 2, crew: 2, targetMin: 30 }),
  duty('vulnerable.alert', 4, 'pr/p!', 'protect warn', { effort: 4, crew: 2, targetMin: 60 }),
  duty('hazard.report', 4, 'vpr/u', 'report', { effort: 0.5, targetMin: 15 }),
];
