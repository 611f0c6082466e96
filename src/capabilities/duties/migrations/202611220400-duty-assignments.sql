-- Why: what a person may do follows from a position in an organisation that holds a duty. One row is one cell of the matrix.
create schema duties;
grant usage on schema duties to banyan_app;

create table duties.assignment (
  community    uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id           uuid not null,
  -- code of the catalogue, which is code: no foreign key
  duty         text not null check (length(duty) between 3 and 60),
  organisation uuid not null,
  -- null: every position of the organisation
  position     uuid,
  role         text not null check (role in ('R', 'A', 'C', 'I')),
  rank         integer not null check (rank between 1 and 9),
  grids        uuid[] check (cardinality(grids) > 0),
  hazards      text[] check (cardinality(hazards) > 0),
  levels       text[] check (cardinality(levels) > 0),
  since        timestamptz not null,
  until        timestamptz check (until >= since),
  version      bigint not null,
  scope        text not null default 'community',
  primary key (community, id)
);
create index on duties.assignment (community, duty);
create index on duties.assignment (community, organisation);
alter table duties.assignment enable row level security;
alter table duties.assignment force row level security;
create policy own_community on duties.assignment
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on duties.assignment to banyan_app;
