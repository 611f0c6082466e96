-- Why: an organisation could not ask for a mandate by itself; it waited until somebody thought of it. And whoever keeps the directory could free an
-- organisation of its mandate by calling it a clinic: what takes part by law now rests on a stated ground and two people.

-- Names of whoever puts something and of whoever answers stand in columns named as in community.mandate: one way of writing serves them all.
create table community.mandate_request (
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
  why               text not null,
  offered_position  uuid not null,
  offered_person    uuid not null,
  offered_at        timestamptz not null,
  answered_position uuid,
  answered_person   uuid,
  answered_at       timestamptz,
  answer_reason     text not null default '',
  -- when it was taken back
  ended_at          timestamptz,
  -- the offer it became
  mandate           uuid,
  primary key (community, id),
  foreign key (community, organisation) references community.organisation (community, id),
  foreign key (community, mandate) references community.mandate (community, id)
);
create unique index request_open_once on community.mandate_request (community, organisation) where state = 'offered';

create table community.office (
  community         uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id                uuid not null,
  organisation      uuid not null,
  -- what it was when it was said
  kind              text not null,
  basis             text not null,
  state             text not null,
  offered_position  uuid not null,
  offered_person    uuid not null,
  offered_at        timestamptz not null,
  answered_position uuid,
  answered_person   uuid,
  answered_at       timestamptz,
  answer_reason     text not null default '',
  ended_at          timestamptz,
  primary key (community, id),
  foreign key (community, organisation) references community.organisation (community, id),
  -- nobody agrees with themselves
  constraint two_agree check (answered_person <> offered_person)
);
create unique index office_open_once on community.office (community, organisation) where state = 'offered';

alter table community.mandate_request enable row level security;
alter table community.mandate_request force row level security;
create policy own_community on community.mandate_request
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.mandate_request to banyan_app;
alter table community.office enable row level security;
alter table community.office force row level security;
create policy own_community on community.office
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.office to banyan_app;

-- Two people have agreed on the ground on which it takes part by law. Those of such a kind that were there before keep their place. The owner of the
-- table sees all communities for this one statement only.
alter table community.organisation add column by_law boolean not null default false;
alter table community.organisation no force row level security;
update community.organisation set by_law = true
 where kind in ('residents_committee', 'grid_team', 'street_office', 'police_post', 'fire_station', 'clinic', 'school', 'utility');
alter table community.organisation force row level security;
