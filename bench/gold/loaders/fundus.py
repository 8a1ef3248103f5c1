"""The pages of fundus: each of one publisher, with a hand-checked text, date and authors."""

from collections.abc import Iterator
from pathlib import Path

from bench.gold.loaders.reading import body_of, json_of, own_address, when
from bench.gold.sample import Sample

# The language of the country; publishers who write in another one, and countries with several, by name.
_FUNDUS_COUNTRY = {
    "at": "de", "cn": "zh", "de": "de", "dk": "da", "es": "es", "fr": "fr", "id": "id", "isl": "is", "it": "it",
    "jp": "ja", "kr": "ko", "lt": "lt", "ls": "en", "mx": "en", "my": "en", "no": "no", "pl": "pl", "pt": "en",
    "se": "sv", "tr": "tr", "uk": "en", "us": "en",
}  # fmt: skip
_FUNDUS_PUBLISHER = {
    "be/Nieuwsblad": "nl", "be/PoliticoEu": "en", "ca/CanadaCom": "en", "ca/FinancialPost": "en",
    "ch/TagesAnzeiger": "de", "ch/ZwanzigMinuten": "de", "es/MallorcaMagazin": "de", "es/MallorcaZeitung": "de",
    "il/IsraelNachrichten": "de", "jp/TheJapanNews": "en", "lb/LBCGroup": "ar", "lu/LuxemburgerWort": "de",
    "lu/Tageblatt": "de", "py/Wochenblatt": "de", "tz/HabariLeo": "sw", "ua/Pravda": "ru", "za/EyethuNews": "zu",
    "za/Isolezwe": "zu", "za/TheCitizen": "en", "za/TimesLive": "en",
}  # fmt: skip


def fundus(data: Path) -> Iterator[Sample]:
    """Yield the last version of each publisher's page, with all that fundus tells of it."""
    folder = data / "html/fundus"
    for path in sorted(folder.glob("*/*.json")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        gold = list(json_of(path).values())[-1]
        (page,) = path.parent.glob(f"{path.stem}_[0-9]*.html.gz")
        body = body_of(page)
        parts = gold["body"]["summary"] + [
            line for section in gold["body"]["sections"] for line in section["headline"] + section["paragraphs"]
        ]
        yield Sample(
            set="fundus",
            name=name,
            url=own_address(body),
            body=body,
            text="\n\n".join(parts),
            title=gold.get("title") or None,
            authors=tuple(gold.get("authors", ())),
            published=when(gold["publishing_date"]),
            language=_FUNDUS_PUBLISHER.get(name) or _FUNDUS_COUNTRY[path.parent.name],
        )
