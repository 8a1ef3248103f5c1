-- Batches of calls that were handed in, under the endpoint's id, with what is reserved for each call. One is `open` until
-- it is collected; then its status is how it ended, and its answers stand in llm.completions.
create table if not exists llm.batches (
    id varchar not null,
    day date not null,
    number integer not null,
    model varchar not null,
    status varchar not null,
    calls struct(
        key varchar, purpose varchar, story_id varchar, tokens_in integer, tokens_out integer, cost double
    )[] not null
)
