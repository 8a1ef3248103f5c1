select stories.id, stories.day, articles.url as lead_url, stories.articles
from core.stories
left join core.articles on articles.day = stories.day and articles.id = stories.lead_id
where stories.day = $day
order by stories.id
