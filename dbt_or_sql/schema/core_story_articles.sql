-- The articles of a story; position 0 is the lead.
create table if not exists core.story_articles (
    day date not null,
    story_id varchar not null,
    article_id varchar not null,
    position integer not null,
    primary key (day, story_id, position)
)
