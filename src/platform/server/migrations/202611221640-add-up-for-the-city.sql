-- Why: street office and city compare readiness without seeing anybody. Each community counts itself and leaves small cells out before
-- the figures are written; the city's role may read these figures and nothing else.
create table platform.rollup (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  -- what was counted, e.g. register.needs
  measure    text not null check (length(measure) between 3 and 80),
  cell       text not null check (length(cell) between 1 and 80),
  -- null: too few people to be said
  n          integer check (n >= 0),
  counted_at timestamptz not null,
  primary key (community, measure, cell)
);
alter table platform.rollup enable row level security;
alter table platform.rollup force row level security;
create policy own_community on platform.rollup
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
create policy figures_of_all on platform.rollup for select to banyan_rollup using (true);
grant select, insert, delete on platform.rollup to banyan_app;
grant usage on schema platform to banyan_rollup;
grant select on platform.rollup to banyan_rollup;
