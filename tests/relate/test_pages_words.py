"""What the pages say: facts as people read them, the first part of a wait, the years counted truly."""

import itertools
import random
from types import SimpleNamespace

import numpy as np
import pytest

from mutuals.record.kinds import Kind
from mutuals.relate import words
from mutuals.relate.history import kept_counts, month_ends
from mutuals.relate.ties import DEFAULTS, HALF_LIVES
from mutuals.sources.templatetags.sources import brief
from mutuals.ui.networks import mark


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("birthday", "1980-03-12", ("Birthday", "12 March 1980")),
        ("birthday", "--02-29", ("Birthday", "29 February")),
        ("birthday", "1980-02-31", ("Birthday", "1980-02-31")),
        ("anniversary", "some day in May", ("Anniversary", "some day in May")),
        ("org", "Makers Guild;Joinery;", ("Works at", "Makers Guild, Joinery")),
        ("title", "Wood finisher", ("Does", "Wood finisher")),
        ("phone", "+44 20 7946 0100", ("Phone", "+44 20 7946 0100")),
        ("best-friend", "Jo", ("Best friend", "Jo")),
    ],
)
def test_a_fact_reads_like_a_sentence(name, value, shown) -> None:
    assert words.fact_words(name, value) == shown


@pytest.mark.parametrize(
    ("name", "network", "since", "shown"),
    [
        ("contacts", "linkedin", "2019-05-03", "Connected on LinkedIn since 3 May 2019"),
        ("contacts", "facebook", "", "Friends on Facebook"),
        ("contacts", "telegram", "2020-01-02", "In your contacts on Telegram since 2 January 2020"),
        ("contacts", "csv", "", "In a table of your people"),
        ("followers", "mastodon", "", "Follows you on Mastodon"),
        ("following", "x", "", "You follow them on X"),
    ],
)
def test_what_a_list_says_reads_like_a_sentence(name, network, since, shown) -> None:
    assert words.listed_words(name, network, mark(network).title, since) == shown


def test_what_somebody_does_comes_before_where() -> None:
    assert words.calling([("org", "Guild"), ("title", "Potter"), ("title", "Cook")]) == "Potter at Guild"
    assert words.calling([("organization", "Guild"), ("birthday", "1980-01-01")]) == "Guild"
    assert words.calling([]) == ""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Mostly a day, at times several; then more.", "Mostly a day"),
        ("Ready at once.", "Ready at once"),
        ("", ""),
    ],
)
def test_a_wait_is_told_briefly(text, first) -> None:
    assert brief(text) == first


@pytest.mark.parametrize("seed", range(8))
def test_the_years_count_what_the_definition_counts(seed) -> None:
    rnd = random.Random(seed)
    ties, last = rnd.randrange(1, 9), 1_500
    days = {(rnd.randrange(ties), rnd.randrange(last)) for _ in range(rnd.randrange(1, 160))}
    rows = [(tie, day, rnd.choice([0.0, 0.5, 1.0]), rnd.choice([0.5, 2.0])) for tie, day in sorted(days)]
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    low, high = np.zeros(ties, dtype=np.int64), np.arange(1, ties + 1)
    table = SimpleNamespace(
        low=low, high=high, tie=columns[0], day=columns[1], out=columns[2], into=columns[3]
    )
    marks = month_ends(0, last)
    floor = DEFAULTS.floor()

    def depth(tie: int, at: int) -> float:
        return sum(
            (out + into) * sum(h**-0.5 * 2 ** (-(at - day) / h) for h in HALF_LIVES)
            for one, day, out, into in rows
            if one == tie and day <= at
        )

    expected = [sum(depth(tie, mark) > floor for tie in range(ties)) for mark in marks]
    assert kept_counts(table, marks=marks, floor=floor) == expected


def test_months_end_today_and_are_never_too_many() -> None:
    for first, last in itertools.product((0, 5_000), (0, 5_001, 20_000)):
        marks = month_ends(first, max(first, last))
        assert marks[-1] == max(first, last)
        assert len(marks) <= 402
        assert marks == sorted(set(marks))


def test_a_day_names_the_sender_of_a_mail_and_nobody_for_a_meeting():
    assert words.passed(Kind.EMAIL, 3, ours=True) == "3 mails from you"
    assert words.passed(Kind.REPLY, 1, ours=False) == "1 reply from them"
    assert words.passed(Kind.MEETING, 1, ours=True) == "1 meeting"
