"""The tree of a page: what was escaped twice is read, and code stays as it is shown."""

import pytest

from digest_pipeline.articles.tree import parse


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Meta&amp;#8217;s own AI</p>", "Meta’s own AI"),
        ("<p>设置 &amp;gt; 更新</p>", "设置 > 更新"),
        ("<p>H&amp;amp;M and <b>Road</b> &amp;amp; Track&#38;#x27;s</p>", "H&M and Road & Track's"),
        ("<p>AT&amp;T, R&amp;D; Q&amp;A; &amp;unknown; &amp;copying;</p>", "AT&T, R&D; Q&A; &unknown; &copying;"),
        ("<p>Write <code>&amp;amp;nbsp;</code> for a blank&amp;nbsp;.</p>", "Write &amp;nbsp; for a blank\xa0."),
        ("<pre><b>&amp;amp;lt;</b></pre>", "&amp;lt;"),
        ("<p>a &amp;lt;b&amp;gt; &amp;amp;lt;</p>", "a <b> &lt;"),
    ],
)
def test_what_was_escaped_twice_is_read_outside_of_code(html: str, text: str) -> None:
    tree = parse(f"<html><body>{html}</body></html>")
    assert tree is not None
    assert tree.text_content() == text
