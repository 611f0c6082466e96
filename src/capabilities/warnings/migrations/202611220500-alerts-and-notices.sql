-- Why: warnings come from outside as CAP 1.2 messages and are kept as received; notices go out to people here, and it must be
-- known of each of them who acknowledged it and who was not reached.
create schema warnings;
grant usage on schema warnings to banyan_app;

create table warnings.alert (
  community      uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id             uuid not null,
  identifier     text not null,
  sender         text not null,
  -- CAP's instant with the sender's offset, as received; sent_at is the same instant
  sent           text not null check (length(sent) = 25),
  sent_at        timestamptz not null,
  status         text not null,
  msg_type       text not null,
  refs           jsonb not null,
  -- file, post, feed: received; own: issued here
  origin         text not null check (origin ~ '^[a-z]{1,20}$'),
  feed           uuid,
  received_at    timestamptz not null,
  received_by    uuid,
  position       uuid,
  matched        jsonb not null,
  -- three fields that are never derived from each other
  colour         text,
  severity       text,
  response_level text,
  hazard         text not null,
  onset_at       timestamptz not null,
  expires_at     timestamptz not null,
  superseded_by  uuid,
  -- the whole message as read (CAP 1.2)
  body           jsonb not null,
  raw_hash       text not null check (raw_hash ~ '^[0-9a-f]{64}$'),
  version        bigint not null,
  scope          text not null default 'community',
  primary key (community, id),
  constraint alert_once unique (community, sender, identifier, sent),
  foreign key (community, superseded_by) references warnings.alert (community, id)
);
create index on warnings.alert (community, scope, version);
create index on warnings.alert (community, received_at desc);

-- The document as it came, byte for byte after decoding: signatures stay checkable.
create table warnings.alert_text (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  alert     uuid not null,
  xml       text not null check (length(xml) <= 2097152),
  primary key (community, alert),
  foreign key (community, alert) references warnings.alert (community, id)
);

-- Where alerts come from by themselves: an address that is asked, or a sender who holds a token.
create table warnings.feed (
  community   uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id          uuid not null,
  name        text not null check (length(name) between 1 and 60),
  url         text check (length(url) <= 500),
  every_min   integer check (every_min between 1 and 1440),
  -- SHA-256 of the token, hexadecimal
  token_hash  text check (token_hash ~ '^[0-9a-f]{64}$'),
  ended_at    timestamptz,
  version     bigint not null,
  primary key (community, id),
  check ((url is null) <> (token_hash is null)),
  check ((url is null) = (every_min is null))
);

-- What the last look at a polled feed found: the machine's notebook, no decision of anyone.
create table warnings.feed_look (
  community     uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  feed          uuid not null,
  looked_at     timestamptz not null,
  ok_at         timestamptz,
  problem       text,
  etag          text,
  last_modified text,
  -- the newest 500 entries that were read, so that each is fetched once
  seen          text[] not null default '{}',
  primary key (community, feed),
  foreign key (community, feed) references warnings.feed (community, id)
);

-- Addresses of partners outside who are told: a mailbox, a group's webhook.
create table warnings.endpoint (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  name      text not null check (length(name) between 1 and 60),
  channel   text not null check (channel ~ '^[a-z]{1,20}$'),
  address   text not null check (length(address) between 3 and 500),
  ended_at  timestamptz,
  version   bigint not null,
  primary key (community, id)
);

create table warnings.notice (
  community      uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id             uuid not null,
  title          jsonb not null,
  body           jsonb not null,
  audience       jsonb not null,
  sms            boolean not null,
  exercise       boolean not null,
  alert          uuid,
  incident       uuid,
  ack_within_min integer not null check (ack_within_min between 5 and 10080),
  sent_at        timestamptz not null,
  sent_by        uuid,
  position       uuid,
  version        bigint not null,
  primary key (community, id)
);
create index on warnings.notice (community, sent_at desc);

-- One recipient of one notice: a person who acts here, a household, or an endpoint.
create table warnings.delivery (
  community       uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id              uuid not null,
  notice          uuid not null,
  person          uuid,
  position        uuid,
  household       uuid,
  endpoint        uuid,
  grid            uuid,
  -- of a household, for the one who knocks; no name
  door            text,
  acknowledged_at timestamptz,
  version         bigint not null,
  scope           text not null generated always as (case when person is null then 'nobody' else 'person:' || person::text end) stored,
  primary key (community, id),
  check (num_nonnulls(person, household, endpoint) = 1),
  foreign key (community, notice) references warnings.notice (community, id)
);
create unique index delivery_person_once on warnings.delivery (community, notice, person) where person is not null;
create unique index delivery_household_once on warnings.delivery (community, notice, household) where household is not null;
create unique index delivery_endpoint_once on warnings.delivery (community, notice, endpoint) where endpoint is not null;
create index on warnings.delivery (community, scope, version);

-- One way by which a delivery goes out of the house. In-app needs none: the delivery is pulled.
create table warnings.attempt (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  delivery  uuid not null,
  notice    uuid not null,
  channel   text not null check (channel ~ '^[a-z]{1,20}$'),
  -- queued: waits for its (next) try; sent: the channel took it; failed: given up
  state     text not null check (state ~ '^[a-z]{1,20}$'),
  tries     integer not null default 0 check (tries >= 0),
  code      text,
  next_at   timestamptz,
  primary key (community, delivery, channel),
  foreign key (community, delivery) references warnings.delivery (community, id)
);
create index on warnings.attempt (community, notice, state);

alter table warnings.alert enable row level security;
alter table warnings.alert force row level security;
create policy own_community on warnings.alert
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on warnings.alert to banyan_app;
alter table warnings.alert_text enable row level security;
alter table warnings.alert_text force row level security;
create policy own_community on warnings.alert_text
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert on warnings.alert_text to banyan_app;
alter table warnings.feed enable row level security;
alter table warnings.feed force row level security;
create policy own_community on warnings.feed
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on warnings.feed to banyan_app;
alter table warnings.feed_look enable row level security;
alter table warnings.feed_look force row level security;
create policy own_community on warnings.feed_look
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on warnings.feed_look to banyan_app;
alter table warnings.endpoint enable row level security;
alter table warnings.endpoint force row level security;
create policy own_community on warnings.endpoint
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on warnings.endpoint to banyan_app;
alter table warnings.notice enable row level security;
alter table warnings.notice force row level security;
create policy own_community on warnings.notice
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert on warnings.notice to banyan_app;
alter table warnings.delivery enable row level security;
alter table warnings.delivery force row level security;
create policy own_community on warnings.delivery
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on warnings.delivery to banyan_app;
alter table warnings.attempt enable row level security;
alter table warnings.attempt force row level security;
create policy own_community on warnings.attempt
  using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on warnings.attempt to banyan_app;
