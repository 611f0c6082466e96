import type { Duty } from '../model.ts';
import { duty } from './line.ts';

/** Links 5 to 8: decision and mobilisation, response and daily life, recovery, review and learning. */
export const links5to8: readonly Duty[] = [
  // 5 decision, mobilisation and allocation
  duty('response.command', 5, 'r/sp!*', 'command', { effort: 2, targetMin: 15, leadsTo: 'recovery.run' }),
  duty('response.dispatch', 5, 'r/p!*', 'command scope', { effort: 3, targetMin: 10 }),
  duty('response.triage', 5, 'r/p!*', 'rescue protect', { effort: 4, targetMin: 5 }),
  duty('response.report', 5, 'rc/p*', 'report command', { effort: 1.5, targetMin: 60, leadsTo: 'review.hold' }),
  duty('journal.read', 5, 'rc/p*', 'journal', { effort: 0.1 }),
  duty('street.liaise', 5, 'pr/s', 'command committee', { effort: 1, targetMin: 15 }),
  duty('volunteer.mobilise', 5, 'r/sc', 'volunteers rescue', { effort: 1, targetMin: 30 }),
  duty('funds.release', 5, 'rc/c', 'account', { effort: 0.2, targetMin: 240 }),
  // 6 response, rescue and daily-life services
  duty('response.checkIn', 6, 'r/p!*', 'rescue tenants', { effort: 25, crew: 2, targetMin: 60 }),
  duty('response.volunteer', 6, 'r/cu*', 'volunteers place', { effort: 10, crew: 2, targetMin: 60 }),
  duty('evacuate.vulnerable', 6, 'r/cp!', 'protect rescue', {
    effort: 10,
    crew: 2,
    targetMin: 60,
    skills: ['first_aid', 'nursing', 'driving', 'lifting'],
    leadsTo: 'relief.follow',
  }),
  duty('rescue.first', 6, 'r/c!', 'rescue', { effort: 4, crew: 2, targetMin: 15, skills: ['first_aid', 'lifting'], leadsTo: 'psych.support' }),
  duty('medical.support', 6, 'r/c!', 'rescue', { effort: 5, targetMin: 30, skills: ['nursing', 'first_aid'], leadsTo: 'psych.support' }),
  duty('shelter.open', 6, 'r/a!', 'shelter rescue', { effort: 8, crew: 2, targetMin: 120, leadsTo: 'relief.follow' }),
  duty('supply.deliver', 6, 'r/cp!', 'supply stock', { effort: 12, crew: 2, targetMin: 240, leadsTo: 'relief.follow' }),
  duty('medicine.deliver', 6, 'r/c!', 'protect supply', { effort: 3, targetMin: 240 }),
  duty('water.pump', 6, 'r/a!', 'rescue property', { effort: 2, crew: 2, targetMin: 60, skills: ['electrics', 'lifting'], leadsTo: 'damage.survey' }),
  duty('utility.secure', 6, 'r/a!', 'rescue property', { effort: 2, targetMin: 60, skills: ['electrics'], leadsTo: 'damage.survey' }),
  duty('order.keep', 6, 'r/s!', 'order selfGovernance', { effort: 5, crew: 2, targetMin: 30 }),
  duty('access.keep', 6, 'r/a', 'property order', { effort: 12, targetMin: 60 }),
  duty('quarantine.serve', 6, 'r/cp', 'disease isolation', { effort: 6, targetMin: 240 }),
  duty('child.care', 6, 'rc/cu', 'minors protect', { effort: 2, targetMin: 60, skills: ['childcare'] }),
  duty('language.help', 6, 'vprc/u', 'languages needs', { effort: 1, targetMin: 60 }),
  // 7 recovery and psychosocial support
  duty('psych.support', 7, 'rc/cu', 'mind support', { effort: 1.5, targetMin: 1440, skills: ['counselling'] }),
  duty('damage.survey', 7, 'c/p', 'recover', { effort: 2, targetMin: 1440, leadsTo: 'recovery.run' }),
  duty('relief.follow', 7, 'c/p', 'relief recover', { effort: 2, targetMin: 1440 }),
  duty('recovery.run', 7, 'c/sa', 'recover participation', { effort: 2, leadsTo: 'review.hold' }),
  duty('data.sunset', 7, 'c/p!', 'erase', { effort: 0.1 }),
  // 8 review, learning and adaptation
  duty('review.hold', 8, 'c/pu', 'review evaluation', { effort: 0.2, leadsTo: 'finding.follow' }),
  duty('finding.follow', 8, 'cp/p', 'review', { effort: 0.2, leadsTo: 'plan.revise' }),
  duty('plan.revise', 8, 'cp/p', 'plan review', { effort: 0.2 }),
  duty('account.publish', 8, 'c/u', 'account discussion', { effort: 0.1 }),
];
