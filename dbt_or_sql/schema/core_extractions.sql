-- What extraction made of the pages that a day read, so that an unchanged page is not parsed again.
create table if not exists core.extractions (
    day date not null,
    page varchar not null,
    extractor varchar not null,
    outcome json not null,
    primary key (day, page)
)
