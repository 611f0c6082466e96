-- Why: figures that are added up for the city stand under the names and codes of communities, which are public.
grant usage on schema community to banyan_rollup;
grant select (community, name, name_en, name_ug, code12) on community.community to banyan_rollup;
create policy names_of_all on community.community for select to banyan_rollup using (true);
