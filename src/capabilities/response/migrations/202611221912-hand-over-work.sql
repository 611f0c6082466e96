-- Why: work goes from one organisation to another only when the other says yes; until then the first answers for it, and when no
-- answer comes in time the one who answers for the duty hears of it.
create table response.handover (
  community         uuid not null default nullif(current_setting('app.community', true), '')::uuid,
  id                uuid not null,
  incident          uuid,
  exercise          boolean not null,
  -- one of the two while it is offered; a request that was accepted has got the task raised for it
  task              uuid,
  request           uuid,
  kind              text not null check (length(kind) between 1 and 30),
  title             jsonb not null,
  urgency           text not null check (urgency in ('now', 'today', 'later')),
  grid              uuid,
  door              text check (length(door) <= 40),
  from_organisation uuid not null,
  from_position     uuid not null,
  offered_by        uuid not null,
  to_organisation   uuid not null,
  note              text not null check (length(note) between 1 and 200),
  duty              text not null check (length(duty) between 1 and 60),
  state             text not null check (state in ('offered', 'accepted', 'declined', 'withdrawn', 'overtaken')),
  offered_at        timestamptz not null,
  due_at            timestamptz not null,
  answered_at       timestamptz,
  answered_by       uuid,
  answered_position uuid,
  reason            text check (length(reason) <= 300),
  escalated_at      timestamptz,
  -- null although escalated: nobody answers for the duty
  escalated_organisation uuid,
  escalated_position     uuid,
  scope             text not null default 'community',
  version           bigint not null,
  primary key (community, id),
  check ((state = 'offered') = (answered_at is null)),
  check (task is not null or request is not null)
);
-- one offer at a time for one thing
create unique index handover_of_task on response.handover (community, task) where state = 'offered' and task is not null;
create unique index handover_of_request on response.handover (community, request) where state = 'offered' and request is not null;
create index handover_waiting on response.handover (community, due_at) where state = 'offered';
create index handover_of_incident on response.handover (community, incident, offered_at);
create index handover_for_pull on response.handover (community, scope, version);

alter table response.handover enable row level security;
alter table response.handover force row level security;
create policy own_community on response.handover using (community = nullif(current_setting('app.community', true), '')::uuid)
  with check (community = nullif(current_setting('app.community', true), '')::uuid);
grant select, insert, update on response.handover to banyan_app;
