-- Every recorded HTTP exchange and where its WARC record lies; `day` is the local day of the fetch.
create table if not exists raw.captures (
    id varchar primary key,
    url varchar not null,
    day date not null,
    fetched_at timestamptz not null,
    status integer not null,
    content_type varchar not null,
    digest varchar not null,
    kind varchar not null,
    redirect varchar not null,
    file varchar not null,
    "offset" bigint not null,
    length bigint not null,
    revisit boolean not null default false
);
-- Warehouses made before revisits were recorded lack the column.
alter table raw.captures add column if not exists revisit boolean default false
