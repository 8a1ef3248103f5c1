-- Outbound links of an article's main text, in reading order.
create table if not exists core.article_links (
    day date not null,
    article_id varchar not null,
    position integer not null,
    url varchar not null,
    anchor varchar not null,
    kind varchar not null,
    primary key (day, article_id, position)
)
