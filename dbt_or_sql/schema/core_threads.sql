-- Where a story stands in its thread: one row a story; `follows` is empty for the first of a thread;
-- `news` is what an update adds, in its own words.
create table if not exists core.threads (
    day date not null,
    story_id varchar not null,
    thread_id varchar not null,
    standing varchar not null,
    follows varchar not null,
    reasons varchar[] not null,
    news varchar[] not null,
    primary key (day, story_id)
)
