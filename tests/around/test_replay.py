"""What twenty decisions teach, in the sample world lived again, with what Mara truly did as the one who decides."""

import pytest

from tests.around.replay import replay

BACK = 50


@pytest.mark.slow
@pytest.mark.django_db
def test_after_twenty_decisions_more_of_the_first_three_cards_are_done_than_in_the_first_order(tmp_path):
    found = replay(tmp_path / "replay.db", back=BACK)
    assert found.days > 25
    assert found.after > found.before, found
