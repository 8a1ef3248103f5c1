-- Every date that an article's page gives for itself, and which part of the page says so.
create table if not exists core.article_dates (
    day date not null,
    article_id varchar not null,
    position integer not null,
    role varchar not null,
    source varchar not null,
    value varchar not null,
    primary key (day, article_id, position)
)
