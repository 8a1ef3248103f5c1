-- A row a story of the day: whether it has a brief, or a reason why there is none.
select
    stories.id as story_id,
    exists (
        select 1 from core.briefs where briefs.day = stories.day and briefs.story_id = stories.id
    ) or exists (
        select 1
        from quality.drops
        where
            drops.day = stories.day
            and drops.stage = 'structured_summaries'
            and starts_with(drops.detail, 'story ' || stories.id)
    ) as accounted_for
from core.stories
where stories.day = $day
order by stories.id
