-- Every check of a day and how it went. All issues of an edition are one layer. What failed is accepted when a person let
-- just these rows pass.
with results as (
    select
        * exclude (layer),
        layer as kept_as,
        regexp_extract(layer, '^issues/[^/]+|^[^/]+') as layer,
        split_part(layer, '/', 3) as key,
        -- As `fingerprint` in digest_pipeline/quality/acceptances.py makes it.
        case when not passed then left(sha256(concat_ws(chr(31), failed, case
            when len(examples) = 0 then message else array_to_string(list_sort(examples), chr(31))
        end)), 16) end as fingerprint
    from quality.results
)
select
    day,
    layer,
    key,
    name,
    severity,
    passed,
    checked,
    failed,
    exists (
        select 1
        from quality.acceptances
        where withdrawn_at is null
            and acceptances.day = results.day
            and acceptances.layer = results.kept_as
            and acceptances.name = results.name
            and acceptances.fingerprint = results.fingerprint
    ) as accepted
from results
order by day desc, passed, layer, key, name
