-- Why: effort, target and skills of a duty are estimates of the catalogue. A community that has drilled knows better, and its figures replace ours.
create table duties.estimate (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  -- code of the catalogue, which is code: no foreign key
  duty       text not null check (length(duty) between 3 and 60),
  -- person-hours a day for every 1,000 residents
  effort     double precision not null check (effort between 0 and 200),
  -- minutes to the first action; null: no clock runs
  target_min integer check (target_min between 1 and 20160),
  skills     text[] not null,
  since      timestamptz not null,
  primary key (community, duty)
);
alter table duties.estimate enable row level security;
alter table duties.estimate force row level security;
create policy own_community on duties.estimate
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update, delete on duties.estimate to banyan_app;
