-- Why: social organisations had no lawful place among those who act in an emergency. An assessment says what one is able to do, a mandate what it may
-- and must, with two names under it; agreements tie organisations to one another.
create table community.assessment (
  community     uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id            uuid not null,
  organisation  uuid not null,
  capabilities  text[] not null,
  people        integer not null check (people between 0 and 10000),
  -- last day; null: not insured
  insured_until date,
  contact24     text not null,
  note          text not null,
  -- who wrote it down; null: the installation
  position      uuid,
  person        uuid,
  at            timestamptz not null,
  primary key (community, id),
  foreign key (community, organisation) references community.organisation (community, id)
);
create index on community.assessment (community, organisation, at);

create table community.mandate (
  community         uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id                uuid not null,
  organisation      uuid not null,
  state             text not null,
  scope             text not null,
  -- codes of a catalogue that another slice keeps
  duties            text[] not null check (cardinality(duties) > 0),
  grids             uuid[] check (cardinality(grids) > 0),
  levels            text[] check (cardinality(levels) > 0),
  tiers             text[] not null,
  cost_rule         text not null,
  since             timestamptz not null,
  until             timestamptz not null check (until > since),
  -- the name for the community
  offered_position  uuid not null,
  offered_person    uuid not null,
  offered_at        timestamptz not null,
  -- the name for the organisation, under a yes or a no
  answered_position uuid,
  answered_person   uuid,
  answered_at       timestamptz,
  answer_reason     text not null default '',
  -- before its time
  ended_at          timestamptz,
  ended_position    uuid,
  ended_person      uuid,
  end_reason        text not null default '',
  primary key (community, id),
  foreign key (community, organisation) references community.organisation (community, id),
  -- nobody signs for both sides
  constraint two_names check (answered_person <> offered_person)
);
create index on community.mandate (community, organisation);

create table community.mandate_review (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  mandate   uuid not null,
  verdict   text not null,
  note      text not null,
  next_at   timestamptz,
  position  uuid not null,
  person    uuid not null,
  at        timestamptz not null,
  primary key (community, id),
  foreign key (community, mandate) references community.mandate (community, id)
);

-- From when on nobody holds a duty without the mandate it takes. No row: not yet, as in every community that was there before mandates were.
create table community.mandate_rule (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  bind_from timestamptz,
  primary key (community)
);

create table community.agreement (
  community         uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id                uuid not null,
  organisation      uuid not null,
  partner           uuid not null,
  kind              text not null,
  state             text not null,
  terms             text not null,
  since             timestamptz not null,
  until             timestamptz check (until > since),
  -- days after which it is tried again
  test_every        integer check (test_every > 0),
  offered_position  uuid not null,
  offered_person    uuid not null,
  offered_at        timestamptz not null,
  answered_position uuid,
  answered_person   uuid,
  answered_at       timestamptz,
  answer_reason     text not null default '',
  ended_at          timestamptz,
  ended_position    uuid,
  ended_person      uuid,
  end_reason        text not null default '',
  primary key (community, id),
  foreign key (community, organisation) references community.organisation (community, id),
  foreign key (community, partner) references community.organisation (community, id),
  constraint two_sides check (partner <> organisation),
  constraint two_accept check (answered_person <> offered_person)
);

create table community.agreement_test (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  agreement uuid not null,
  worked    boolean not null,
  note      text not null,
  position  uuid not null,
  person    uuid not null,
  at        timestamptz not null,
  primary key (community, id),
  foreign key (community, agreement) references community.agreement (community, id)
);

alter table community.assessment enable row level security;
alter table community.assessment force row level security;
create policy own_community on community.assessment
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert on community.assessment to banyan_app;
alter table community.mandate enable row level security;
alter table community.mandate force row level security;
create policy own_community on community.mandate
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.mandate to banyan_app;
alter table community.mandate_review enable row level security;
alter table community.mandate_review force row level security;
create policy own_community on community.mandate_review
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert on community.mandate_review to banyan_app;
alter table community.mandate_rule enable row level security;
alter table community.mandate_rule force row level security;
create policy own_community on community.mandate_rule
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.mandate_rule to banyan_app;
alter table community.agreement enable row level security;
alter table community.agreement force row level security;
create policy own_community on community.agreement
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.agreement to banyan_app;
alter table community.agreement_test enable row level security;
alter table community.agreement_test force row level security;
create policy own_community on community.agreement_test
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert on community.agreement_test to banyan_app;
