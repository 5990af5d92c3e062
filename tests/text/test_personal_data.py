"""Personal data in the labelled texts, held to the goals on the half that nothing was tuned on."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from mutuals.text.personal.finder import find

DATA = os.environ.get("MUTUALS_TEST_DATA", "")
pytestmark = pytest.mark.skipif(not DATA, reason="needs MUTUALS_TEST_DATA")
NAMES = {
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "US_SSN": "id_us_ssn",
    "US_DRIVER_LICENSE": "driver_licence",
    "DOMAIN_NAME": "domain",
    "IP_ADDRESS": "ip",
    "ADDRESS": "address",
}


def reported():
    """Texts of the templates for reporting, each with its kinds and places."""
    rows = json.loads((Path(DATA) / "pii" / "generated_large.json").read_text("utf-8"))
    for row in rows:
        if hashlib.sha256(str(row["template_id"]).encode()).digest()[0] % 2:
            spans = [(s["entity_type"], s["start_position"], s["end_position"]) for s in row["spans"]]
            yield row["full_text"], [(NAMES[kind], *at) for kind, *at in spans if kind in NAMES]


def f1(kinds):
    """The harmonic mean of precision and recall of places that overlap, of the kinds together."""
    right = said = found = there = 0
    for text, gold in reported():
        mine = [one for one in find(text, hints=False) if one.kind in kinds]
        gold = [one for one in gold if one[0] in kinds]
        said, there = said + len(mine), there + len(gold)
        right += sum(any(_same(one, other) for other in gold) for one in mine)
        found += sum(any(_same(one, other) for one in mine) for other in gold)
    precision, recall = right / said, found / there
    return 2 * precision * recall / (precision + recall)


def _same(one, other):
    kind, start, end = other
    return one.kind == kind and one.start < end and start < one.end


def test_structured_kinds():
    assert f1(set(NAMES.values()) - {"address"}) >= 0.95


def test_street_addresses():
    assert f1({"address"}) >= 0.70
