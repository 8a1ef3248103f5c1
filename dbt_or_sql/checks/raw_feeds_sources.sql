-- A source's count of entries against the 28 days before: 2*sqrt(n + 3/8) of a count has variance 1 where entries come
-- independently (F. J. Anscombe, Biometrika 35, 1948), and is put into a robust z-score by median and MAD
-- (B. Iglewicz, D. Hoaglin, How to Detect and Handle Outliers, 1993). What is usual on this weekday is usual too.
with counted as (
    select
        source_id,
        day,
        count(*) as entries,
        count(*) filter (where late) / count(*) as late_share,
        count(*) filter (where date_origin = 'first_seen') / count(*) as undated_share,
        count(*) filter (where zone_assumed) as zones_assumed
    from raw.entries
    where day between cast($day as date) - 28 and $day
    group by source_id, day
),
duplicates as (
    select
        source_id,
        1 - least(
            count(distinct url), count(distinct case when trim(title) = '' then id else lower(trim(title)) end)
        ) / count(*) as duplicate_share
    from raw.entries
    where day = $day
    group by source_id
),
recorded as (select distinct day from counted where day < $day),
since as (select source_id, min(day) as day from counted group by source_id),
past as (
    select
        since.source_id,
        isodow(recorded.day) = isodow(cast($day as date)) as same_weekday,
        coalesce(counted.entries, 0) as entries,
        2 * sqrt(coalesce(counted.entries, 0) + 0.375) as steady,
        counted.late_share,
        counted.undated_share
    from since
    join recorded on recorded.day >= since.day
    left join counted on counted.source_id = since.source_id and counted.day = recorded.day
),
usual as (
    select
        source_id,
        median(steady) as middle,
        median(steady) filter (where same_weekday) as weekday_middle,
        -- No count is steadier than chance lets it be.
        greatest(1.4826 * mad(steady), 1) as spread,
        count(*) filter (where entries > 0) / count(*) as active_share,
        quantile_disc(entries, 0.5) filter (where same_weekday) as weekday_entries,
        median(late_share) as late_share,
        median(undated_share) as undated_share
    from past
    group by source_id
    -- Two weeks: each weekday twice.
    having count(*) >= 14
),
bounds as (
    select
        *,
        least(middle - $unusual_score * spread, weekday_middle - $unusual_score) as low,
        greatest(middle + $unusual_score * spread, weekday_middle + $unusual_score) as high
    from usual
)
select
    coalesce(today.source_id, bounds.source_id) as source_id,
    coalesce(today.entries, 0) as entries,
    -- Whether one that sources.yaml does not name was asked at all, nobody knows.
    case when list_contains(cast($sources as varchar[]), coalesce(today.source_id, bounds.source_id)) then greatest(
        case when bounds.low > 0 then ceil(bounds.low * bounds.low / 4 - 0.375) end,
        -- A small source that always has something.
        case when bounds.active_share >= 0.9 and bounds.weekday_entries > 0 then 1 end,
        case when bounds.low is not null then 0 end
    ) end as fewest_usual,
    -- Fewer than 20 flood nobody.
    case when bounds.high is not null
        then greatest(floor(bounds.high * bounds.high / 4 - 0.375), 20)
    end as most_usual,
    -- A share of fewer than ten says nothing, and what is a source's habit is no news.
    case when today.entries >= 10 and coalesce(bounds.late_share, 0) <= $late_share then today.late_share end
        as late_share,
    case when today.entries >= 10 and coalesce(bounds.undated_share, 0) <= $undated_share then today.undated_share end
        as undated_share,
    case when today.entries >= 10 then today.duplicate_share end as duplicate_share,
    coalesce(today.zones_assumed, 0) as zones_assumed
from (select * from counted join duplicates using (source_id) where day = $day) as today
full join bounds on bounds.source_id = today.source_id
order by 1
