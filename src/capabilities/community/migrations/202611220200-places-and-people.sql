-- Why: every other slice points at a place, an organisation or a position; they are kept once, here, with the community in every key.
create schema community;
grant usage on schema community to banyan_app;

create table community.community (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  name      text not null check (length(name) between 1 and 60),
  name_en   text not null default '' check (length(name_en) <= 120),
  name_ug   text not null default '' check (length(name_ug) <= 120),
  -- statistical code: text, because it has leading parts and is never counted with
  code12    text not null check (code12 ~ '^[1-9][0-9]{11}$'),
  lon       double precision check (lon between -180 and 180),
  lat       double precision check (lat between -90 and 90),
  version   bigint not null,
  primary key (community)
);

create table community.grid (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  number    integer not null check (number between 1 and 999),
  name      text not null check (length(name) between 1 and 40),
  version   bigint not null,
  scope     text not null default 'community',
  primary key (community, id),
  constraint grid_number_once unique (community, number)
);

create table community.building (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  grid      uuid not null,
  number    text not null check (number ~ '^[A-Z]{0,2}[0-9]{1,4}$'),
  name      text not null check (length(name) between 1 and 40),
  floors    integer not null check (floors between 1 and 120),
  units     integer not null default 0 check (units >= 0),
  lon       double precision check (lon between -180 and 180),
  lat       double precision check (lat between -90 and 90),
  version   bigint not null,
  scope     text not null default 'community',
  primary key (community, id),
  constraint building_number_once unique (community, number),
  foreign key (community, grid) references community.grid (community, id)
);
create index on community.building (community, grid);

create table community.unit (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  grid      uuid not null,
  building  uuid not null,
  number    integer not null check (number between 1 and 99),
  version   bigint not null,
  scope     text not null generated always as ('grid:' || grid::text) stored,
  primary key (community, id),
  constraint unit_number_once unique (community, building, number),
  foreign key (community, building) references community.building (community, id)
);
create index on community.unit (community, scope, version);

create table community.dwelling (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  grid      uuid not null,
  building  uuid not null,
  unit      uuid not null,
  floor     integer not null check (floor between -3 and 120 and floor <> 0),
  room      text not null check (room ~ '^[0-9A-Z]{1,8}$'),
  -- building-unit-room, what people say and type: 3-2-501
  door      text not null check (length(door) between 3 and 24),
  version   bigint not null,
  scope     text not null generated always as ('grid:' || grid::text) stored,
  primary key (community, id),
  constraint door_once unique (community, door),
  foreign key (community, unit) references community.unit (community, id)
);
create index on community.dwelling (community, scope, version);
create index on community.dwelling (community, building);

create table community.facility (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  kind      text not null check (kind ~ '^[a-z][a-z_]{1,39}$'),
  name      text not null check (length(name) between 1 and 60),
  grid      uuid,
  lon       double precision check (lon between -180 and 180),
  lat       double precision check (lat between -90 and 90),
  version   bigint not null,
  scope     text not null default 'community',
  primary key (community, id),
  foreign key (community, grid) references community.grid (community, id)
);

create table community.shelter (
  community  uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id         uuid not null,
  name       text not null check (length(name) between 1 and 60),
  capacity   integer not null check (capacity between 1 and 100000),
  accessible boolean not null,
  grid       uuid,
  lon        double precision check (lon between -180 and 180),
  lat        double precision check (lat between -90 and 90),
  version    bigint not null,
  scope      text not null default 'community',
  primary key (community, id),
  foreign key (community, grid) references community.grid (community, id)
);

create table community.organisation (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  -- open list: no check on which word
  kind      text not null check (kind ~ '^[a-z][a-z_]{1,39}$'),
  sector    text not null,
  name      text not null check (length(name) between 1 and 60),
  phone     text not null default '',
  status    text not null default 'active' check (status in ('active', 'ended')),
  ended_at  timestamptz,
  version   bigint not null,
  scope     text not null default 'community',
  primary key (community, id),
  constraint organisation_name_once unique (community, name),
  check ((status = 'ended') = (ended_at is not null))
);

create table community.person (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  name      text not null check (length(name) between 1 and 60),
  phone     text not null default '',
  languages text[] not null default '{}',
  skills    text[] not null default '{}',
  version   bigint not null,
  primary key (community, id)
);

create table community.position (
  community    uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id           uuid not null,
  organisation uuid not null,
  title        text not null check (length(title) between 1 and 60),
  seat         boolean not null default false,
  -- null: the whole community
  grids        uuid[] check (cardinality(grids) > 0),
  holder       uuid,
  deputy       uuid,
  since        timestamptz not null,
  until        timestamptz check (until >= since),
  version      bigint not null,
  -- posts are public among staff; a seat is seen by its holder and by those who ask for the list with a duty
  scope        text not null generated always as (case when not seat then 'community' when holder is null then 'nobody' else 'person:' || holder::text end) stored,
  primary key (community, id),
  foreign key (community, organisation) references community.organisation (community, id),
  foreign key (community, holder) references community.person (community, id),
  foreign key (community, deputy) references community.person (community, id),
  constraint deputy_is_another check (holder <> deputy)
);
create index on community.position (community, organisation);
create index on community.position (community, holder);
create index on community.position (community, scope, version);

-- Who held what, from when to when: history, only ever added to; the end is written once.
create table community.holding (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  position  uuid not null,
  person    uuid not null,
  as_deputy boolean not null,
  since     timestamptz not null,
  until     timestamptz check (until >= since),
  -- community version of the command that began it
  version   bigint not null,
  primary key (community, position, as_deputy, version),
  foreign key (community, position) references community.position (community, id),
  foreign key (community, person) references community.person (community, id)
);
create unique index one_holder_at_a_time on community.holding (community, position, as_deputy) where until is null;
create index on community.holding (community, person);

alter table community.community enable row level security;
alter table community.community force row level security;
create policy own_community on community.community
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.community to banyan_app;
alter table community.grid enable row level security;
alter table community.grid force row level security;
create policy own_community on community.grid
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.grid to banyan_app;
alter table community.building enable row level security;
alter table community.building force row level security;
create policy own_community on community.building
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.building to banyan_app;
alter table community.unit enable row level security;
alter table community.unit force row level security;
create policy own_community on community.unit
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.unit to banyan_app;
alter table community.dwelling enable row level security;
alter table community.dwelling force row level security;
create policy own_community on community.dwelling
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.dwelling to banyan_app;
alter table community.facility enable row level security;
alter table community.facility force row level security;
create policy own_community on community.facility
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.facility to banyan_app;
alter table community.shelter enable row level security;
alter table community.shelter force row level security;
create policy own_community on community.shelter
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.shelter to banyan_app;
alter table community.organisation enable row level security;
alter table community.organisation force row level security;
create policy own_community on community.organisation
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.organisation to banyan_app;
alter table community.person enable row level security;
alter table community.person force row level security;
create policy own_community on community.person
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.person to banyan_app;
alter table community.position enable row level security;
alter table community.position force row level security;
create policy own_community on community.position
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.position to banyan_app;
alter table community.holding enable row level security;
alter table community.holding force row level security;
create policy own_community on community.holding
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.holding to banyan_app;
