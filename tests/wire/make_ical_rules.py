"""Writes `ical_rules.json`: repetition rules and their times as python-dateutil gives them, an independent reader.

`python -m tests.wire.make_ical_rules`; left out is what dateutil reads otherwise than RFC 5545 (BYDAY with and without
numbers in one rule, BYSETPOS in a first week that begins before DTSTART) and what it takes too long for.
"""

import json
import random
import signal
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

DAYS = "MO TU WE TH FR SA SU".split()
FREQUENCIES = "YEARLY MONTHLY WEEKLY DAILY HOURLY MINUTELY YEARLY MONTHLY WEEKLY SECONDLY".split()
HERE = Path(__file__).parent / "ical_rules.json"
MOST = 16


def numbers(r, low, high, most, signed=False):
    some = {
        r.randint(low, high) * (-1 if signed and r.random() < 0.4 else 1) for _ in range(r.randint(1, most))
    }
    return ",".join(map(str, sorted(some)))


def rule(seed):
    """A random rule and its beginning."""
    r = random.Random(seed)
    freq = r.choice(FREQUENCIES)
    parts = {"FREQ": freq}
    wanted = (
        ("INTERVAL", 0.5, lambda: r.randint(1, 5)),
        ("COUNT", 0.3, lambda: r.randint(1, 30)),
        ("BYMONTH", 0.4, lambda: numbers(r, 1, 12, 4)),
        ("BYMONTHDAY", 0.3 * (freq != "WEEKLY"), lambda: numbers(r, 1, 31, 4, signed=True)),
        ("BYYEARDAY", 0.15 * (freq in ("YEARLY", "HOURLY")), lambda: numbers(r, 1, 366, 6, signed=True)),
        ("BYWEEKNO", 0.2 * (freq == "YEARLY"), lambda: numbers(r, 1, 53, 4, signed=True)),
        ("BYDAY", 0.5, lambda: days(r, "BYWEEKNO" not in parts and freq in ("YEARLY", "MONTHLY"))),
        ("BYHOUR", 0.2, lambda: numbers(r, 0, 23, 3)),
        ("BYMINUTE", 0.15, lambda: numbers(r, 0, 59, 3)),
        ("BYSECOND", 0.1, lambda: numbers(r, 0, 59, 2)),
        ("BYSETPOS", 0.15 * (freq != "WEEKLY" and len(parts) > 1), lambda: numbers(r, 1, 4, 2, signed=True)),
        ("WKST", 0.4, lambda: r.choice(DAYS)),
    )
    for name, odds, value in wanted:
        if r.random() < odds:
            parts[name] = value()
    start = datetime(r.randint(1999, 2024), r.randint(1, 12), r.randint(1, 28), r.randint(0, 23), 30)  # noqa: DTZ001
    return ";".join(f"{name}={value}" for name, value in parts.items()), start


def days(r, numbered):
    numbered = numbered and r.random() < 0.5
    some = (
        (str(r.choice((-2, -1, 1, 2, 3, 5))) if numbered else "") + r.choice(DAYS)
        for _ in range(r.randint(1, 3))
    )
    return ",".join(dict.fromkeys(some))


def end_of(text, start):
    """How far the times of a rule are looked at."""
    return start + timedelta(days=3 if "LY;" not in text or text[5:9] in ("HOUR", "MINU", "SECO") else 4_000)


def oracle(text, start):
    """The first times as dateutil gives them; raises TimeoutError, ValueError."""
    from dateutil.rrule import rrulestr

    with soon():
        some = islice(rrulestr(text, dtstart=start), MOST)
        return [one for one in some if one <= end_of(text, start)]


@contextmanager
def soon():
    def over(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main():
    found = []
    for seed in range(600):
        text, start = rule(seed)
        try:
            times = oracle(text, start)
        except (TimeoutError, ValueError):
            continue
        found.append([text, start.isoformat(), [f"{one:%Y%m%dT%H%M%S}" for one in times]])
    HERE.write_text("[\n" + ",\n".join(json.dumps(one) for one in found) + "\n]\n")


if __name__ == "__main__":
    main()
