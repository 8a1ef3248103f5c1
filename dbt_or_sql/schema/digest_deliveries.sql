-- What was sent where, one row an attempt. It is written as `begun` before anything leaves and settled after; one that
-- stays `begun` was interrupted, and nobody knows whether it arrived. `digest` is of the text as composed for the channel.
create table if not exists digest.deliveries (
    day date not null,
    edition varchar not null,
    key varchar not null,
    channel varchar not null,
    attempt integer not null,
    digest varchar not null,
    state varchar not null,
    begun_at timestamptz not null,
    settled_at timestamptz,
    detail varchar not null,
    alerted boolean not null,
    primary key (edition, key, channel, attempt)
)
