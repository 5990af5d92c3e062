"""How long it takes to look through 500,000 profiles for those that are one person: `python -m benchmarks.who_speed`.

Made-up people of `who_people` (an argument gives another number of profiles); everything from plain rows to weighed
pairs, on one core. Making the people is not counted.
"""

import gc
import sys
import time

from benchmarks.who_data import made_profiles, made_tellable
from benchmarks.who_people import Regime, world
from mutuals.people.finding import find

PROFILES = 500_000
A_PERSON = 1.37


def main() -> None:
    """Prints the seconds of each step."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else PROFILES
    made = world(Regime(77, int(wanted / A_PERSON), around=0.0, names=4_000, known=0.3))
    tellable = made_tellable(made)
    gc.disable()  # as `likenesses_refresh` does
    begun = time.process_time()
    profiles, _ = made_profiles(made)
    read = time.process_time()
    found = find(profiles)
    done = time.process_time()
    pairs = {(one.a, one.b) for one in found.alike}
    print(
        f"{len(made):,} profiles: {read - begun:.1f} s to read, {done - read:.1f} s to look through; ", end=""
    )
    print(f"{found.keyed:,} pairs share a key, {found.weighed:,} were weighed, {len(pairs):,} may be one.")
    print(
        f"Of {len(tellable):,} pairs that can be told {len(tellable & pairs) / len(tellable):.3f} are among these."
    )


if __name__ == "__main__":
    main()
