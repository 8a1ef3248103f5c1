-- The items of the day's feeds, loaded by dlt with a merge that replaces the day; `day` is the day of publication,
-- or, for a late entry, the day it was first seen.
create table if not exists raw.entries (
    id varchar not null,
    day date not null,
    source_id varchar not null,
    source_name varchar not null,
    source_url varchar not null,
    authority bigint not null,
    url varchar not null,
    link varchar not null,
    via varchar not null,
    section varchar not null,
    article_id varchar not null,
    title varchar not null,
    summary varchar not null,
    content varchar not null,
    complete boolean not null,
    authors varchar[] not null,
    language varchar not null,
    published_at timestamptz not null,
    date_origin varchar not null,
    late boolean not null,
    seen_at timestamptz not null,
    capture_id varchar not null,
    -- Nearly every feed names the zone of its dates.
    zone_assumed boolean not null default false
)
