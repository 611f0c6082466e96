-- Why: what an organisation hangs on its wall must be in the language of those who read it there, whoever prints it.
-- null: nobody has said; then it is the reader's. No check on which word: languages are added.
alter table community.organisation add column language text check (length(language) between 2 and 12);
