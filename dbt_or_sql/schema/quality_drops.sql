-- What was left out of a day, at which stage and why; `replaced` rows lost only their page, the feed's text serves instead.
create table if not exists quality.drops (
    day date not null,
    stage varchar not null,
    item varchar not null,
    reason varchar not null,
    detail varchar not null,
    replaced boolean not null
)
