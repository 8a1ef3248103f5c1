-- The stories of an issue in order; `number` counts within the group.
create table if not exists digest.issue_items (
    day date not null,
    edition varchar not null,
    key varchar not null,
    position integer not null,
    "group" varchar not null,
    number integer not null,
    story_id varchar not null,
    thread_id varchar not null,
    headline varchar not null,
    url varchar not null,
    stars integer not null,
    primary key (day, edition, key, position)
)
