-- The stories of a published issue, with what lists of stories need: tags, threads, months.
create table if not exists digest.publication_items (
    day date not null,
    edition varchar not null,
    key varchar not null,
    position integer not null,
    story_id varchar not null,
    thread_id varchar not null,
    language varchar not null,
    headline varchar not null,
    source varchar not null,
    url varchar not null,
    stars integer not null,
    value double not null,
    tags varchar[] not null,
    primary key (day, edition, key, position)
)
