-- Text and metadata of an article; evidence offsets count code points of `text`.
create table if not exists core.articles (
    id varchar not null,
    day date not null,
    url varchar not null,
    title varchar not null,
    authors varchar[] not null,
    site varchar not null,
    source_id varchar not null,
    authority integer not null,
    language varchar not null,
    published_at timestamptz not null,
    date_origin varchar not null,
    late boolean not null,
    text varchar not null,
    text_origin varchar not null,
    capture_id varchar not null,
    markdown varchar not null default '',
    method varchar not null default '',
    text_version integer not null default 0,
    modified_at timestamptz,
    canonical_url varchar not null default '',
    lead_image varchar not null default '',
    characters integer not null default 0,
    words integer not null default 0,
    reading_minutes integer not null default 0,
    primary key (day, id)
);
-- Warehouses made before articles had their structure and measures lack the columns.
alter table core.articles add column if not exists markdown varchar default '';
alter table core.articles add column if not exists method varchar default '';
alter table core.articles add column if not exists text_version integer default 0;
alter table core.articles add column if not exists modified_at timestamptz;
alter table core.articles add column if not exists canonical_url varchar default '';
alter table core.articles add column if not exists lead_image varchar default '';
alter table core.articles add column if not exists characters integer default 0;
alter table core.articles add column if not exists words integer default 0;
alter table core.articles add column if not exists reading_minutes integer default 0
