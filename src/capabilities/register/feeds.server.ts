import type { Feed } from '../../platform/server/queries/pull.ts';

const where = 'where scope = any($1) and version > $2';
const page = 'order by version limit $3';

/** Rows that phones copy. Needs travel in the scope `needs:<grid>` only; identity numbers never travel. */
export const feeds: Feed[] = [
  {
    entity: 'register.household',
    sql: `select id, dwelling, grid, door, door_key as "doorKey", tenure, head_name as "headName", size, vulnerability, verified_at as "verifiedAt", version, scope
            from register.household ${where} ${page}`,
  },
  {
    entity: 'register.resident',
    sql: `select id, household, name, other_name as "otherName", initials, sex, birth_date as "birthDate", birth_year as "birthYear", phone, relation, version, scope
            from register.resident ${where} and left_at is null ${page}`,
  },
  {
    entity: 'register.need',
    sql: `select id, resident, household, code, detail, version, scope from register.need ${where} and ended_at is null ${page}`,
  },
  {
    entity: 'register.contact',
    sql: `select id, household, resident, name, phone, relation, version, scope from register.contact ${where} ${page}`,
  },
  {
    entity: 'register.careLink',
    sql: `select id, resident, household, carer_resident as "carerResident", carer_person as "carerPerson", note, version, scope from register.care_link ${where} ${page}`,
  },
  {
    // What becomes of a conflict, for the person who said the later value: which fields, and which side stands; never the values.
    entity: 'register.review',
    sql: `select id, command, kind, door, array(select d ->> 'field' from jsonb_array_elements(said) as d) as fields, state, choice, decided_at as "decidedAt",
                 version, author_scope as scope from register.review where author_scope = any($1) and version > $2 ${page}`,
  },
];
