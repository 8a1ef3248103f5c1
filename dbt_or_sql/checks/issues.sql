select
    item.position + 1 as number,
    item.story_id,
    item.url,
    cast(timezone($timezone, leads.published_at) as date) as published_local,
    leads.published_at >= issue.window_start and leads.published_at < issue.window_end as within_window,
    leads.published_at < issue.window_start as late,
    item.stars,
    item.headline
from digest.issue_items as item
join (
    select
        day,
        edition,
        key,
        cast(json_extract_string(document, '$.window_start') as timestamptz) as window_start,
        cast(json_extract_string(document, '$.window_end') as timestamptz) as window_end
    from digest.issues
) as issue using (day, edition, key)
left join (
    select stories.id, min(articles.published_at) as published_at
    from core.stories
    join core.articles on articles.day = stories.day and articles.id = stories.lead_id
    where stories.day between $first and $day
    group by stories.id
) as leads on leads.id = item.story_id
where item.day = $day and item.edition = $edition and item.key = $key
order by item.position
