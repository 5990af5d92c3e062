import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.plainly import plainly


@pytest.mark.parametrize(
    ("post", "plain"),
    [
        ("@ann @ann@pod.example look", "@user @user look"),
        ("a b@c.example mail", "a b@c.example mail"),
        ("see https://x.example/a?b=1!", "see http"),
        ("#LionsDen #MAGA2024 #snake_case", "# Lions Den # MAGA 2024 # snake case"),
        ("sooooo goood", "soo good"),
        ("wait... what?!!!", "wait... what?!!!"),
        ("nice :) bad :-( <3 xD", "nice smiling face bad sad face red heart laughing face"),
        ("C: D: f(x) 10:30 (8)", "C: D: f(x) 10:30 (8)"),
        ("ok 👍🏽", "ok thumbs up"),
        ("Rui En\\u2019s", "Rui En’s"),
        ("@a @b @c @d hi", "@user @user hi"),
        ("two\n\n lines ", "two lines"),
        ("", ""),
    ],
)
def test_a_post_is_said_in_plain_words(post, plain):
    assert plainly(post) == plain


@given(st.text(max_size=200))
def test_any_text_becomes_one_line_and_not_much_longer(text):
    plain = plainly(text)
    assert "\n" not in plain
    assert plain == plain.strip()
    longest = max((len(unicodedata.name(char, char)) for char in text), default=0)
    assert len(plain) <= len(text) * (longest + 12)


@given(st.sampled_from("😀😢🎉🔥💔"), st.integers(1, 4))
def test_an_emoji_is_named_as_often_as_it_stands(emoji, times):
    assert plainly(emoji * times).count(unicodedata.name(emoji).lower().replace("-", " ")) == times
