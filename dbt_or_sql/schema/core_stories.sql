-- What happened on a day: one row a story.
create table if not exists core.stories (
    id varchar not null,
    day date not null,
    lead_id varchar not null,
    articles integer not null,
    primary key (day, id)
)
