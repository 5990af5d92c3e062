"""Evidence for and against two being one, and the keys by which pairs are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.people.alike import chance, evidence, promising, verdict
from mutuals.people.alike_profile import Around, Profile, commonness, ready
from mutuals.people.alike_words import TITLES, sentence
from mutuals.people.blocking import pairs_of
from mutuals.people.finding import find
from mutuals.people.profiling import Actor, profile_of
from mutuals.people.weighing import FILE, WEIGHING

FIRST, LAST = (
    "Bel Dor Fin Gar Hul Jem Kip Lor Mav Nid Pel Quo Rus Sib Tov".split(),
    "bran dok fent gulm hest jorv".split(),
)
CROWD = [
    Profile(
        1000 + n,
        names=(f"{FIRST[n % 15]}{LAST[n % 6]} {FIRST[n // 15 % 15]}{LAST[n // 7 % 6]}{LAST[n // 31 % 6]}",),
    )
    for n in range(225)
]


def two(one: dict, other: dict, around=None):
    """The verdict of two profiles in a small crowd."""
    a, b = ready(Profile(1, **one)), ready(Profile(2, **other))
    return verdict(a, b, commonness([a, b, *map(ready, CROWD)]), around)


def kinds(found) -> dict[str, float]:
    return {one.kind: one.weight for one in found.evidence}


AMARA = {"names": ("Amara Okafor",)}


def test_the_sum_of_what_is_shown_is_the_chance() -> None:
    found = two({**AMARA, "handles": ("nightheron",)}, {**AMARA, "handles": ("nightheron",)})
    assert found.chance == pytest.approx(chance(found.start + sum(one.weight for one in found.evidence)))
    assert found.chance > 0.99


def test_profiles_that_name_each_other_are_one_by_themselves() -> None:
    one = {**AMARA, "homes": ("x:amara",), "links": ("amara@fedi.example",)}
    other = {**AMARA, "homes": ("amara@fedi.example",), "links": ("x:amara",)}
    found = two(one, other)
    assert found.by_itself
    assert kinds(found)["links"] > 5


def test_a_name_alone_is_never_enough_to_do_it_without_asking() -> None:
    found = two({"names": ("Amaranta Okaforsdottir",)}, {"names": ("Amaranta Okaforsdottir",)})
    assert WEIGHING.perhaps < found.chance
    assert not found.by_itself


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        (({"born": ("1984-03-05",)}, {"born": ("1991-11-20",)}), "birthday"),
        (
            (
                {"accounts": (("linkedin", "https://www.linkedin.com/in/a"),)},
                {"accounts": (("linkedin", "https://www.linkedin.com/in/b"),)},
            ),
            "two",
        ),
    ],
)
def test_what_speaks_against_takes_away(more, kind) -> None:
    shared = {**AMARA, "homes": (), "reach": ("amara@harbour.example",)}
    found, without = two({**shared, **more[0]}, {**shared, **more[1]}), two(shared, shared)
    assert kinds(found)[kind] < -1
    assert found.chance < without.chance
    assert without.by_itself
    assert not found.by_itself


def test_two_members_of_one_chat_are_hardly_one() -> None:
    apart = two(AMARA, AMARA, (Around(chats=frozenset([7])), Around(chats=frozenset([7]))))
    assert kinds(apart)["chat"] < -2
    assert apart.chance < two(AMARA, AMARA).chance


def test_shared_people_and_hours_add() -> None:
    same = (Around(frozenset([5, 6]), hours=tuple([9] * 12 + [0] * 12)),) * 2
    other = (same[0], Around(frozenset([8]), hours=tuple([0] * 12 + [9] * 12)))
    near, far = kinds(two(AMARA, AMARA, same)), kinds(two(AMARA, AMARA, other))
    assert near["company"] > 0 < near["hours"]
    assert "company" not in far
    assert far["hours"] < 0


def test_a_handle_that_spells_the_name_adds_little_to_it() -> None:
    spelled = two({**AMARA, "handles": ("amaraokafor",)}, {**AMARA, "handles": ("amaraokafor",)})
    own = two({**AMARA, "handles": ("nightheron",)}, {**AMARA, "handles": ("nightheron",)})
    assert kinds(spelled)["handle"] + 3 < kinds(own)["handle"]


def test_a_handle_tells_whose_it_is_where_there_is_no_name() -> None:
    found = two({"handles": ("amaraokafor",)}, AMARA)
    assert kinds(found)["spelled"] > 3


def test_each_piece_of_evidence_is_a_sentence() -> None:
    full = {
        **AMARA, "handles": ("nightheron",), "homes": ("x:a",), "links": ("kiln.example",), "reach": ("+32470000000",),
        "born": ("1984-03-05",), "works": ("Kiln",), "places": ("Ghent",), "accounts": (("x", "a"),),
    }  # fmt: skip
    around = (Around(frozenset([5]), frozenset([7]), tuple([9] * 24)),) * 2
    found = two(full, full, around)
    said = [sentence(one.kind, one.what, one.weight, {"5": "Jun"}) for one in found.evidence]
    assert {one.kind for one in found.evidence} <= TITLES.keys()
    assert all(text.endswith(".") and "{" not in text for text in said)
    assert "Both are in touch with Jun." in said
    assert "Both were born on 5 March 1984." in said


def test_a_profile_is_read_from_actors_and_facts() -> None:
    actors = [
        Actor("mail", "Amara", "", "mailto:amara.okafor@harbour.example", "", ""),
        Actor("x", "Amara O.", "amara", "https://x.com/i/user/7", "https://x.com/amara", "see kiln.example"),
    ]
    facts = [
        ("birthday", "--03-05"),
        ("org", "Kiln"),
        ("Website", "https://fedi.example/@amara"),
        ("note", "a.example"),
    ]
    found = profile_of(4, actors, facts)
    assert found.handles == ("amara.okafor", "amara")
    assert found.reach == ("amara.okafor@harbour.example",)
    assert set(found.links) == {"kiln.example", "amara@fedi.example", "amara.okafor@harbour.example"}
    assert "x:amara" in found.homes
    assert (found.born, found.works) == (("--03-05",), ("Kiln",))


def test_pairs_that_share_a_rare_key_are_found_and_no_others() -> None:
    people = [
        Profile(1, names=("Юлия Щербакова",)),
        Profile(2, names=("Yulia Shcherbakova",)),
        Profile(3, handles=("nightheron",)),
        Profile(4, handles=("Night.Heron",)),
        *CROWD,
    ]
    a, b = pairs_of([ready(one) for one in people])
    found = set(zip(a.tolist(), b.tolist(), strict=True))
    assert {(0, 1), (2, 3)} <= found
    assert not [pair for pair in found if pair[0] < 4 and pair not in {(0, 1), (2, 3)}]
    assert len(found) < len(people)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("يوسف درويش", "Youssef Darwish"),
        ("ليلى خليل", "Layla Khalil"),
        ("Brigitte Grünberger", "Brigitte Grünbegrer"),
        ("Brigtite Grünberger", "Brigitte Grünberger"),
    ],
)
def test_names_that_are_one_are_looked_at_together(one: str, other: str) -> None:
    a, b = pairs_of([ready(Profile(1, names=(one,))), ready(Profile(2, names=(other,)))])
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == [(0, 1)]


def test_nobody_at_all_is_looked_through() -> None:
    assert find([]).alike == []
    assert find([Profile(1)]).alike == []


PROFILES = st.lists(
    st.builds(
        Profile,
        number=st.integers(0, 10**6),
        names=st.lists(st.sampled_from(["Ana Silva", "Anna da Silva", "A. Silva", "Аня", "x"]), max_size=2).map(tuple),
        handles=st.lists(st.sampled_from(["anasilva", "heron77", "heron7"]), max_size=2).map(tuple),
        born=st.lists(st.sampled_from(["1984-03-05", "--03-05", "1991-01-01", "?"]), max_size=1).map(tuple),
        links=st.lists(st.sampled_from(["kiln.example", "x:ana"]), max_size=2).map(tuple),
        homes=st.lists(st.sampled_from(["kiln.example", "x:ana"]), max_size=2).map(tuple),
        places=st.lists(st.sampled_from(["1 Kiln street, Ghent", "Ghent"]), max_size=1).map(tuple),
    ),
    min_size=2,
    max_size=12,
    unique_by=lambda one: one.number,
)  # fmt: skip


@given(PROFILES)
def test_which_of_two_comes_first_changes_nothing(people: list[Profile]) -> None:
    made = [ready(one) for one in people]
    common = commonness(made)
    there, back = evidence(made[0], made[1], common), evidence(made[1], made[0], common)
    assert sum(one.weight for one in there) == pytest.approx(sum(one.weight for one in back))


@given(PROFILES)
def test_a_quick_look_gives_what_a_whole_one_does(people: list[Profile]) -> None:
    made = [ready(one) for one in people]
    common = commonness(made)
    quick = promising(made[0], made[1], common, least=-99)
    assert quick is None or quick == verdict(made[0], made[1], common)


@given(PROFILES)
def test_found_pairs_are_in_order_and_each_once(people: list[Profile]) -> None:
    found = find(people).alike
    pairs = [(one.a, one.b) for one in found]
    assert len(set(pairs)) == len(pairs)
    assert all(a < b for a, b in pairs)
    chances = [one.verdict.chance for one in found]
    assert chances == sorted(chances, reverse=True)


def test_the_fitted_numbers_are_there() -> None:
    assert FILE.exists()
    assert WEIGHING.certain > 0.9 > WEIGHING.perhaps > 0
    assert WEIGHING.scales["name"] > 0
