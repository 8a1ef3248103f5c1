-- What each source brought on a day: entries, and the articles that came of them.
select
    entries.day,
    entries.source_id,
    any_value(entries.source_name) as source_name,
    count(*) as entries,
    count(distinct articles.id) as articles,
    max(entries.published_at) as newest
from raw.entries
left join core.articles on articles.day = entries.day and articles.id = entries.article_id
group by entries.day, entries.source_id
order by entries.day desc, entries desc, entries.source_id
