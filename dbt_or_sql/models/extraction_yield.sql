-- Which sites give their pages and which refuse them: a row a day and host, with the articles read from a page, those that
-- rest on the feed's own text, and those lost. Sites that lost most come first. A site whose every page fails wants its feed's
-- text, another source, or a look at how it answers (raw.captures).
with read_from as (
    select
        articles.day,
        regexp_extract(articles.url, '^[a-z]+://(?:www\.)?([^/:?#]+)', 1) as host,
        articles.text_origin,
        articles.characters,
        null as reason,
        null as replaced
    from core.articles
    union all
    select
        drops.day,
        regexp_extract(drops.item, '^[a-z]+://(?:www\.)?([^/:?#]+)', 1) as host,
        null as text_origin,
        null as characters,
        drops.reason,
        drops.replaced
    from quality.drops
    where drops.stage = 'extracted_articles'
)
select
    read_from.day,
    read_from.host,
    count(*) filter (read_from.text_origin = 'page') as from_page,
    count(*) filter (read_from.text_origin = 'feed') as from_feed,
    count(*) filter (not read_from.replaced) as lost,
    count(read_from.reason) as without_text,
    mode(read_from.reason order by read_from.reason) as reason,
    median(read_from.characters)::integer as characters
from read_from
group by read_from.day, read_from.host
order by read_from.day desc, lost desc, without_text desc, from_page desc, read_from.host
