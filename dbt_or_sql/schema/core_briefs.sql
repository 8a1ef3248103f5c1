-- The structured summary of a story, as one JSON document and the columns that are asked for.
create table if not exists core.briefs (
    story_id varchar not null,
    day date not null,
    engine varchar not null,
    fallback_reason varchar,
    language varchar not null,
    headline varchar not null,
    kind varchar not null,
    category varchar not null,
    stars integer not null,
    relevance double not null,
    document json not null,
    primary key (day, story_id)
)
