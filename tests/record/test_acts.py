"""What words may mean is proposed by the surest of their labels; gratitude speaks where thanks are not told."""

import pytest

from mutuals.record.acts import acts_proposed
from mutuals.record.kinds import ActName


@pytest.mark.parametrize(
    ("sure", "expected"),
    [
        ({"thanks": 0.9}, [(ActName.THANKED, "thanks", 0.9)]),
        ({"gratitude": 0.8}, [(ActName.THANKED, "gratitude", 0.8)]),
        ({"thanks": 0.4, "gratitude": 0.9}, [(ActName.THANKED, "thanks", 0.4)]),
        # Somebody said that nobody is thanked here.
        ({"thanks": 0.0, "gratitude": 0.9}, []),
        ({"gratitude": 0.2}, []),
        ({"question": 0.5, "need": 0.7}, [(ActName.ASKED, "need", 0.7)]),
        ({"joy": 0.9}, []),
    ],
)
def test_an_act_is_proposed_by_what_is_surest(sure, expected):
    assert list(acts_proposed(sure, {})) == expected


def test_a_reply_to_a_question_answers_and_may_thank_as_well():
    found = list(acts_proposed({"thanks": 0.9}, {"question": 0.6, "need": 0.9}))
    assert found == [(ActName.THANKED, "thanks", 0.9), (ActName.ANSWERED, "question", 0.6)]
