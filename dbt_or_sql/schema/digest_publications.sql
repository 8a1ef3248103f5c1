-- What readers have been given: the issue as it stood when it passed its checks. The site is made of these alone.
create table if not exists digest.publications (
    edition varchar not null,
    day date not null,
    key varchar not null,
    title varchar not null,
    language varchar not null,
    window_start timestamptz not null,
    window_end timestamptz not null,
    items integer not null,
    digest varchar not null,
    document json not null,
    primary key (day, edition, key)
)
