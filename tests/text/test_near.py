"""Near duplicates: reshared, cut and retyped texts are found, others are left apart."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.text.near import FAR, NONE, alike, near, near_key

POST = "The allotment committee meets on Thursday at seven, bring a chair and something warm to drink."
OTHERS = [
    "The allotment is full of slugs this year, has anybody tried coffee grounds or copper tape yet?",
    "Committee minutes from last month are on the board by the gate, please read them before you shout.",
    "Bring a chair to the film night on Friday, the hall has only forty and the village is coming.",
    "I will be late on Thursday because the dentist had no other slot, save me a seat near the door.",
]


@pytest.mark.parametrize(
    "changed",
    [
        f"RT @anna: {POST}",
        f"via @anna {POST}",
        f"{POST} https://t.co/abc123",
        f"{POST} #allotment #garden",
        f"🌱 {POST} 🌱🌱",
        POST.upper(),
        POST.replace(" ", "  \n"),
        POST.replace(",", "").replace(".", "!!!"),
        POST.replace("t", "\uff54"),
        f"@bob @carol {POST}",
    ],
)
def test_what_resharing_changes_leaves_the_key_the_same(changed):
    assert near_key(changed) == near_key(POST)


@pytest.mark.parametrize(
    "changed",
    [
        POST.replace("committee", "comittee"),
        POST.replace("seven", "eight"),
        POST[:80] + "…",
        f"Reminder! {POST}",
        POST.replace("something warm", "something hot"),
    ],
)
def test_a_small_change_stays_near(changed):
    assert alike(near_key(changed), near_key(POST))


@pytest.mark.parametrize("other", OTHERS)
def test_another_text_of_the_same_topic_is_not_near(other):
    assert not alike(near_key(other), near_key(POST))


@pytest.mark.parametrize(
    "text", ["", "ok", "thanks a lot", "@bob yes https://example.org", "👍👍👍👍", "1 2 3", "はい"]
)
def test_too_few_words_have_no_key_and_are_like_nothing(text):
    assert near_key(text) == NONE
    assert not alike(near_key(text), near_key(text))


def test_unspaced_scripts_have_keys():
    text = "明日の朝、図書館の前で待ち合わせしましょう"
    assert near_key(text) != NONE
    assert near_key(f"RT @yuki: {text} https://example.org") == near_key(text)
    assert not alike(near_key(text), near_key("昨日の夜、駅前のラーメン屋さんがすごく混んでいました"))


def test_keys_are_the_same_for_ever():
    """They are stored: a change of these numbers makes every stored key worthless."""
    assert [
        f"{near_key(text):016x}"
        for text in (POST, "Où est la bibliothèque ce soir ?", "завтра мы идём в кино")
    ] == [
        "5ab383eb9a4f72f5",
        "fd5aa31a3800bbb1",
        "e2f71ed618f1214e",
    ]


@given(st.text(max_size=300))
def test_anything_is_taken(text):
    assert 0 <= near_key(text) < 2**64


def test_a_long_text_takes_the_time_of_its_length():
    began = time.process_time()
    near_key(" ".join(f"word{n}" for n in range(20_000)))
    near_key("#a " * 50_000 + "x")
    near_key("@" * 50_000 + "#" * 50_000)
    assert time.process_time() - began < 5


def planted(draw, groups):
    """Keys by chance, around some of them others at a distance of up to five; the groups as places."""
    keys, truth = [], []
    for _ in range(groups):
        middle = draw.getrandbits(64) | 1
        truth.append(list(range(len(keys), len(keys) + draw.randint(1, 4))))
        for _ in truth[-1]:
            key = middle
            for bit in draw.sample(range(64), draw.randint(0, FAR // 2)):
                key ^= 1 << bit
            keys.append(key)
    return keys, [group for group in truth if len(group) > 1]


def joined(keys):
    """The slow way: every pair."""
    groups = [{n} for n in range(len(keys))]
    for one in range(len(keys)):
        for other in range(one):
            if keys[one] and keys[other] and bin(keys[one] ^ keys[other]).count("1") <= FAR:
                a, b = (next(group for group in groups if n in group) for n in (one, other))
                if a is not b:
                    groups.remove(b)
                    a |= b
    return sorted(sorted(group) for group in groups if len(group) > 1)


def test_groups_are_those_of_comparing_every_pair():
    keys, truth = planted(random.Random(8), 60)
    assert sorted(near(keys)) == joined(keys) == truth


def test_keys_of_nothing_and_the_same_key_twice():
    assert near([]) == []
    assert near([0, 0, 7, 0]) == []
    assert near([5, 0, 5, 0, 5]) == [[0, 2, 4]]


def test_places_are_told_in_their_order_whatever_the_order_of_keys():
    keys, truth = planted(random.Random(9), 40)
    order = list(range(len(keys)))
    random.Random(1).shuffle(order)
    found = near([keys[at] for at in order])
    assert sorted(sorted(order[at] for at in group) for group in found) == truth
    assert all(group == sorted(group) for group in found)


def test_many_keys_take_about_linear_time():
    draw = random.Random(4)
    keys = [draw.getrandbits(64) for _ in range(40_000)]
    began = time.process_time()
    found = near(keys)
    assert time.process_time() - began < 10
    assert len(found) < 40  # of 800 million pairs about ten are near by chance: the binomial tail up to `FAR`
