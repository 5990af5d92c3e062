"""Generates the items of a synthetic social year: heavy-tailed people, replies, messages, shares, likes, mail.

Shares no code with what it measures; the same seed gives the same items.
"""

import random
from collections.abc import Iterator

from mutuals.as2 import PUBLIC, Activity, Item, Link, Object, Time

WORDS = (
    "the a of to and in is it you that was for on are with as his they be at one have this from or had by hot word "
    "but what some we can out other were all there when up use your how said an each she which do their time if will "
    "way about many then them write would like so these her long make thing see him two has look more day could go "
    "come did number sound no most people my over know water than call first who may down side been now find bench "
    "workshop thanks question answer market garden café straße köln münchen naïve piñata smörgåsbord"
).split()
START = 1_500_000_000_000


def items(count: int, *, people: int = 5_000, seed: int = 7) -> Iterator[Item]:
    """`count` items: 62 % posts (half of them answers), 20 % messages, 10 % likes, 8 % shares."""
    rnd = random.Random(seed)
    at, posts, authors = START, [], []
    for number in range(count):
        at += int(rnd.expovariate(1 / 30_000)) + 1
        me = _someone(rnd, people)
        who = f"https://social.example/users/u{me}"
        roll = rnd.random()
        if roll < 0.62 or not posts:
            yield _post(rnd, number, who, at, posts, authors)
        elif roll < 0.82:
            other = f"https://social.example/users/u{_someone(rnd, people)}"
            yield _message(rnd, number, who, other, at)
        else:
            kind, place = ("Like", "likes") if roll < 0.92 else ("Announce", "shares")
            yield Activity(
                id=f"{who}/{place}/{number}", type=kind, actor=who, object=rnd.choice(posts), published=Time(at, "s"), to=(PUBLIC,)
            )


def _someone(rnd: random.Random, people: int) -> int:
    return min(int(rnd.paretovariate(0.9)) - 1, people - 1)


def _text(rnd: random.Random) -> str:
    return " ".join(rnd.choices(WORDS, k=rnd.randint(5, 32)))


def _post(rnd: random.Random, number: int, who: str, at: int, posts: list[str], authors: list[str]) -> Activity:
    uri = f"{who}/statuses/{number}"
    answer, tag = "", ()
    if posts and rnd.random() < 0.5:
        pick = rnd.randrange(max(0, len(posts) - 2_000), len(posts))
        answer, tag = posts[pick], (Link(authors[pick], "Mention", "@u"),)
    posts.append(uri)
    authors.append(who)
    note = Object(
        id=uri, attributed_to=who, content=_text(rnd), published=Time(at, "s"), in_reply_to=answer, tag=tag, to=(PUBLIC,), language="en"
    )
    return Activity(id=f"{uri}#create", actor=who, object=note, published=note.published, to=note.to)


def _message(rnd: random.Random, number: int, who: str, other: str, at: int) -> Activity:
    uri = f"{who}/messages/{number}"
    talk = f"https://social.example/talks/{min(who, other)}-{max(who, other)}"
    note = Object(
        id=uri, type="ChatMessage", attributed_to=who, content=_text(rnd), published=Time(at, "s"), to=(other,), context=talk
    )
    return Activity(id=f"{uri}#create", actor=who, object=note, published=note.published, to=note.to)
