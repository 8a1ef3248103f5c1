-- What happened on a day: one row a story. The primary source is what its articles go back to and no feed carried.
create table if not exists core.stories (
    id varchar not null,
    day date not null,
    lead_id varchar not null,
    articles integer not null,
    primary_url varchar,
    primary_kind varchar,
    primary_anchor varchar,
    primary key (day, id)
);
-- Warehouses made before stories had their primary source lack the columns.
alter table core.stories add column if not exists primary_url varchar;
alter table core.stories add column if not exists primary_kind varchar;
alter table core.stories add column if not exists primary_anchor varchar
