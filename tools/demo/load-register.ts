import { z } from 'zod';
import { identityPlace } from '../../src/capabilities/register/identity.server.ts';
import { doorKey, type NeedCode, vulnerabilityOf } from '../../src/capabilities/register/index.ts';
import { searchName } from '../../src/capabilities/register/names.server.ts';
import { maskId, vault } from '../../src/capabilities/register/vault.server.ts';
import { command } from '../../src/kernel/command.ts';
import { ok } from '../../src/kernel/result.ts';
import { type At, type Handler, handler } from '../../src/platform/server/commands/handler.ts';
import type { Tx } from '../../src/platform/server/db/db.ts';
import type { Random } from './random.ts';
import type { DemoHousehold } from './residents.ts';

const LoadDemo = z.object({ seed: z.number().int(), scale: z.number().positive(), households: z.number().int(), residents: z.number().int() });
type LoadDemo = z.infer<typeof LoadDemo>;

/**
 * One command that writes the whole demo register. The journal keeps the seed and the counts, from which the same people can be made
 * again; twelve thousand payloads would tell no more. Known to the loader's own bus only: no server offers it.
 */
export function registerLoader(households: readonly DemoHousehold[], random: Random): Handler {
  const loadDemo = command<LoadDemo, null, { readonly type: 'demoRegisterLoaded' }>({
    name: 'register.loadDemo',
    ver: 1,
    payload: LoadDemo,
    duty: 'register.import',
    urgency: 'desk',
    offline: false,
    decide: () => ok([{ type: 'demoRegisterLoaded' }]),
  });
  return handler(loadDemo, {
    load: async () => null,
    apply: (tx, _change, at) => write(tx, at, households, random),
    note: (_state, { households: homes, residents }) => ({ params: { households: homes, residents } }),
  });
}

/** Inserts by column arrays: one statement per table and chunk. */
async function insert<R>(
  tx: Tx,
  table: string,
  rows: readonly R[],
  columns: Readonly<Record<string, readonly [type: string, pick: (row: R) => unknown]>>,
): Promise<void> {
  const names = Object.keys(columns);
  const arrays = names.map((name, i) => `$${i + 1}::${columns[name]?.[0]}[]`);
  const chunk = 4_000;
  for (let from = 0; from < rows.length; from += chunk) {
    const part = rows.slice(from, from + chunk);
    await tx.run(
      `insert into register.${table} (${names.join(', ')}) select * from unnest(${arrays.join(', ')})`,
      names.map((name) => part.map((row) => columns[name]?.[1](row))),
    );
  }
}

async function write(tx: Tx, at: At, households: readonly DemoHousehold[], random: Random): Promise<void> {
  const monthMs = 30 * 86_400_000;
  const version = ['bigint', () => at.version] as const;
  const keys = new Map(households.map(({ dwelling }) => [dwelling.door, doorKey(dwelling.door)]));
  const key = (h: DemoHousehold) => keys.get(h.dwelling.door);
  await insert(tx, 'household', households, {
    id: ['uuid', (h) => h.id],
    dwelling: ['uuid', (h) => h.dwelling.id],
    grid: ['uuid', (h) => h.dwelling.gridId],
    door: ['text', (h) => h.dwelling.door],
    door_key: ['text', key],
    tenure: ['text', (h) => h.tenure],
    head_name: ['text', (h) => h.residents[0]?.name ?? ''],
    size: ['int', (h) => h.residents.length],
    vulnerability: ['int', (h) => vulnerabilityOf(h.residents.flatMap((r) => r.needs.map((n) => n.code as NeedCode))).count],
    // Four in five were seen at the door within the last half year.
    verified_at: ['timestamptz', () => (random.chance(0.8) ? new Date(at.now.getTime() - random.next() * 6 * monthMs).toISOString() : null)],
    version,
  });
  const residents = households.flatMap((h) => h.residents.map((r) => ({ ...r, h, sought: searchName(r.name) })));
  await insert(tx, 'resident', residents, {
    id: ['uuid', (r) => r.id],
    household: ['uuid', (r) => r.h.id],
    grid: ['uuid', (r) => r.h.dwelling.gridId],
    door: ['text', (r) => r.h.dwelling.door],
    door_key: ['text', (r) => key(r.h)],
    name: ['text', (r) => r.name],
    other_name: ['text', (r) => r.otherName],
    pinyin: ['text', (r) => r.sought.pinyin],
    initials: ['text', (r) => r.sought.initials],
    sex: ['text', (r) => r.sex],
    birth_date: ['date', (r) => r.birthDate],
    phone: ['text', (r) => r.phone],
    relation: ['text', (r) => r.relation],
    moved_in: ['date', (r) => r.movedIn],
    version,
  });
  await insert(tx, 'identity', residents, {
    resident: ['uuid', (r) => r.id],
    ...sealed(at.community),
    valid: ['bool', () => true],
    version,
  });
  const needs = residents.flatMap((r) => r.needs.map((need) => ({ ...need, r })));
  await insert(tx, 'need', needs, {
    id: ['uuid', () => random.id()],
    resident: ['uuid', (n) => n.r.id],
    household: ['uuid', (n) => n.r.h.id],
    grid: ['uuid', (n) => n.r.h.dwelling.gridId],
    code: ['text', (n) => n.code],
    detail: ['text', (n) => n.detail],
    source: ['text', () => 'import'],
    since: ['timestamptz', () => at.now.toISOString()],
    version,
  });
  const contacts = households.flatMap((h) => (h.contact ? [{ ...h.contact, h }] : []));
  await insert(tx, 'contact', contacts, {
    id: ['uuid', () => random.id()],
    household: ['uuid', (c) => c.h.id],
    grid: ['uuid', (c) => c.h.dwelling.gridId],
    name: ['text', (c) => c.name],
    phone: ['text', (c) => c.phone],
    relation: ['text', (c) => c.relation],
    version,
  });
}

/** Columns of a sealed identity number. */
function sealed(community: string) {
  type Row = { readonly id: string; readonly idNumber: string };
  const { seal, blindIndex } = vault();
  const made = new Map<string, ReturnType<typeof seal>>();
  const of = (row: Row) => {
    const known = made.get(row.id) ?? seal(Buffer.from(row.idNumber), identityPlace(community, row.id));
    made.set(row.id, known);
    return known;
  };
  return {
    cipher: ['bytea', (row: Row) => of(row).cipher],
    key_id: ['text', (row: Row) => of(row).keyId],
    blind_index: ['bytea', (row: Row) => blindIndex(community, row.idNumber)],
    masked: ['text', (row: Row) => maskId(row.idNumber)],
  } as const;
}
