-- Why: who answers for what is agreed between organisations, not decided over their heads. A proposal says what would change; each organisation
-- that it affects answers; what was agreed is written to duties.assignment with its dates.
create table duties.proposal (
  community    uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id           uuid not null,
  state        text not null,
  revision     integer not null check (revision >= 1),
  organisation uuid not null,
  made_at      timestamptz not null,
  settled_at   timestamptz,
  -- from when what was agreed counts; null until it is agreed
  effect_from  timestamptz,
  primary key (community, id)
);

-- every wording stays: what was declined is part of how it came to be agreed
create table duties.proposal_revision (
  community    uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  proposal     uuid not null,
  revision     integer not null,
  title        text not null,
  reason       text not null,
  position     uuid not null,
  person       uuid not null,
  changes      jsonb not null,
  takes_effect timestamptz,
  affected     uuid[] not null,
  at           timestamptz not null,
  primary key (community, proposal, revision),
  foreign key (community, proposal) references duties.proposal (community, id)
);

create table duties.proposal_answer (
  community    uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  proposal     uuid not null,
  revision     integer not null,
  organisation uuid not null,
  position     uuid not null,
  person       uuid not null,
  accepts      boolean not null,
  reason       text not null,
  at           timestamptz not null,
  primary key (community, proposal, revision, organisation),
  foreign key (community, proposal, revision) references duties.proposal_revision (community, proposal, revision)
);

-- what an assignment rests on, and who handed it down
create table duties.assignment_ground (
  community      uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  assignment     uuid not null,
  proposal       uuid not null,
  basis          text not null,
  delegated_from uuid,
  primary key (community, assignment),
  foreign key (community, proposal) references duties.proposal (community, id)
);

alter table duties.proposal enable row level security;
alter table duties.proposal force row level security;
create policy own_community on duties.proposal
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
alter table duties.proposal_revision enable row level security;
alter table duties.proposal_revision force row level security;
create policy own_community on duties.proposal_revision
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
alter table duties.proposal_answer enable row level security;
alter table duties.proposal_answer force row level security;
create policy own_community on duties.proposal_answer
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
alter table duties.assignment_ground enable row level security;
alter table duties.assignment_ground force row level security;
create policy own_community on duties.assignment_ground
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on duties.proposal to banyan_app;
grant select, insert, update on duties.proposal_revision to banyan_app;
grant select, insert, update on duties.proposal_answer to banyan_app;
grant select, insert on duties.assignment_ground to banyan_app;
