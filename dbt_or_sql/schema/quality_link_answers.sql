-- How an address of an issue answered when it was last asked, by the status alone; `day` is the local day of that. What
-- `verdict` may be and how long it counts is `quality/answers.py`; `detail` says by what it was found.
create table if not exists quality.link_answers (
    url varchar primary key,
    day date not null,
    asked_at timestamptz not null,
    verdict varchar not null,
    detail varchar not null
)
