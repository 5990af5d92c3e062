"""Foreign HTML: as text with lines, and as the little that is shown."""

import random
import time
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.html import plain, safe

LINK = (
    '<a href="https://example.com/a/long/path?x=1&amp;y=2" rel="nofollow"><span class="invisible">https://</span>'
    '<span class="ellipsis">example.com/a/long</span><span class="invisible">/path?x=1&amp;y=2</span></a>'
)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One<br>two</p><p>three</p>", "One\ntwo\n\nthree"),
        ("<p>One<br/>two<br />three", "One\ntwo\nthree"),
        ("no tags at all", "no tags at all"),
        ("a &lt; b &amp;&nbsp;c &#8364; &euro;", "a < b & c € €"),
        ("AT&amp;T", "AT&T"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        (f"<p>See {LINK}.</p>", "See https://example.com/a/long/path?x=1&y=2."),
        ('<a href="https://www.example.com/a/b">example.com/a…</a>', "https://www.example.com/a/b"),
        ('<a href="https://example.com/about">about</a> us', "about us"),
        ('<a href="https://example.com">Our <b>new</b> shop</a>', "Our new shop"),
        ('<a href=\'https://example.com/x\'>https://example.com/x</a>', "https://example.com/x"),
        ("<a href=https://example.com/x>example.com/x</a>", "https://example.com/x"),
        ('<span><a href="https://a.example/@ada" class="u-url mention">@<span>ada</span></a></span> hi', "@ada hi"),
        ('<a href="https://a.example/tags/x" class="mention hashtag" rel="tag">#<span>x</span></a>', "#x"),
        ('<a title="a > b" href="https://example.com/y">example.com/y</a>', "https://example.com/y"),
        ("<style>p { color: red }</style><p>shown</p>", "shown"),
        ("<head><title>T</title></head><body>shown</body>", "shown"),
        ("<head><title>T</title><body>shown</body>", "shown"),
        ("<script>if (a<b) document.write('</p>')</script>shown", "shown"),
        ("<SCRIPT>x</script >shown", "shown"),
        ("<script>never closed <p>x</p>", ""),
        ("a<!-- <p>hidden</p> -->b", "ab"),
        ("a<!-- never closed", "a"),
        ("<![CDATA[x]]>y<?php echo 1 ?>z", "yz"),
        ("<ul><li>one</li><li>two</li></ul>end", "one\ntwo\n\nend"),
        ("<div><div><div>deep</div></div></div><div>next</div>", "deep\nnext"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<p>a\n   b\tc</p>", "a b c"),
        ("<p>unclosed <b>bold <i>both", "unclosed bold both"),
        ("</p></div>stray", "stray"),
        ("a</>b", "ab"),
        ("<p", "<p"),
        ("", ""),
        ("<3 you & me <3", "<3 you & me <3"),
    ],
)  # fmt: skip
def test_plain(html, text):
    assert plain(html) == text


@given(st.text())
def test_plain_takes_anything(html):
    plain(html)


@given(st.lists(st.sampled_from("<a >\"'/!-=pbscript&;x\n"), max_size=60).map("".join))
def test_plain_and_safe_take_broken_html(html):
    plain(html)
    assert "<script" not in safe(html).lower()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs"])))
def test_escaped_text_comes_back(text):
    assert plain(f"<p>{escape(text)}</p>") == text.strip()


GARBAGE = [
    "<div>", "<a ", "<a href='", "<", "<!--", "<!", "<script", "<p>x", "&amp", "<a href=\"x\">y", "</", "<b \"'>", "<?",
    "<style>", "<a>b", "<a '\"<b>", "&#", "<pre>",
]  # fmt: skip


@pytest.mark.parametrize("unit", GARBAGE)
def test_repeated_garbage_is_read_in_linear_time(unit):
    began = time.process_time()
    plain(unit * (250_000 // len(unit)))
    assert time.process_time() - began < 1


def test_a_megabyte_of_nested_garbage_is_read_in_two_seconds():
    draw = random.Random(4)
    html = "<div>" * 100_000 + "".join(draw.choices(GARBAGE, k=500_000))[:500_000]
    began = time.process_time()
    plain(html)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<p>a<br>b</p>", "<p>a<br>b</p>"),
        ('<p style="color:red" class="x" id="y" onclick="z()">a</p>', "<p>a</p>"),
        ('<img src="https://example.com/pixel.gif" onerror="x()">a', "a"),
        ("<script>alert(1)</script>a<style>b</style>", "a"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="nofollow noopener noreferrer ugc">a</a>'),
        ("<em>a</em><strong>b</strong><code>c</code>", "<em>a</em><strong>b</strong><code>c</code>"),
        ("<ul><li>a</li></ul><blockquote>b</blockquote>", "<ul><li>a</li></ul><blockquote>b</blockquote>"),
        ("<iframe src='x'></iframe><svg><script>1</script></svg><form>f</form>", "f"),
    ],
)
def test_safe(html, cleaned):
    assert safe(html) == cleaned


def test_safe_links_say_nothing_of_us():
    cleaned = safe('<a href="https://example.com" target="_top" rel="me">x</a>')
    assert cleaned == '<a href="https://example.com" rel="nofollow noopener noreferrer ugc">x</a>'
