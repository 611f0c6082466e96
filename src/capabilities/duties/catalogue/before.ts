import type { Duty } from '../model.ts';
import { duty } from './line.ts';

/** Links 1 to 4: risk identification, prevention, preparedness, monitoring and early warning. */
export const links1to4: readonly Duty[] = [
  // 1 risk identification and assessment
  duty('community.read', 1, 'vprc/sp*', 'custom'),
  duty('community.manage', 1, 'vp/s!*', 'custom', { effort: 0.3 }),
  duty('register.read', 1, 'vprc/c*', 'custom', { effort: 0.2 }),
  duty('register.write', 1, 'vprc/cp!*', 'custom', { effort: 2 }),
  duty('register.readNeeds', 1, 'vprc/c*', 'custom', { effort: 0.2 }),
  duty('register.readIdentity', 1, 'vp/p*', 'custom', { effort: 0.1 }),
  duty('register.import', 1, 'vp/p*', 'custom', { effort: 0.1 }),
  duty('risk.survey', 1, 'v/ap', 'law3', { effort: 0.5, leadsTo: 'hazard.remedy' }),
  duty('risk.map', 1, 'v/a', 'law3', { effort: 0.2 }),
  duty('needs.assess', 1, 'vp/cu', 'custom', { effort: 1 }),
  duty('floating.know', 1, 'v/su', 'custom', { effort: 0.7 }),
  // 2 prevention and mitigation
  duty('hazard.remedy', 2, 'v/ap!', 'law3', { effort: 1.5, targetMin: 1440 }),
  duty('fire.prevent', 2, 'v/au!', 'law3', { effort: 1 }),
  duty('building.maintain', 2, 'v/a', 'custom', { effort: 2, skills: ['electrics'] }),
  duty('drain.clear', 2, 'vp/a!', 'law3', { effort: 0.7, crew: 2 }),
  duty('epidemic.prevent', 2, 'v/cu', 'law3', { effort: 1 }),
  duty('public.teach', 2, 'vp/u', 'law3', { effort: 0.5 }),
  duty('conflict.settle', 2, 'v/su', 'custom', { effort: 0.5 }),
  // 3 preparedness
  duty('duties.assign', 3, 'p/s!*', 'custom', { effort: 0.1 }),
  duty('readiness.plan', 3, 'p/p!*', 'law3', { effort: 0.3 }),
  duty('readiness.stock', 3, 'pr/c!*', 'law3', { effort: 0.7, targetMin: 60 }),
  duty('drill.hold', 3, 'p/pu', 'law3', { effort: 0.3, crew: 2 }),
  duty('team.train', 3, 'p/c', 'law3', { effort: 0.4, skills: ['first_aid', 'nursing'] }),
  duty('volunteer.enrol', 3, 'pr/su', 'custom', { effort: 0.3, leadsTo: 'volunteer.mobilise' }),
  duty('agreement.keep', 3, 'p/s', 'custom', { effort: 0.1 }),
  duty('shelter.prepare', 3, 'p/a!', 'law3', { effort: 0.3, leadsTo: 'shelter.open' }),
  duty('family.plan', 3, 'p/u', 'custom', { effort: 0.7 }),
  // 4 monitoring and early warning
  duty('watch.keep', 4, 'pr/p!', 'law4', { effort: 4, targetMin: 5 }),
  duty('warnings.receive', 4, 'pr/p!*', 'law4', { effort: 0.5, targetMin: 5 }),
  duty('warnings.publish', 4, 'pr/p!*', 'law4', { effort: 0.5, targetMin: 15 }),
  duty('public.inform', 4, 'pr/pu!', 'law4', { effort: 2, crew: 2, targetMin: 30 }),
  duty('vulnerable.alert', 4, 'pr/p!', 'law4', { effort: 4, crew: 2, targetMin: 60 }),
  duty('hazard.report', 4, 'vpr/u', 'law4', { effort: 0.5, targetMin: 15 }),
];
