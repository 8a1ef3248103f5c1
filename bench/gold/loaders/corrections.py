"""What sets say wrongly of titles and days beyond dispute, page by page, with the reasons."""

from dataclasses import replace

from bench.gold.sample import Sample

# What some golds leave of the site's name in a title, which is to go. Only what the page itself, or its address, calls
# the site is named here: sections, authors and other wordings of the title stay misses.
_SITE_IN_TITLE = {
    "mozilla-readability/breitbart": " - Breitbart",
    "mozilla-readability/ebb-org": " - Bradley M. Kuhn ( Brad ) ( bkuhn )",
    "mozilla-readability/iab-1": " | IAB",
    "mozilla-readability/keep-tabular-data": " | Factorio",
    "mozilla-readability/mercurial": " — evolve extension for Mercurial",
    "mozilla-readability/pixnet": " @ 史蒂文的家_藍天 :: 痞客邦 PIXNET ::",
    "mozilla-readability/wikipedia": " - Wikipedia",
    "mozilla-readability/yahoo-4": " - Yahoo!ニュース",
    "defuddle/general--lesswrong.com-s-N7nDePaNabJdnbXeE-p-vJFdjigzmcXMhNTsx": " — LessWrong",
    "defuddle/general--obsidian-publish-cjk": " - Obsidian 中文帮助",
    "defuddle/general--scp-wiki.wikidot.com-scp-9935": " - SCP Foundation",
    "newspaper4k/japanese_article": " ：日本経済新聞",
}

# Days that are not of publication: htmldate's are the page's own `dateModified` beside another `datePublished`, and of
# KlasseGegenKlasse day and month are exchanged (its pictures are of the earlier one).
_WRONG_DAYS = frozenset(
    {
        "fundus/de/KlasseGegenKlasse",
        "htmldate/https://www.channelpartner.de/a/sieben-berufe-die-zukunft-haben,3050673",
        "htmldate/http://columbus-entdeckt.de/ski-fahren-auf-den-spuren-des-trolls/",
        "htmldate/https://angelmagazin.de/fische-schmerzen/",
        "htmldate/https://hellogiggles.com/beauty/dead-skin-cells-build-up/",
        "htmldate/https://www.rtl.de/cms/bericht-bund-und-laender-wollen-lockdown-verlaengern-um-weitere-vier-wochen-4723862.html",
    }
)


def corrected(sample: Sample) -> Sample:
    """Return the sample without what its set says wrongly."""
    place = f"{sample.set}/{sample.name}"
    title = sample.title.removesuffix(_SITE_IN_TITLE.get(place, "")) if sample.title else None
    return replace(sample, title=title, published=None if place in _WRONG_DAYS else sample.published)
