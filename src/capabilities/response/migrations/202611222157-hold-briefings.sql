-- Why: organisations that sit at one table in an incident: who was asked, who came, what was decided, who answers for it and by when.
create table response.briefing (
  community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id        uuid not null,
  incident  uuid not null,
  title     text not null check (length(title) between 1 and 120),
  starts_at timestamptz not null,
  place     text not null check (length(place) <= 120),
  link      text check (length(link) <= 300),
  state     text not null check (state in ('planned', 'held', 'cancelled')),
  called_by uuid not null,
  called_position uuid,
  called_at timestamptz not null,
  held_at   timestamptz,
  reason    text check (length(reason) <= 300),
  version   bigint not null,
  primary key (community, id),
  foreign key (community, incident) references response.incident (community, id)
);
create index briefing_of_incident on response.briefing (community, incident, starts_at);

create table response.briefing_guest (
  community    uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  briefing     uuid not null,
  position     uuid not null,
  organisation uuid not null,
  -- who stood in the post then
  person       uuid,
  invited      boolean not null,
  -- null: not held yet
  present      boolean,
  primary key (community, briefing, position),
  foreign key (community, briefing) references response.briefing (community, id)
);

create table response.briefing_decision (
  community    uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id           uuid not null,
  briefing     uuid not null,
  text         text not null check (length(text) between 1 and 200),
  organisation uuid not null,
  position     uuid,
  due_at       timestamptz not null,
  task         uuid,
  made_at      timestamptz not null,
  primary key (community, id),
  foreign key (community, briefing) references response.briefing (community, id)
);
create index briefing_decision_of_briefing on response.briefing_decision (community, briefing);

do $$
declare t text;
begin
  foreach t in array array['briefing', 'briefing_guest', 'briefing_decision'] loop
    execute format('alter table response.%I enable row level security', t);
    execute format('alter table response.%I force row level security', t);
    execute format(
      'create policy own_community on response.%I using (community = nullif(current_setting(''app.community'', true), '''')::uuid)'
      ' with check (community = nullif(current_setting(''app.community'', true), '''')::uuid)', t);
  end loop;
end $$;
grant select, insert, update on response.briefing, response.briefing_guest to banyan_app;
grant select, insert on response.briefing_decision to banyan_app;
