import type { Duty } from '../model.ts';
import { duty } from './line.ts';

/** Links 5 to 8: decision and mobilisation, response and daily life, recovery, review and learning. */
export const links5to8: readonly Duty[] = [
  // 5 decision, mobilisation and allocation
  duty('response.command', 5, 'r/sp!*', 'law2'),
  duty('response.dispatch', 5, 'r/p!*', 'law5'),
  duty('response.triage', 5, 'r/p!*', 'law5'),
  duty('response.report', 5, 'rc/p*', 'law2'),
  duty('journal.read', 5, 'rc/p*', 'custom'),
  duty('street.liaise', 5, 'pr/s', 'law2'),
  duty('volunteer.mobilise', 5, 'r/sc', 'law5'),
  duty('funds.release', 5, 'rc/c', 'custom'),
  // 6 response, rescue and daily-life services
  duty('response.checkIn', 6, 'r/p!*', 'law5'),
  duty('response.volunteer', 6, 'r/cu*', 'law5'),
  duty('evacuate.vulnerable', 6, 'r/cp!', 'law5'),
  duty('rescue.first', 6, 'r/c!', 'law5'),
  duty('medical.support', 6, 'r/c!', 'law5'),
  duty('shelter.open', 6, 'r/a!', 'law5'),
  duty('supply.deliver', 6, 'r/cp!', 'law5'),
  duty('medicine.deliver', 6, 'r/c!', 'law5'),
  duty('water.pump', 6, 'r/a!', 'law5'),
  duty('utility.secure', 6, 'r/a!', 'law5'),
  duty('order.keep', 6, 'r/s!', 'law5'),
  duty('access.keep', 6, 'r/a', 'law5'),
  duty('quarantine.serve', 6, 'r/cp', 'law5'),
  duty('child.care', 6, 'rc/cu', 'law5'),
  duty('language.help', 6, 'vprc/u', 'custom'),
  // 7 recovery and psychosocial support
  duty('psych.support', 7, 'rc/cu', 'law6'),
  duty('damage.survey', 7, 'c/p', 'law6'),
  duty('relief.follow', 7, 'c/p', 'law6'),
  duty('recovery.run', 7, 'c/sa', 'law6'),
  duty('data.sunset', 7, 'c/p!', 'custom'),
  // 8 review, learning and adaptation
  duty('review.hold', 8, 'c/pu', 'law6'),
  duty('finding.follow', 8, 'cp/p', 'law6'),
  duty('plan.revise', 8, 'cp/p', 'law3'),
  duty('account.publish', 8, 'c/u', 'custom'),
];
