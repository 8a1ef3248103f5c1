-- One row an evidence of what the issue states: `cited` are the statements of its document, each with the day of its brief.
select
    cited.statement,
    cited.article_id is null as without_evidence,
    case
        when cited.article_id is null then null
        when articles.id is null then 'article ' || cited.article_id || ' of ' || cited.day || ' is not stored'
        when not cited.is_source then 'article ' || cited.article_id || ' is none of the item''s sources'
        when captures.id is null then 'the capture of ' || articles.url || ' is not in the record'
        when articles.text_origin = 'page' and captures.status not between 200 and 299 and captures.status <> 304
            then 'the capture of ' || articles.url || ' answers ' || captures.status
        else ''
    end as untraced,
    case
        when articles.id is null then null
        when cited."start" < 0 or cited."end" <= cited."start" or cited."end" > length(articles.text)
            then 'from ' || cited."start" || ' to ' || cited."end" || ' of ' || length(articles.text) || ' characters'
        when substr(articles.text, cited."start" + 1, cited."end" - cited."start") <> cited.quote
            then 'there stands: ' || substr(articles.text, cited."start" + 1, least(cited."end" - cited."start", 60))
        else ''
    end as misquoted
from cited
left join core.articles on articles.day = cited.day and articles.id = cited.article_id
left join raw.captures on captures.id = articles.capture_id
order by cited.position
