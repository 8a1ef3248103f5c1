"""Walls are told from articles, also from short ones, and from those about walls."""

import pytest

from digest_pipeline.articles.barriers import barrier_of
from digest_pipeline.articles.blocks import parse, read_blocks
from digest_pipeline.articles.page import Failure
from digest_pipeline.articles.text import normalise

MENU = "<nav><a href='/'>Home</a> <a href='/news'>News</a> <a href='/login'>Log in</a></nav>"
SENTENCES = (
    "The council of the town decided on Tuesday to close the old bridge for the winter. Its stones are loose, and the"
    " river is high. Two ferries will carry people and carts to the other bank until the masons are done in spring."
)
NACHRICHT = "公司周二宣布，将在年内建成三座新工厂，预计投资十二亿元，新增就业岗位四千个，首条生产线已经开始调试。"


def judged(body: str, *, title: str = "", head: str = "", text: str | None = None) -> Failure | None:
    """Judge a page whose article, unless given, is all that it shows."""
    tree = parse(f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>")
    assert tree is not None
    shown = normalise("\n".join(block.text for block in read_blocks(tree)))
    return barrier_of(tree, title=title, shown=shown, text=shown if text is None else text)


WALLS = [
    ("blocked", "Just a moment...", "<h2>Checking your browser before accessing example.org.</h2><p>Ray ID: 8f2a</p>"),
    ("blocked", "Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1><p>You are unable to access"),
    (
        "blocked",
        "Access Denied",
        "<h1>Access Denied</h1><p>You don't have permission to access this page. Reference #18",
    ),
    ("blocked", "403 Forbidden", "<h1>403 Forbidden</h1><hr>nginx"),
    ("blocked", "Robot Check", "<p>Enter the characters you see below to show that you are human, not a robot."),
    ("blocked", "", "<h2>当前环境异常，完成验证后即可继续访问。</h2><a>去验证</a>"),
    ("blocked", "百度安全验证", "<p>请完成下方验证</p><p>网络不给力，请稍后重试</p>"),
    ("blocked", "アクセスが拒否されました", "<p>お使いのネットワークから通常と異なるアクセスが検出されました。</p>"),
    ("blocked", "", "<p>Bitte bestätigen Sie, dass Sie ein Mensch sind, um auf die Seite zuzugreifen.</p>"),
    ("blocked", "Vérification de sécurité", "<p>Veuillez confirmer que vous êtes humain pour accéder au site.</p>"),
    ("blocked", "Acceso denegado", "<p>Por favor, confirme que no es un robot para acceder a la página.</p>"),
    (
        "consent",
        "Before you continue to Example",
        "<p>We use cookies and data to deliver and maintain our services</p>",
    ),
    (
        "consent",
        "",
        "<h1>Wir schätzen Ihre Privatsphäre</h1><p>Mit Werbung und Cookies weiterlesen oder ein Abo nehmen.",
    ),
    ("consent", "", "<h1>Votre vie privée</h1><p>Nous et nos 812 partenaires stockons des cookies sur votre appareil."),
    ("consent", "", "<h1>Valoramos tu privacidad</h1><p>Nosotros y nuestros socios utilizamos cookies.</p>"),
    ("login", "Log in | Example", "<p>Log in to continue reading. Forgot your password? Register.</p>"),
    ("login", "登录", "<p>请先登录后查看全部内容，没有账号？立即注册</p>"),
    ("login", "", "<p>この記事を読むにはログインしてください。パスワードをお忘れの方はこちら。</p>"),
    ("login", "Anmelden", "<p>Bitte melden Sie sich an, um die Seite zu sehen. Passwort vergessen?</p>"),
    ("login", "Connexion", "<p>Veuillez vous connecter pour lire la suite. Mot de passe oublié ?</p>"),
    ("login", "Iniciar sesión", "<p>Debes iniciar sesión para ver esta página. ¿Olvidaste tu contraseña?</p>"),
    ("script", "Example", "<p>You need to enable JavaScript to run this app.</p>"),
    ("script", "", "<p>请开启JavaScript后刷新页面</p>"),
    ("script", "", "<p>このサイトを利用するにはJavaScriptを有効にしてください。</p>"),
    ("script", "", "<p>Bitte aktivieren Sie JavaScript in Ihrem Browser.</p>"),
    ("gone", "Page not found – Example", f"{MENU}<h1>Page not found</h1><p>{SENTENCES}</p>"),
    ("gone", "404", "<h1>Oops! That page can’t be found.</h1><p>It looks like nothing was found at this address.</p>"),
    ("gone", "", "<p>Sorry, this article is no longer available. Try our home page or the search.</p>"),
    ("gone", "", "<p>该内容已被发布者删除</p>"),
    ("gone", "404 - 某某网", "<p>抱歉，您访问的页面不存在</p><a>返回首页</a>"),
    ("gone", "ページが見つかりません", "<p>お探しのページは見つかりませんでした。</p>"),
    ("gone", "Seite nicht gefunden", "<p>Die gesuchte Seite existiert leider nicht mehr.</p>"),
    ("gone", "Page introuvable", "<p>Désolé, la page que vous recherchez n'existe pas.</p>"),
    ("gone", "Página no encontrada", "<p>Lo sentimos, la página que buscas no existe.</p>"),
    ("error_page", "502 Bad Gateway", "<h1>502 Bad Gateway</h1><hr>nginx"),
    ("error_page", "Error", "<h2>Something went wrong</h2><p>An error occurred, please try again later.</p>"),
    ("error_page", "Maintenance", "<p>This site is currently undergoing scheduled maintenance. We apologise.</p>"),
    ("error_page", "系统繁忙", "<p>系统繁忙，请稍后再试</p>"),
    ("error_page", "", "<p>ただいまメンテナンス中です。しばらくしてからアクセスしてください。</p>"),
    ("error_page", "", "<p>Es ist ein Fehler aufgetreten</p><p>Bitte laden Sie die Seite neu.</p>"),
    ("error_page", "", "<p>Une erreur est survenue</p><p>Rechargez la page.</p>"),
    ("error_page", "", "<p>Se ha producido un error. Vuelve a la página de inicio.</p>"),
]


@pytest.mark.parametrize(("reason", "title", "body"), WALLS)
@pytest.mark.parametrize("has_text", [True, False])
def test_a_wall_is_recognised_whether_or_not_something_was_taken_for_its_text(
    reason: str, title: str, body: str, *, has_text: bool
) -> None:
    found = judged(body, title=title, text=None if has_text else "")

    assert found is not None
    assert found.reason == reason


ARTICLES = [
    (
        "Are you a robot? How captchas came to be",
        (
            "<p>Are you a robot? The question was first asked in 2000, at Yahoo, by two"
            " students of Carnegie Mellon. Half a million people answer it every hour, and most of them curse it.</p>"
        ),
    ),
    ("Access denied: the library that nobody may enter", f"<h1>Access denied</h1><p>{SENTENCES}</p>"),
    (
        "The art of the 404",
        (
            "<p>Page not found, says the web a million times a day. A museum in Basel now collects the"
            " finest of these notes, from a dinosaur to a small poem; the oldest was written at CERN in 1992.</p>"
        ),
    ),
    (
        "Why every site asks about cookies",
        (
            "<p>The rule is from 2009. A survey of 5,000 Danes shows that nine in ten"
            " never read what they agree to, and that the tenth regrets it within the minute.</p>"
        ),
    ),
    (
        "Newspapers and their paywalls",
        (
            "<p>“Subscribe to continue reading” stands on every third front page of Norway,"
            " counts the institute in Bergen, and half of the readers then do close the window and leave for good.</p>"
        ),
    ),
    ("网站为什么总让你验证", f"<p>请完成验证，这句话每天出现三亿次。{NACHRICHT * 2}</p>"),
    ("快讯", f"<p>{NACHRICHT}</p>"),
    ("Bridge closed", f"{MENU}<p>{SENTENCES}</p><h4>We value your privacy</h4><p>We use cookies.</p>"),
    (
        "Bridge closed",
        (
            f"<p>{SENTENCES}</p><div>Already have a login? Log in to comment.</div>"
            "<div class='g-recaptcha'></div><input type='password'>"
        ),
    ),
]


@pytest.mark.parametrize(("title", "body"), ARTICLES)
def test_a_short_article_passes_though_it_speaks_of_walls(title: str, body: str) -> None:
    assert judged(body, title=title) is None


def test_a_long_text_is_an_article_whatever_its_title() -> None:
    assert judged(f"<h1>Page not found</h1><p>{SENTENCES * 16}</p>", title="Page not found") is None


@pytest.mark.parametrize(
    "offer",
    [
        "Subscribe to continue reading",
        "This post is for paid subscribers",
        "Already a subscriber? Log in",
        "本文为付费内容，购买后阅读全文",
        "剩余 72% 内容，付费后继续阅读",
        "この記事は有料会員限定です",
        "残り 1,294 文字",
        "Weiterlesen mit Zeitung+",
        "Cet article est réservé à nos abonnés",
        "Il vous reste 71% de cet article à lire",
        "Suscríbete para seguir leyendo",
    ],
)
def test_a_teaser_is_not_passed_off_as_the_article(offer: str) -> None:
    within = judged(f"<p>{SENTENCES}</p><p>{offer}</p>")
    below = judged(f"<p>{SENTENCES}</p><div>{offer}</div><footer>Imprint</footer>", text=SENTENCES)

    assert within is not None
    assert below is not None
    assert within.reason == below.reason == "paywall"


def test_a_full_text_with_an_offer_below_it_stays_an_article() -> None:
    assert judged(f"<p>{SENTENCES * 8}</p><p>Subscribe to continue reading</p>") is None


def test_an_offer_far_from_the_text_says_nothing_about_it() -> None:
    related = "".join(f"<p>Another headline, the {number}th</p>" for number in range(20))

    assert judged(f"<p>{SENTENCES}</p>{related}<p>Subscribe to continue reading</p>", text=SENTENCES) is None


@pytest.mark.parametrize(("ending", "reason"), [("", None), (" And then the mayor of the town stood up…", "paywall")])
def test_an_announced_paywall_counts_where_the_text_breaks_off(ending: str, reason: str | None) -> None:
    schema = '{"@type": "NewsArticle", "isAccessibleForFree": "False", "hasPart": {"cssSelector": ".rest"}}'
    head = f'<script type="application/ld+json">{schema}</script>'

    found = judged(f"<p>{SENTENCES}{ending}</p>", head=head)

    assert (found and found.reason) == reason


@pytest.mark.parametrize(
    ("reason", "body"),
    [
        ("script", "<div id='root'></div><script src='/app.js'></script>"),
        ("script", "<noscript>You need to enable JavaScript to run this app.</noscript><div id='app'></div>"),
        ("script", "<div id='__next'>Loading</div><script>start()</script>"),
        ("script", "<meta http-equiv='Refresh' content='0; URL=/index2.html'>"),
        ("blocked", "<script>window._cf_chl_opt = {cType: 'managed'};</script>"),
        ("blocked", "<div id='px-captcha'></div>"),
        ("blocked", "<iframe src='https://www.google.com/recaptcha/api2/anchor'></iframe>"),
        ("login", "<form><input name='user'><input type='password'></form>"),
    ],
)
def test_an_empty_page_is_told_by_what_it_is_built_of(reason: str, body: str) -> None:
    found = judged(body, text="")

    assert found is not None
    assert found.reason == reason


def test_a_page_without_text_and_without_signs_is_no_wall() -> None:
    assert judged("<img src='a.png'>", text="") is None


def test_the_reader_is_told_the_words_of_the_wall() -> None:
    found = judged("<h1>Access Denied</h1>", title="Access Denied")

    assert found == Failure("blocked", "the page says “Access Denied” instead of an article")


def test_a_page_of_a_million_short_lines_is_judged_at_once() -> None:
    line = "sorry the page you were looking for was here a a a a a a "

    assert judged(f"<p>{line * 400}</p>" * 50, title="a" * 100_000, text=("a " * 30 + "\n") * 30) is None
