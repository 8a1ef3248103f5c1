-- Every call to a model that may have cost something, with its answer: a re-run of an unchanged day replays them and
-- makes no call. `key` is a hash of all that was asked; `answer`, the body of the HTTP answer, is null when it was lost
-- on the way. Tokens and cost are `estimated`, at their most, where the endpoint told none; cost is null without a price.
-- What is not `replayable` was of no use for its form: it is asked again.
create table if not exists llm.completions (
    day date not null,
    key varchar not null,
    purpose varchar not null,
    story_id varchar not null,
    model varchar not null,
    answer varchar,
    tokens_in integer not null,
    tokens_out integer not null,
    cost double,
    estimated boolean not null,
    replayable boolean not null,
    batch_id varchar
)
