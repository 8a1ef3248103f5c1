-- How each source stands on the newest day: since when it is silent and whether that is longer than it ever was in 90 days.
-- Those `overdue` come first. `failed_28` counts days of the last 28 on which an address that it was read from could not be.
-- A source that has not brought anything for 90 days, or ever, is not here: `digest sources list` shows what is configured.
with newest as (
    select max(day) as day from raw.entries
),
days as (
    select
        entries.source_id,
        entries.day,
        any_value(entries.source_name) as source_name,
        count(*) as entries
    from raw.entries
    where entries.day > (select newest.day - 90 from newest)
    group by entries.source_id, entries.day
),
gaps as (
    select
        days.*,
        days.day - lag(days.day) over (partition by days.source_id order by days.day) as gap
    from days
),
addresses as (
    select distinct entries.source_id, entries.source_url as url
    from raw.entries
    where entries.day > (select newest.day - 90 from newest)
),
failed as (
    select addresses.source_id, count(distinct failures.day) as days
    from addresses
    join marts.source_failures as failures on failures.url = addresses.url
    where failures.day > (select newest.day - 28 from newest)
    group by addresses.source_id
)
select
    newest.day,
    gaps.source_id,
    any_value(gaps.source_name) as source_name,
    max(gaps.day) as last_day,
    newest.day - max(gaps.day) as silent_days,
    max(gaps.gap) as longest_gap,
    coalesce(silent_days > longest_gap, false) as overdue,
    coalesce(sum(gaps.entries) filter (gaps.day > newest.day - 7), 0)::bigint as entries_7,
    coalesce(sum(gaps.entries) filter (gaps.day > newest.day - 28), 0)::bigint as entries_28,
    coalesce(any_value(failed.days), 0) as failed_28
from newest
cross join gaps
left join failed on failed.source_id = gaps.source_id
group by newest.day, gaps.source_id
order by overdue desc, silent_days desc, entries_28 desc, gaps.source_id
