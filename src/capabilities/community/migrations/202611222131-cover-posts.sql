-- Why: a holder who is away names who acts for them, from when to when. A deputy may act at any time; this begins and ends by its dates.
create table community.cover (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  position  uuid not null,
  -- who held the post and was away: with another holder the cover is void
  holder    uuid not null,
  person    uuid not null,
  since     timestamptz not null,
  until     timestamptz not null check (until > since),
  note      text not null default '' check (length(note) <= 120),
  named_by  uuid not null,
  ended_at  timestamptz,
  version   bigint not null,
  primary key (community, id),
  foreign key (community, position) references community.position (community, id),
  foreign key (community, holder) references community.person (community, id),
  foreign key (community, person) references community.person (community, id),
  constraint covered_by_another check (holder <> person)
);
create index cover_standing on community.cover (community, until) where ended_at is null;
create index cover_of_position on community.cover (community, position);

alter table community.cover enable row level security;
alter table community.cover force row level security;
create policy own_community on community.cover using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on community.cover to banyan_app;
