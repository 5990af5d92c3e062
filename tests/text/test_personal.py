"""Personal data in texts: what is told, what is not, and what is not told though it looks like it."""

import pytest

from mutuals.text.personal.finder import find
from mutuals.text.personal.kinds import FINDS, HINTS, KINDS
from tests.text.personal_probes import Maker, luhn_by_table, marked, nothings, positives


def kinds(text, **asked):
    return [span.kind for span in find(text, **asked) if not span.hint]


def told(kind, text):
    """Whether a find of the kind overlaps what is marked in a text."""
    plain, [(start, end)] = marked(text)
    return any(one.kind == kind and one.start < end and start < one.end for one in find(plain))


def test_probes_are_many_and_of_every_kind():
    probes = positives()
    assert len(probes) >= 150
    assert len(nothings()) >= 150
    assert {kind for kind, _ in probes} == set(KINDS)


def test_probes_are_found():
    missed = [(kind, text) for kind, text in positives() if not told(kind, text)]
    assert len(missed) <= 0.02 * len(positives()), missed


def test_probes_are_found_to_the_letter():
    inexact = []
    for kind, text in positives():
        plain, [place] = marked(text)
        if place not in [(one.start, one.end) for one in find(plain) if one.kind == kind]:
            inexact.append((kind, text))
    assert len(inexact) <= 0.05 * len(positives()), inexact


def test_texts_without_personal_data_are_left_alone():
    wrong = [(text, kinds(text)) for text in nothings() if kinds(text)]
    assert len(wrong) <= 0.02 * len(nothings()), wrong


@pytest.mark.parametrize("seed", range(5))
def test_numbers_and_tokens_of_other_seeds_are_found(seed):
    missed = [(kind, text) for kind, text in positives(seed + 100) if not told(kind, text)]
    assert len(missed) <= 0.02 * len(positives()), missed


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("thanks @ana@mastodon.social!", None),
        ("@ana @bob.bsky.social hi", None),
        ("4111 1111 1111 1111", "card"),
        ("4111 1111 1111 1112", None),
        ("ISBN 4111111111111111", None),
        ("order 4111111111111111", None),
        ("my card 4111111111111111, order 5", "card"),
        ("GB82 WEST 1234 5698 7654 32", "iban"),
        ("GB82 WEST 1234 5698 7654 33", None),
        ("943 476 5919", "phone"),
        ("NHS 943 476 5919", "id_uk_nhs"),
        ("192.168.1.20", "ip"),
        ("version 192.168.1.20", None),
        ("127.0.0.1", None),
    ],
)
def test_what_a_text_says(text, kind):
    assert kinds(text) == ([kind] if kind else [])


def test_a_region_reads_numbers_of_that_country():
    assert kinds("470 12 34 56") == []
    assert kinds("470 12 34 56", region="BE") == ["phone"]
    assert kinds("470 12 34 56", region="be") == ["phone"]
    assert kinds("470 12 34 56", region="??") == []


def test_hints_are_marked_and_can_be_left_out():
    text = "My name is Ana Lopez, my daughter Lea has cancer; ana@mail.com"
    assert {span.kind for span in find(text)} == {"name", "family", "email"}
    assert all(span.hint == (span.kind in HINTS) for span in find(text))
    assert [span.kind for span in find(text, hints=False)] == ["email"]


def test_the_name_of_a_provider_is_told():
    token = Maker(3).token("gh" + "p_", "abcdefghij0123456789XYZ", 36)
    assert kinds(f"export T={token}") == ["key_github"]
    assert kinds(f"export T=x{token}") == []
    assert kinds(f"export T={token[:-3]}") == []


def test_invisible_signs_do_not_hide():
    text = "a\u200bna@ma\u00adil.com and +32\u2060 470\u00a012\u201134 56"
    [mail, phone] = [text[one.start : one.end] for one in find(text)]
    assert mail == "a\u200bna@ma\u00adil.com"
    assert phone == "+32\u2060 470\u00a012\u201134 56"


def test_digits_of_other_scripts():
    [one] = find("اتصل +٣٢ ٤٧٠ ١٢ ٣٤ ٥٦")
    assert one.kind == "phone"


def test_a_security_code_after_a_card_is_not_of_it():
    number = Maker(5).luhn("45", 16)
    grouped = " ".join(number[at : at + 4] for at in range(0, 16, 4))
    if not luhn_by_table(number + "123"):
        [one] = find(f"{grouped} 123")
        assert (one.kind, one.start, one.end) == ("card", 0, 19)


def test_every_kind_is_of_a_group():
    assert set(FINDS.values()) == {"contact", "identity", "money", "network", "place", "secret"}
    assert not FINDS.keys() & HINTS.keys()
