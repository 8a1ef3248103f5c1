-- Answers of models, keyed by everything that was asked: a re-run of an unchanged day makes no call.
create table if not exists llm.completions (
    key varchar primary key,
    day date not null,
    model varchar not null,
    answer varchar not null,
    calls integer not null,
    tokens_in integer not null,
    tokens_out integer not null
)
