select
    min(article_id) as article_id,
    url as link
from core.article_links
where day = $day
group by url
order by 1, 2
