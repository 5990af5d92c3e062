"""How much the tests look at: what a change needs, or, with MUTUALS_TEST_WHOLE=1, everything at its full size.

The full size takes an hour and some gigabytes of disk; it is for a release, by hand.
"""

import os

WHOLE = os.environ.get("MUTUALS_TEST_WHOLE") == "1"


def amount(usual: int, whole: int) -> int:
    """The number of examples, files or megabytes to try."""
    return whole if WHOLE else usual
