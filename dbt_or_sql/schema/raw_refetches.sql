-- When a day that is over was asked for again: of what sources told of it later, good answers from then on come first.
create table if not exists raw.refetches (
    day date not null,
    asked_at timestamptz not null,
    primary key (day, asked_at)
)
