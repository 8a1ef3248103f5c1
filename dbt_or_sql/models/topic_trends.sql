-- Which topics rise and which fade: how many stories of the 7 days up to a day carry the topic, and of the 7 before those.
-- The last 90 days, every story under the tags of its own brief, whether it was printed or not. A topic of fewer than three
-- stories in both weeks is left out; one that fell silent stays until its last story is two weeks old.
with newest as (
    select max(day) as day from core.briefs
),
told as (
    select
        briefs.day,
        unnest(from_json(briefs.document -> 'tags', '["varchar"]')) as topic
    from core.briefs
    where briefs.translated_from = ''
        and briefs.day > (select newest.day - 104 from newest)
),
counted as (
    select told.day, told.topic, count(*) as stories
    from told
    group by told.day, told.topic
),
-- A day's stories count for that day and the 13 after it.
spread as (
    select counted.day as told_on, counted.topic, counted.stories, unnest(range(14)) as ago
    from counted
)
select
    spread.told_on + spread.ago::integer as day,
    spread.topic,
    coalesce(sum(spread.stories) filter (spread.ago = 0), 0)::bigint as stories,
    coalesce(sum(spread.stories) filter (spread.ago < 7), 0)::bigint as week,
    coalesce(sum(spread.stories) filter (spread.ago >= 7), 0)::bigint as week_before,
    week - week_before as change
from spread
where spread.told_on + spread.ago::integer between (select newest.day - 90 from newest) and (select newest.day from newest)
group by spread.told_on + spread.ago::integer, spread.topic
having sum(spread.stories) >= 3
order by day desc, change desc, spread.topic
