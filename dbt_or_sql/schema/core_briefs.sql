-- The structured summary of a story, one row a language: as one JSON document and the columns that are asked for.
create table if not exists core.briefs (
    story_id varchar not null,
    day date not null,
    language varchar not null,
    translated_from varchar not null,
    engine varchar not null,
    fallback_reason varchar,
    headline varchar not null,
    kind varchar not null,
    category varchar not null,
    value double not null,
    stars integer not null,
    relevance double not null,
    document json not null,
    primary key (day, story_id, language)
)
