select
    articles.id,
    articles.day,
    articles.url,
    articles.title,
    length(articles.text) as text_length,
    articles.language,
    articles.published_at,
    cast(timezone($timezone, articles.published_at) as date) as local_day,
    articles.late,
    captures.fetched_at
from core.articles
join raw.captures on captures.id = articles.capture_id
where articles.day = $day
order by articles.id
