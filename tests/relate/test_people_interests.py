"""Interests count days, not posts; what both speak of comes first; a moment's words are none."""

from hypothesis import given
from hypothesis import strategies as st

from mutuals.people.interests import Said, interests


def said(day: int, *phrases: str, ours: bool = False, lang: str = "en", words: int = 20) -> Said:
    return Said(day, ours, phrases, f"{day:016x}", lang, words)


def names(found) -> list[str]:
    return [one.phrase for one in found]


def test_three_days_make_an_interest_and_forty_posts_of_one_evening_do_not() -> None:
    assert names(interests([said(day, "cold water") for day in (1, 9, 30)])) == ["cold water"]
    assert interests([said(1, "cold water"), said(9, "cold water")]) == []
    assert interests([said(1, "the move itself")] * 40) == []


def test_what_both_speak_of_comes_first_and_says_who_how_often() -> None:
    found = interests([said(1, "old tools"), said(2, "old tools"), said(3, "old tools"),
                       said(4, "Hardwax oil"), said(5, "hardwax oil"), said(6, "hardwax oil", ours=True)])  # fmt: skip
    assert [(one.phrase, one.theirs, one.ours, one.common) for one in found] == [
        ("hardwax oil", 2, 1, True), ("old tools", 3, 0, False)
    ]  # fmt: skip


def test_what_only_we_speak_of_is_no_interest_of_theirs() -> None:
    assert interests([said(1, "our newsletter", ours=True), said(2, "our newsletter", ours=True)]) == []


def test_names_of_the_two_are_no_interest() -> None:
    rows = [
        said(1, "Amara Okafor", "shellac finish"),
        *(said(day, "Amara", "shellac finish") for day in (2, 3)),
    ]
    assert names(interests(rows, names=("Amara Okafor", "Mara"))) == ["shellac finish"]


def test_small_words_of_short_lines_are_none() -> None:
    short = [said(day, "coming", "Problem", words=3) for day in (1, 2, 3)]
    german = [said(day, "bringst", lang="de") for day in (1, 2, 3)]
    tags = [said(day, "#RepairChat", words=2) for day in (1, 2, 3)]
    assert names(interests([*short, *german, *tags])) == ["RepairChat"]


POSTS = st.lists(
    st.builds(
        said,
        st.integers(1, 30),
        st.sampled_from(["cold water", "old tools", "rye bread"]),
        ours=st.booleans(),
    )
)


@given(POSTS, st.randoms())
def test_the_order_in_which_posts_come_changes_nothing(posts, chance) -> None:
    mixed = list(posts)
    chance.shuffle(mixed)
    assert interests(mixed) == interests(posts)


@given(POSTS)
def test_no_phrase_counts_more_days_than_it_has(posts) -> None:
    for one in interests(posts):
        of_it = [post for post in posts if one.phrase in post.phrases]
        assert one.theirs == len({post.day for post in of_it if not post.ours})
        assert one.ours == len({post.day for post in of_it if post.ours})
        assert one.theirs + one.ours >= 3
