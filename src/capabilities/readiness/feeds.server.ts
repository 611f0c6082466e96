import type { Feed } from '../../platform/server/queries/pull.ts';

/**
 * What phones copy: of every plan what it asks to be done, by which duty and when, so that a post can read its own part without a network.
 * No trigger, no notice text, no name. Whoever may take tasks but holds no post reads it too.
 */
export const feeds: Feed[] = [
  {
    entity: 'readiness.plan',
    sql: `select p.id, p.hazard, p.level, e.title, p.version, case when 'community' = any($1) then 'community' else 'tasks' end as scope,
                 case when p.status = 'active' then
                   (select jsonb_agg(jsonb_build_object('order', a.ord, 'title', a.title, 'duty', a.duty, 'withinMin', a.within_min) order by a.within_min, a.ord)
                      from readiness.plan_action a where a.community = p.community and a.plan = p.id and a.edition = p.edition)
                 else '[]' end as actions
            from readiness.plan p
            join readiness.plan_edition e on e.community = p.community and e.plan = p.id and e.edition = p.edition
           where ('community' = any($1) or 'tasks' = any($1)) and p.version > $2 order by p.version limit $3`,
  },
];
