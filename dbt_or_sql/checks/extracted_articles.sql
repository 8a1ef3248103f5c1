with own as (
    -- The articles of a source's own site; elsewhere its date may be that of its finding.
    select distinct article_id
    from (
        select
            article_id,
            via,
            regexp_extract(url, '^https?://(?:www\.)?([^/:?#]+)', 1) as host,
            regexp_extract(source_url, '^https?://(?:www\.)?([^/:?#]+)', 1) as source_host
        from raw.entries
        where day = $day
    )
    where
        via = ''
        and (host = source_host or ends_with(host, '.' || source_host) or ends_with(source_host, '.' || host))
),
page_dates as (
    -- A date without a time may be a day off in another zone.
    select
        articles.id,
        min(
            case when length(dates.value) = 10
                then abs(date_diff('day', cast(timezone('UTC', articles.published_at) as date), cast(dates.value as date)))
                else abs(epoch(cast(dates.value as timestamptz)) - epoch(articles.published_at)) / 86400
            end
        ) as days_off
    from core.articles
    join core.article_dates as dates on dates.day = articles.day and dates.article_id = articles.id
    join own on own.article_id = articles.id
    join raw.captures on captures.id = articles.capture_id
    where
        articles.day = $day
        and articles.date_origin = 'feed'
        -- A date to come is that of an event or an offer.
        and cast(dates.value as timestamptz) <= captures.fetched_at + interval 1 day
    group by articles.id
),
paragraphs as (
    select
        articles.id,
        length(parts.paragraph) as characters,
        count(distinct articles.id) over (
            partition by regexp_extract(articles.url, '^https?://([^/]+)', 1), parts.paragraph
        ) as articles_with_it
    from core.articles, unnest(string_split(articles.text, chr(10))) as parts (paragraph)
    -- A shorter line is a subheading or a name.
    where articles.day = $day and length(parts.paragraph) >= 20
),
boilerplate as (
    -- Two articles may quote the same sentence; what three of a site have alike is the site's.
    select id, sum(characters) filter (where articles_with_it >= 3) / sum(characters) as share
    from paragraphs
    group by id
)
select
    articles.id,
    articles.url,
    articles.title,
    length(articles.text) as text_length,
    -- As `text.substance` counts: a sentence in Han characters is short.
    length(articles.text) + case when length(articles.text) < $min_characters
        then 2 * length(regexp_replace(articles.text, '[^\p{Han}\p{Hiragana}\p{Katakana}]', '', 'g'))
        else 0
    end as substance,
    -- What a known layout gives is whole, however short.
    case when articles.method in ('lines', 'hidden_lines', 'trafilatura', 'feed') then $min_characters else 1 end
        as fewest_characters,
    articles.language,
    articles.published_at,
    cast($day as date) - cast(timezone($timezone, articles.published_at) as date) as days_late,
    articles.late,
    captures.fetched_at,
    page_dates.days_off as page_days_off,
    coalesce(boilerplate.share, 0) as boilerplate_share
from core.articles
left join raw.captures on captures.id = articles.capture_id
left join page_dates on page_dates.id = articles.id
left join boilerplate on boilerplate.id = articles.id
where articles.day = $day
order by articles.id
