"""Generates the items of a synthetic social year: heavy-tailed people, replies, messages, shares, likes, mail.

Shares no code with what it measures; the same seed gives the same items. Words are made up and drawn by Zipf's law from
vocabularies of 40,000 in all, since the cost of a text index lies in its vocabulary: of ten posts seven are in plain
Latin letters, two in Latin letters with accents, one in Cyrillic ones.
"""

import random
from collections import deque
from collections.abc import Iterator
from itertools import accumulate

from mutuals.as2 import PUBLIC, Activity, Item, Link, Object, Time

START = 1_500_000_000_000
LANGUAGES = (
    (7, 20_000, "ka lo mi ten sur va ne ro pi dal shu gre an to be wi ed ing str on"),
    (2, 12_000, "ka lo mi ten sur va ne ro él mün ßer ço ñi ör an to be"),
    (1, 8_000, "и на ко ло ре пи да шу гре ан то бе ми тен сур ва не"),
)
REMEMBERED = 20_000


def items(count: int, *, people: int = 5_000, seed: int = 7) -> Iterator[Item]:
    """`count` items: 62 % posts (half of them answers), 20 % messages, 10 % likes, 8 % shares."""
    rnd = random.Random(seed)
    languages = [_words(rnd, size, syllables.split()) for _, size, syllables in LANGUAGES]
    spoken = [
        language for (share, *_), language in zip(LANGUAGES, languages, strict=True) for _ in range(share)
    ]
    at, posts = START, deque[tuple[str, str]](maxlen=REMEMBERED)
    for number in range(count):
        at += int(rnd.expovariate(1 / 30_000)) + 1
        me = _someone(rnd, people)
        who = f"https://social.example/users/u{me}"
        roll = rnd.random()
        words, odds = rnd.choice(spoken)
        text = " ".join(rnd.choices(words, cum_weights=odds, k=rnd.randint(5, 32)))
        if roll < 0.62 or not posts:
            yield _post(rnd, number, who, at, text, posts)
        elif roll < 0.82:
            yield _message(number, who, f"https://social.example/users/u{_someone(rnd, people)}", at, text)
        else:
            kind, place = ("Like", "likes") if roll < 0.92 else ("Announce", "shares")
            liked = posts[rnd.randrange(len(posts))][0]
            yield Activity(
                id=f"{who}/{place}/{number}", type=kind, actor=who, object=liked, published=Time(at, "s"), to=(PUBLIC,)
            )  # fmt: skip


def _words(rnd: random.Random, size: int, syllables: list[str]) -> tuple[list[str], list[float]]:
    made = dict.fromkeys("".join(rnd.choices(syllables, k=rnd.randint(1, 4))) for _ in range(size * 2))
    words = list(made)[:size]
    return words, list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))


def _someone(rnd: random.Random, people: int) -> int:
    return min(int(rnd.paretovariate(0.9)) - 1, people - 1)


def _post(
    rnd: random.Random, number: int, who: str, at: int, text: str, posts: deque[tuple[str, str]]
) -> Activity:
    uri, answer, tag = f"{who}/statuses/{number}", "", ()
    if posts and rnd.random() < 0.5:
        answer, author = posts[rnd.randrange(max(0, len(posts) - 2_000), len(posts))]
        tag = (Link(author, "Mention", "@u"),)
    posts.append((uri, who))
    note = Object(
        id=uri, attributed_to=who, content=text, published=Time(at, "s"), in_reply_to=answer, tag=tag, to=(PUBLIC,),
        language="en",
    )  # fmt: skip
    return Activity(id=f"{uri}#create", actor=who, object=note, published=note.published, to=note.to)


def _message(number: int, who: str, other: str, at: int, text: str) -> Activity:
    uri = f"{who}/messages/{number}"
    talk = f"https://social.example/talks/{min(who, other)}-{max(who, other)}"
    note = Object(
        id=uri,
        type="ChatMessage",
        attributed_to=who,
        content=text,
        published=Time(at, "s"),
        to=(other,),
        context=talk,
    )
    return Activity(id=f"{uri}#create", actor=who, object=note, published=note.published, to=note.to)
