select members.article_id, members.story_id, articles.day as article_day
from core.story_articles as members
left join core.articles on articles.day = members.day and articles.id = members.article_id
where members.day = $day
order by members.article_id, members.story_id
