-- The stories of an issue in order.
create table if not exists digest.issue_items (
    day date not null,
    edition varchar not null,
    number integer not null,
    story_id varchar not null,
    headline varchar not null,
    url varchar not null,
    stars integer not null,
    primary key (day, edition, number)
)
