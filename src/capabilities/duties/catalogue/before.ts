import type { Duty } from '../model.ts';
import { duty } from './line.ts';

/** Links 1 to 4: risk identification, prevention, preparedness, monitoring and early warning. */
export const links1to4: readonly Duty[] = [
  // 1 risk identification and assessment
  duty('community.read', 1, 'vprc/sp*', 'custom'),
  duty('community.manage', 1, 'vp/s!*', 'custom'),
  duty('register.read', 1, 'vprc/c*', 'custom'),
  duty('register.write', 1, 'vprc/cp!*', 'custom'),
  duty('register.readNeeds', 1, 'vprc/c*', 'custom'),
  duty('register.readIdentity', 1, 'vp/p*', 'custom'),
  duty('register.import', 1, 'vp/p*', 'custom'),
  duty('risk.survey', 1, 'v/ap', 'law3'),
  duty('risk.map', 1, 'v/a', 'law3'),
  duty('needs.assess', 1, 'vp/cu', 'custom'),
  duty('floating.know', 1, 'v/su', 'custom'),
  // 2 prevention and mitigation
  duty('hazard.remedy', 2, 'v/ap!', 'law3'),
  duty('fire.prevent', 2, 'v/au!', 'law3'),
  duty('building.maintain', 2, 'v/a', 'custom'),
  duty('drain.clear', 2, 'vp/a!', 'law3'),
  duty('epidemic.prevent', 2, 'v/cu', 'law3'),
  duty('public.teach', 2, 'vp/u', 'law3'),
  duty('conflict.settle', 2, 'v/su', 'custom'),
  // 3 preparedness
  duty('duties.assign', 3, 'p/s!*', 'custom'),
  duty('readiness.plan', 3, 'p/p!*', 'law3'),
  duty('readiness.stock', 3, 'pr/c!*', 'law3'),
  duty('drill.hold', 3, 'p/pu', 'law3'),
  duty('team.train', 3, 'p/c', 'law3'),
  duty('volunteer.enrol', 3, 'pr/su', 'custom'),
  duty('agreement.keep', 3, 'p/s', 'custom'),
  duty('shelter.prepare', 3, 'p/a!', 'law3'),
  duty('family.plan', 3, 'p/u', 'custom'),
  // 4 monitoring and early warning
  duty('watch.keep', 4, 'pr/p!', 'law4'),
  duty('warnings.receive', 4, 'pr/p!*', 'law4'),
  duty('warnings.publish', 4, 'pr/p!*', 'law4'),
  duty('public.inform', 4, 'pr/pu!', 'law4'),
  duty('vulnerable.alert', 4, 'pr/p!', 'law4'),
  duty('hazard.report', 4, 'vpr/u', 'law4'),
];
