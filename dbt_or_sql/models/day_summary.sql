-- One row a day: how much came in, how much of it was told, how much was left out.
with days as (
    select distinct day from raw.entries
    union
    select distinct day from digest.issues
)
select
    days.day,
    (select count(*) from raw.entries where entries.day = days.day) as entries,
    (select count(*) from core.articles where articles.day = days.day) as articles,
    (select count(*) from core.stories where stories.day = days.day) as stories,
    (select count(distinct story_id) from core.briefs where briefs.day = days.day) as briefs,
    (select count(distinct story_id) from digest.issue_items where issue_items.day = days.day) as items,
    (select count(*) from quality.drops where drops.day = days.day and not replaced) as dropped
from days
order by days.day desc
