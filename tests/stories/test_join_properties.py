"""Which articles are joined depends neither on their order nor on unrelated ones, and no text breaks it."""

from collections.abc import Sequence
from random import Random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from digest_pipeline.model import Article
from digest_pipeline.stories.join import groups_of
from tests.stories.told import told

NEWS = (
    told(
        "heron",
        "Mistwood releases Heron 2.1, a small language model",
        "Mistwood released the language model Heron 2.1 on Monday. It runs on one card and its weights are open.",
    ),
    told(
        "heron-again",
        "Heron 2.1 by Mistwood is out",
        "The language model Heron 2.1 by Mistwood is out since Monday. Its weights are open; it runs on one card.",
    ),
    told(
        "losses", "Corvane reports a loss for the quarter", "Revenue of Corvane fell as orders from abroad were late."
    ),
    told(
        "layoffs",
        "Nvidia lays off 300 in its chip unit",
        "Nvidia announced 300 layoffs on Monday in its chip unit.",
    ),
    told("layoffs-zh", "英伟达宣布裁员", "英伟达周一宣布裁员三百人，涉及芯片部门。"),
    told("ferry-zh", "新港轮渡因台风停航", "因台风临近，新港至云屿的轮渡周二停航。"),
    told("ferry-zh-again", "台风临近，新港轮渡停航", "新港至云屿的轮渡周二因台风临近停航。"),
    told("bees", "Qualby beekeepers count few losses", "The hives near Qualby came well through winter."),
)

# Words that nobody else uses, and so few of them that articles made of them meet often.
_SPOKEN = "qorvan zembla lushaten tenvolu mirokab brishalu Qualdor Zorven".split()
_WRITTEN = "鹭鸶 云屿 潮汐 栈桥 灯塔 船坞".split()
_STRANGE = st.text("bcdfgjkxz", min_size=9, max_size=12).map("zx{}".format)
_LETTERS = st.characters(exclude_categories=["Cs"])
_NAUGHTY = st.one_of(
    st.text(_LETTERS, max_size=80),
    st.text(st.characters(categories=["P", "S", "Z", "M", "Cc", "Cf", "Co", "Cn"]), max_size=80),
    st.text('-.:：；;"“”《》[]()$%/_0189aA一万月日點', max_size=80),
)


@st.composite
def crowds(draw: st.DrawFn) -> list[Article]:
    """Draw articles of a few words in common, some in Chinese."""
    vocabulary = st.sampled_from([(_SPOKEN, " "), (_WRITTEN, "")])
    articles = []
    for place in range(draw(st.integers(2, 8))):
        words, blank = draw(vocabulary)
        title, text = (draw(st.lists(st.sampled_from(words), min_size=1, max_size=size)) for size in (4, 12))
        articles.append(told(f"crowd-{place}", blank.join(title), blank.join(text)))
    return articles


def together(articles: Sequence[Article]) -> set[frozenset[str]]:
    """Return the ids of each group."""
    return {frozenset(articles[place].id for place in group) for group in groups_of(articles)}


def test_the_news_has_groups_that_could_come_apart() -> None:
    assert {
        frozenset({"heron", "heron-again"}),
        frozenset({"layoffs", "layoffs-zh"}),
        frozenset({"ferry-zh", "ferry-zh-again"}),
    } <= together(NEWS)


@given(st.permutations(NEWS), st.integers(min_value=0, max_value=len(NEWS)))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_the_news_changes_no_group(order: list[Article], size: int) -> None:
    chosen = order[:size]
    assert together(chosen) == together(sorted(chosen, key=lambda one: one.id))


@given(crowds(), st.randoms(use_true_random=False))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_articles_with_much_in_common_changes_no_group(crowd: list[Article], random: Random) -> None:
    order = [*crowd]
    random.shuffle(order)
    assert together(order) == together(crowd)


@given(
    st.one_of(crowds(), st.permutations(NEWS)),
    st.lists(_STRANGE, min_size=1, max_size=30, unique=True),
    st.integers(min_value=0),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_an_article_of_words_of_its_own_changes_no_other_group(
    articles: list[Article], strange: list[str], place: int
) -> None:
    stranger = told("stranger", " ".join(strange[:6]), " ".join(strange))
    place %= len(articles) + 1
    with_it = [*articles[:place], stranger, *articles[place:]]
    assert together(with_it) == together(articles) | {frozenset({"stranger"})}


@given(st.lists(st.tuples(_NAUGHTY, _NAUGHTY), min_size=1, max_size=5))
@example([("", ""), ("", ""), ("…！", "。。。"), ("a" * 200, "x" * 10_000), ("中" * 10_000, "中" * 10_000)])
@example([("\x00\x01", "\u202e\u200b\ufeff"), ("：", "：" * 10_000), ("-1.2.3-" * 30, "A-1" * 3_000)])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_every_article_is_in_exactly_one_group(written: list[tuple[str, str]]) -> None:
    articles = [told(f"a{place}", title, text) for place, (title, text) in enumerate(written)]
    for day in (articles, [*articles, *NEWS]):
        assert sorted(place for group in groups_of(day) for place in group) == list(range(len(day)))
