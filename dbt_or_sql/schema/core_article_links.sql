-- Outbound links of an article's main text, in reading order; `offset` counts code points of its text.
create table if not exists core.article_links (
    day date not null,
    article_id varchar not null,
    position integer not null,
    url varchar not null,
    anchor varchar not null,
    kind varchar not null,
    "offset" integer,
    primary key (day, article_id, position)
);
-- Warehouses made before links had their place lack the column.
alter table core.article_links add column if not exists "offset" integer
