-- One row a thing that a brief says and that was checked: where in `core.articles.text` it stands, or why it failed.
create table if not exists core.claims (
    day date not null,
    story_id varchar not null,
    language varchar not null,
    field varchar not null,
    position integer not null,
    kind varchar not null,
    text varchar not null,
    verdict varchar not null,
    reason varchar not null,
    printed boolean not null,
    article_id varchar not null,
    "start" integer,
    "end" integer
)
