-- Every attempt to fetch that got no answer, so that a day rebuilt without network tells the same; `day` is its local day.
create table if not exists raw.unreached (
    url varchar not null,
    day date not null,
    attempted_at timestamptz not null,
    reason varchar not null,
    detail varchar not null,
    primary key (url, attempted_at)
)
