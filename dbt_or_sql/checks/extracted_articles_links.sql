select
    min(article_id) as article_id,
    url as link,
    list_contains(
        cast($allowed_hosts as varchar[]), lower(trim(regexp_extract(url, '^https?://(\[[^\]]*\]|[^/:?#]*)', 1), '[]'))
    ) as host_allowed
from core.article_links
where day = $day
group by url
order by 1, 2
