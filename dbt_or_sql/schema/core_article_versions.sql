-- The texts of pages that were new on a day: one row a text that differs from the one before it.
create table if not exists core.article_versions (
    day date not null,
    article_id varchar not null,
    number integer not null,
    captured_at timestamptz not null,
    capture_id varchar not null,
    text_digest varchar not null,
    title varchar not null,
    characters integer not null,
    change varchar not null,
    primary key (day, article_id, number)
)
