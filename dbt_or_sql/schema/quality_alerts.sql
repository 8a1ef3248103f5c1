-- What the channel for alerts was told of and what is not over: the names of the blocking checks that failed.
create table if not exists quality.alerts (
    day date not null,
    layer varchar not null,
    checked_by varchar not null,
    checks varchar[] not null,
    primary key (day, layer, checked_by)
)
