"""The real logs that ties are measured on, as (sender, receiver, seconds, kind, duration) columns.

The folder is $MUTUALS_TEST_DATA, or ../shared/data beside the project. Only InVS13, InVS15 and SFHH are openly
licensed; the others serve for measuring alone, and nothing made from them enters the project.
"""

import csv
import gzip
import io
import os
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mutuals.record.kinds import Kind
from mutuals.relate.tie_arrays import Columns

FOLDER = Path(os.environ.get("MUTUALS_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
DAY = 86_400


class Log(NamedTuple):
    """Interactions in order of time; `at` in seconds, `seconds` the length of calls and meetings."""

    a: np.ndarray
    b: np.ndarray
    at: np.ndarray
    kind: np.ndarray
    seconds: np.ndarray

    def columns(self, moment, *, days_after=0):
        """Tie days before `moment` + days_after, days counted from `moment`."""
        day = np.floor((self.at - moment) / DAY).astype(int)
        kept = day < days_after
        return Columns.of(
            self.a[kept], self.b[kept], day[kept], kind=self.kind[kept], seconds=self.seconds[kept]
        )


def log(rows):
    """A log from rows (from, to, seconds since some start, kind, duration); ids may be anything."""
    a, b, at, kind, seconds = zip(*rows, strict=True)
    _, numbers = np.unique([*a, *b], return_inverse=True)
    order = np.argsort(np.array(at), kind="stable")
    columns = (numbers[: len(a)], numbers[len(a) :], np.array(at), np.array(kind), np.array(seconds))
    return Log(*(column[order] for column in columns))


def collegemsg():
    """59,835 private messages of students over 194 days."""
    with gzip.open(FOLDER / "collegemsg/CollegeMsg.txt.gz", "rt") as lines:
        return log((a, b, int(t), Kind.MESSAGE, 0) for a, b, t in map(str.split, lines))


def answers():
    """Who answers whom on a mailing list, 1996-2019."""
    return log(
        (m["sender"], m["parent_sender"], int(m["ts"]), Kind.EMAIL, 0)
        for m in mails()
        if m["parent_sender"] and m["parent_sender"] != m["sender"]
    )


def addressed():
    """Who addresses whom (To and Cc) on the same list: many recipients per mail, as in office mail."""
    return log(
        (m["sender"], to, int(m["ts"]), Kind.EMAIL, 0)
        for m in mails()
        for to in {*m["to"].split(";"), *m["cc"].split(";")} - {"", m["sender"]}
    )


def mails():
    """Rows of the mailing list."""
    with gzip.open(FOLDER / "mailing_list/messages.csv.gz", "rt") as lines:
        return list(csv.DictReader(lines))


def copenhagen():
    """Calls and texts of students over 28 days; missed calls count with no duration."""
    rows = []
    with (FOLDER / "copenhagen/sms.csv").open() as lines:
        rows += [
            (int(r["sender"]), int(r["recipient"]), int(r["timestamp"]), Kind.MESSAGE, 0)
            for r in csv.DictReader(lines)
        ]
    with (FOLDER / "copenhagen/calls.csv").open() as lines:
        rows += [
            (int(r["caller"]), int(r["callee"]), int(r["timestamp"]), Kind.CALL, max(0, int(r["duration"])))
            for r in csv.DictReader(lines)
        ]
    return rows


def friends():
    """Unordered pairs of students who are friends on Facebook."""
    with (FOLDER / "copenhagen/fb_friends.csv").open() as lines:
        return {tuple(sorted(map(int, line.split(",")))) for line in lines if not line.startswith("#")}


def contacts(name):
    """Face-to-face contacts of 20 s as (i, j, seconds) rows, and the department of each person where known."""
    folder = FOLDER / "workplace_contacts"
    if name == "InVS13":
        packed = zipfile.ZipFile(folder / "workplace_InVS_tij.dat.zip")
        text = packed.read(packed.namelist()[0]).decode()
        groups = "workplace_InVS_metadata.txt"
    else:
        text = gzip.decompress(
            (folder / {"InVS15": "workplace_InVS15_tij.dat.gz", "SFHH": "SFHH_tij.dat.gz"}[name]).read_bytes()
        ).decode()
        groups = "workplace_InVS15_metadata.txt" if name == "InVS15" else None
    rows = [
        (int(i), int(j), int(t) - 20)
        for t, i, j in (line.split()[:3] for line in io.StringIO(text) if line.strip())
    ]
    if groups is None:
        return rows, {}
    pairs = (line.split() for line in (folder / groups).read_text().splitlines() if line.strip())
    return rows, {int(person): group for person, group in pairs}
