-- Why: the clock says its commands (an expired claim, a polled alert) in every community, so the role that runs it must know
-- which there are. It sees their identifiers and nothing else.
grant usage on schema platform to banyan_jobs;
grant select (community) on platform.head to banyan_jobs;
create policy which_communities_there_are on platform.head for select to banyan_jobs using (true);
