-- Every attempt to fetch that got no answer, so that a day rebuilt without network tells the same.
create table if not exists raw.unreached (
    url varchar not null,
    attempted_at timestamptz not null,
    reason varchar not null,
    detail varchar not null,
    primary key (url, attempted_at)
)
