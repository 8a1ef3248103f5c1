select
    item.number,
    item.story_id,
    item.url,
    cast(articles.local_time as date) as published_local,
    articles.late,
    item.stars,
    item.headline
from digest.issue_items as item
left join (
    select stories.id, stories.day, timezone($timezone, leads.published_at) as local_time, leads.late
    from core.stories
    join core.articles as leads on leads.day = stories.day and leads.id = stories.lead_id
) as articles on articles.day = item.day and articles.id = item.story_id
where item.day = $day and item.edition = $edition
order by item.number
