import type { OrganisationId } from '../../src/kernel/ids.ts';
import type { DemoPost, Organisations } from './organisations.ts';
import { postOf } from './organisations.ts';
import { byPerson, type Speaker } from './speaker.ts';

const dayMs = 86_400_000;

export interface ChangeCast {
  readonly organisations: Organisations;
  readonly nowMs: number;
}

/** One proposal of the story. */
interface Told {
  readonly by: string;
  readonly title: string;
  readonly reason: string;
  readonly basis: string;
  /** What changes: a new assignment, or one that stands (duty, organisation, role) changed or ended. */
  readonly change: { readonly duty: string; readonly to: string; readonly role: string; readonly post?: string } & (
    | { readonly is: 'add' | 'change'; readonly rank?: number; readonly levels?: readonly string[] }
    | { readonly is: 'end' }
  );
  /** Why the organisation declines at first; then it is said anew with this reason. */
  readonly declined?: { readonly why: string; readonly anew: string };
  readonly takesEffect?: string;
}

async function changeOf(speaker: Speaker, { organisations }: ChangeCast, { change, basis }: Told): Promise<object> {
  const organisationId = organisations.organisations.get(change.to);
  if (change.is === 'add') {
    const { duty, role, rank = 1, levels = null } = change;
    const positionId = change.post ? postOf(organisations, `${change.to}/${change.post}`).id : null;
    return { kind: 'add', id: speaker.random.id(), duty, organisationId, positionId, role, rank, levels, basis };
  }
  const [old] = await speaker.rows<{ id: string; positionId: string | null; rank: number }>(
    `select id, position as "positionId", rank from duties.assignment
      where duty = $1 and organisation = $2 and role = $3 and until is null order by rank limit 1`,
    [change.duty, organisationId, change.role],
  );
  if (!old) throw new Error(`the demo has no ${change.role} of ${change.to} for ${change.duty}`);
  if (change.is === 'end') return { kind: 'end', endsId: old.id, basis };
  const { role, rank = old.rank, levels = null } = change;
  return { kind: 'change', id: speaker.random.id(), endsId: old.id, positionId: old.positionId, role, rank, levels, basis };
}

const firstPost = ({ organisations }: ChangeCast, id: OrganisationId): DemoPost => {
  const found = [...organisations.posts.values()].find((p) => p.organisationId === id);
  if (!found) throw new Error('an organisation of the demo has no post');
  return found;
};

/** Proposes it; where it is told so it is declined and said anew; then all whom it concerns accept, unless it is to stay open. */
async function tell(speaker: Speaker, cast: ChangeCast, told: Told, open = false): Promise<void> {
  const by = postOf(cast.organisations, told.by);
  const proposalId = speaker.random.id();
  const wording = {
    proposalId,
    positionId: by.id,
    title: told.title,
    reason: told.reason,
    changes: [await changeOf(speaker, cast, told)],
    takesEffect: told.takesEffect ?? null,
  };
  await speaker.say(byPerson(by.holder), [['duties.propose', wording]]);
  if (open) return;
  const asked = async () =>
    (
      await speaker.rows<{ affected: OrganisationId[] }>('select affected from duties.proposal_revision where proposal = $1 order by revision desc', [
        proposalId,
      ])
    )[0]?.affected.filter((id) => id !== by.organisationId) ?? [];
  let revision = 1;
  if (told.declined) {
    const to = cast.organisations.organisations.get(told.change.to);
    speaker.wait(60 * 26);
    const post = firstPost(cast, to as OrganisationId);
    const answer = { proposalId, revision, positionId: post.id, accepts: false, reason: told.declined.why };
    await speaker.say(byPerson(post.holder), [['duties.answerProposal', answer]]);
    speaker.wait(60 * 50);
    const anew = { ...wording, reason: told.declined.anew, changes: [await changeOf(speaker, cast, told)], revision };
    await speaker.say(byPerson(by.holder), [['duties.amendProposal', anew]]);
    revision += 1;
  }
  for (const organisation of await asked()) {
    speaker.wait(60 * 20);
    const post = firstPost(cast, organisation);
    await speaker.say(byPerson(post.holder), [['duties.answerProposal', { proposalId, revision, positionId: post.id, accepts: true, reason: '' }]]);
  }
}

const agreed: readonly (Told & { readonly daysAgo: number })[] = [
  {
    daysAgo: 185,
    by: 'committee/副主任',
    title: '消防站参加转移重点居民',
    reason: '大雨时转移人手不够',
    basis: '汛期社区联席会议纪要',
    change: { is: 'add', duty: 'evacuate.vulnerable', to: 'fire', role: 'R', rank: 2, post: '站长', levels: ['I', 'II'] },
    declined: { why: '请先写明转移哪些楼、由谁带路', anew: '只转移1至4号楼一层住户，由网格员带路' },
  },
  {
    daysAgo: 120,
    by: 'neighbours/队长',
    title: '志愿服务队直接参加入户通知',
    reason: '去年高温时网格员来不及逐户通知',
    basis: '志愿服务队队务会决定',
    change: { is: 'change', duty: 'public.inform', to: 'neighbours', role: 'R', rank: 1 },
  },
  {
    daysAgo: 90,
    by: 'clinic/站长',
    title: '代取药品不再征询助老社',
    reason: '清单已由社区统一登记，逐次征询耽误送药',
    basis: '卫生服务站与社区会商记录',
    change: { is: 'end', duty: 'medicine.deliver', to: 'elders', role: 'C' },
  },
];

/** What was agreed in the last half year, one of them only after it had been declined; and the language in which an organisation reads its card. */
export async function agreeOnChanges(speaker: Speaker, cast: ChangeCast): Promise<void> {
  const leader = postOf(cast.organisations, 'bilingual/团长');
  await speaker.say(byPerson(leader.holder), [['community.rememberLanguage', { organisationId: leader.organisationId, language: 'ug' }]]);
  for (const { daysAgo, ...told } of agreed) {
    speaker.setClock(cast.nowMs - daysAgo * dayMs);
    await tell(speaker, cast, told);
  }
}

/** What is agreed already and counts from a later day, and what still waits for answers. */
export async function proposeLately(speaker: Speaker, cast: ChangeCast): Promise<void> {
  speaker.setClock(cast.nowMs - 2 * dayMs);
  await tell(speaker, cast, {
    by: 'mind/主任',
    title: '心理支持先征询卫生服务站',
    reason: '部分居民正在服药，先问医生更稳妥',
    basis: '社区与卫生服务站会商记录',
    change: { is: 'add', duty: 'psych.support', to: 'clinic', role: 'C', post: '全科医生' },
    takesEffect: new Date(cast.nowMs + 21 * dayMs).toISOString(),
  });
  const waits: Told = {
    by: 'committee/物资管理员',
    title: '供电所保障安置点用电',
    reason: '去年安置点停电两次',
    basis: '安置点演练复盘',
    change: { is: 'add', duty: 'shelter.open', to: 'power', role: 'R', rank: 2, levels: ['I', 'II', 'III'] },
  };
  await tell(speaker, cast, waits, true);
}
