-- Why two articles of a story tell the same event.
create table if not exists core.story_bonds (
    day date not null,
    story_id varchar not null,
    position integer not null,
    article_id varchar not null,
    other_id varchar not null,
    probability double not null,
    reasons varchar[] not null,
    primary key (day, story_id, position)
)
