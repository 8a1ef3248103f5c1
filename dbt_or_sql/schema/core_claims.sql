-- One row a statement and place of evidence: where in `core.articles.text` it stands.
create table if not exists core.claims (
    day date not null,
    story_id varchar not null,
    field varchar not null,
    position integer not null,
    text varchar not null,
    verdict varchar not null,
    article_id varchar not null,
    "start" integer not null,
    "end" integer not null
)
