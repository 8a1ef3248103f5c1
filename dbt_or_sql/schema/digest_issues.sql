-- One edition for one partition, as composed: publishing reads it, nothing else makes pages. Its `day` is the last one of
-- its window, its `key` what readers call it by.
create table if not exists digest.issues (
    edition varchar not null,
    day date not null,
    key varchar not null,
    title varchar not null,
    items integer not null,
    document json not null,
    primary key (day, edition, key)
)
