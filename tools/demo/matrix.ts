import { duties } from '../../src/capabilities/duties/index.ts';
import type { Organisations } from './organisations.ts';
import type { Said } from './places.ts';
import type { Random } from './random.ts';

/**
 * Who holds what, one line per duty: role, rank where it is not 1, organisation, and the post where not every post holds it:
 * `A committee/主任; R grid; R2 property`. `@flood,heat` limits to hazards, `!I,II` to levels.
 */
const lines: Readonly<Record<string, string>> = {
  'community.manage': 'A committee/主任; R committee/副主任; R2 committee/台账专干',
  'register.read': 'A committee/主任; R committee; R grid; R social; R clinic; R2 police/社区民警; C tenants',
  'register.write': 'A committee/台账专干; R grid; R social/社会工作者; R2 committee/民政专干',
  'register.readNeeds': 'A committee/民政专干; R committee/主任; R committee/副主任; R grid; R social; R clinic; I elders',
  'register.readIdentity': 'A committee/台账专干; R2 police/社区民警; R committee/主任',
  'register.import': 'A committee/台账专干; R committee/主任; R2 committee/副主任',
  'risk.survey': 'A committee/应急专干; R property/工程主管; R fire/站长; C owners; C tenants; I street',
  'risk.map': 'A committee/应急专干; R neighbours/队长; C tenants; C owners; C school',
  'needs.assess': 'A social/站长; R social/社会工作者; R grid; C clinic; C elders',
  'floating.know': 'A committee/副主任; R grid; R tenants; C police',
  'hazard.remedy': 'A property/项目经理; R property/工程主管; C owners; I committee',
  'fire.prevent': 'A fire/站长; R property/秩序主管; R grid; C owners; I committee',
  'building.maintain': 'A property/项目经理; R property/工程主管; C owners',
  'drain.clear': 'A property/工程主管; R property; R2 water; I committee',
  'epidemic.prevent': 'A clinic/站长; R committee/卫生专干; R grid; I school; I kindergarten',
  'public.teach': 'A committee/宣传专干; R neighbours/队长; R fire; R school; C tenants',
  'conflict.settle': 'A committee/副主任; R police/社区民警; R social; C tenants',
  'duties.assign': 'A committee/主任; R2 committee/副主任; C street; I social',
  'readiness.plan': 'A committee/应急专干; R committee/主任; C fire; C clinic; C social; I street',
  'readiness.stock': 'A committee/物资管理员; R2 committee/应急专干; R2 market; C pharmacy; I street',
  'drill.hold': 'A committee/应急专干; R fire/站长; R school; C property; I street',
  'team.train': 'A fire/站长; R clinic/护士; R2 orange/队长',
  'volunteer.enrol': 'A neighbours/队长; R orange/队长; R bilingual/团长; C social',
  'agreement.keep': 'A committee/副主任; R shops/会长; C market; C pharmacy; C canteen',
  'shelter.prepare': 'A committee/物资管理员; R school/安全校长; R property; I street',
  'family.plan': 'A social/社会工作者; R neighbours; C clinic',
  'watch.keep': 'A committee/应急专干; R committee; R2 property/秩序主管; I police',
  'warnings.receive': 'A committee/应急专干; R committee/主任; R2 committee/副主任; I street',
  'warnings.publish': 'A committee/主任; R committee/宣传专干; R2 committee/副主任; C street',
  'public.inform': 'A committee/宣传专干; R grid; R2 neighbours/队长; R2 bilingual/团长 !III,IV; R bilingual/团长 !I,II',
  'vulnerable.alert': 'A grid/网格队长; R grid; R2 elders; R2 neighbours/队长',
  'hazard.report': 'A committee/应急专干; R property; R grid; R shops; R tenants; R neighbours',
  'response.command': 'A committee/主任; R2 committee/副主任; C street; C fire; I social',
  'response.dispatch': 'A committee/应急专干; R committee/主任; R committee/副主任; R grid/网格队长; R2 social/站长; C neighbours',
  'response.triage': 'A social/站长; R committee/民政专干; R committee/应急专干; R committee/主任; R clinic/全科医生; R grid; R2 social',
  'response.report': 'A committee/副主任; R committee/应急专干; R committee/主任; R street; I police',
  'journal.read': 'A committee/主任; R committee/副主任; R street',
  'street.liaise': 'A committee/主任; R street/包联干部; R2 committee/副主任',
  'volunteer.mobilise': 'A neighbours/队长; R orange/队长; R bilingual/团长; C committee',
  'funds.release': 'A committee/主任; C street; C owners',
  'response.checkIn': 'A grid/网格队长; R grid; R committee; R2 social; I police',
  'response.volunteer':
    'A neighbours/队长; R neighbours; R orange; R bilingual; R elders; R shops; R market; R pharmacy; R canteen; R courier; R tenants',
  'evacuate.vulnerable':
    'A committee/副主任; R grid/网格队长; R2 orange/队长; R2 property/秩序主管; R2 police/辅警 !I,II; C clinic; I police !III,IV',
  'rescue.first': 'A fire/站长; R fire; R2 orange/队长; R2 property/秩序主管',
  'medical.support': 'A clinic/站长; R clinic/全科医生; R2 clinic/护士; C pharmacy',
  'shelter.open': 'A committee/物资管理员; R school/安全校长; R2 property; C street !I,II; I street !III,IV',
  'supply.deliver': 'A committee/物资管理员; R market; R2 courier; R2 neighbours/队长; C shops; R2 canteen !I,II; C canteen !III,IV',
  'medicine.deliver': 'A clinic/站长; R pharmacy; R2 neighbours/队长; C elders',
  'water.pump': 'A property/项目经理; R property/工程主管; R2 fire @flood,storm; R2 water; C owners !III,IV',
  'utility.secure': 'A property/工程主管; R power; R water; R gas; R2 property/项目经理',
  'order.keep': 'A police/社区民警; R property/秩序主管; R2 orange/队长; C committee !I,II; I committee !III,IV',
  'access.keep': 'A property/秩序主管; R police/辅警; R2 neighbours/队长 @epidemic',
  'quarantine.serve': 'A committee/卫生专干; R grid; R clinic/护士; R2 neighbours/队长; C pharmacy',
  'child.care': 'A social/社会工作者; R school; R kindergarten; C police',
  'language.help': 'A bilingual/团长; R bilingual; C tenants',
  'psych.support': 'A mind/主任; R mind/咨询师; R social/心理社工; I clinic',
  'damage.survey': 'A committee/副主任; R property; R grid; C owners; C shops',
  'relief.follow': 'A committee/民政专干; R social; I street',
  'recovery.run': 'A committee/主任; R property; R social; C owners; C tenants; C shops',
  'data.sunset': 'A committee/台账专干; R committee/副主任; I street',
  'review.hold': 'A committee/主任; R social/站长; R committee/应急专干; C fire; C neighbours; C property; I street',
  'finding.follow': 'A committee/副主任; R committee/应急专干; I street',
  'plan.revise': 'A committee/应急专干; R committee/主任; C clinic; C fire; C social',
};
// `account.publish` is held by nobody yet: a gap that the matrix page and the analysis have to show.

const entry = /^([RACI])([2-9]?) (\w+)(?:\/(\S+))?(?: @(\S+))?(?: !(\S+))?$/;

/** The matrix as one `duties.assign`. @throws Error when a line names what is not there, which is a fault of this file */
export function makeMatrix({ organisations, posts }: Organisations, random: Random): Said {
  const assignments = Object.entries(lines).flatMap(([duty, text]) => {
    if (!duties.some((d) => d.code === duty)) throw new Error(`the catalogue has no duty ${duty}`);
    return text.split('; ').map((cell) => {
      const [, role, rank, key = '', post, hazards, levels] = entry.exec(cell) ?? [];
      const organisationId = organisations.get(key);
      const position = post === undefined ? null : posts.get(`${key}/${post}`)?.id;
      if (!organisationId || position === undefined) throw new Error(`${duty}: ${cell}`);
      const limits = { hazards: hazards?.split(',') ?? null, levels: levels?.split(',') ?? null };
      return { id: random.id(), duty, organisationId, positionId: position, role, rank: Number(rank || 1), ...limits };
    });
  });
  return ['duties.assign', { assignments }];
}
