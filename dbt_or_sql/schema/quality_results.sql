-- The outcome of every expectation of a day.
create table if not exists quality.results (
    day date not null,
    layer varchar not null,
    name varchar not null,
    expectation varchar not null,
    "column" varchar not null,
    severity varchar not null,
    passed boolean not null,
    checked integer not null,
    failed integer not null,
    examples varchar[] not null,
    message varchar not null
)
