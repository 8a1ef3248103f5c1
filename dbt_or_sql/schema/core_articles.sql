-- Text and metadata of an article; evidence offsets count code points of `text`.
create table if not exists core.articles (
    id varchar not null,
    day date not null,
    url varchar not null,
    title varchar not null,
    authors varchar[] not null,
    site varchar not null,
    source_id varchar not null,
    authority integer not null,
    language varchar not null,
    published_at timestamptz not null,
    date_origin varchar not null,
    late boolean not null,
    text varchar not null,
    text_origin varchar not null,
    capture_id varchar not null,
    primary key (day, id)
)
