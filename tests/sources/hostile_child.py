"""Reads one sample with something enormous in the middle of a file, and tells what that cost: a process of its own,
so that its memory is its own. `python -m tests.sources.hostile_child READER FILE WAY MEGABYTES`, JSON on stdout."""

import io
import json
import re
import sys
import time
from pathlib import Path

from mutuals.as2 import Activity, Actor, Collection
from mutuals.sources.discover import sort_out
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import FileReport, Rejected
from tests.fuzz.corpus import READERS, samples
from tests.fuzz.holds import ANSWERS
from tests.fuzz.shelf import Shelf

BLOCK = 1 << 20
# Where in a file the enormous thing goes, and what it is made of.
WAYS = {
    "line": (rb"\n", b"a"),
    "text": (rb'":\s*"', b"a"),
    "zeros": (rb"\n", b"\0"),
    "nested": (rb'":\s*', b"["),
    "brackets": (rb"\n", b'[{"a":'),
    "quotes": (rb"\n", b'"'),
    "commas": (rb"\n", b","),
    "returns": (rb"\n", b"\r"),
}


class Enormous(io.RawIOBase):
    """`before`, then `size` bytes of `filler` over and over, then `after`; nowhere as a whole."""

    def __init__(self, before, filler, size, after):
        super().__init__()
        self.parts = [before, size, after]
        self.block = filler * (BLOCK // len(filler))

    def readable(self):
        return True

    def readinto(self, buffer):
        for at, part in enumerate(self.parts):
            if part:
                data = self.block[: min(len(buffer), part)] if at == 1 else part[: len(buffer)]
                self.parts[at] = part - len(data) if at == 1 else part[len(data) :]
                buffer[: len(data)] = data
                return len(data)
        return 0


class Stuffed(Shelf):
    """A shelf one of whose files holds the enormous thing."""

    def __init__(self, files, name, way, size):
        super().__init__(files)
        mark, filler = WAYS[way]
        data = files[name]
        places = [one.end() for one in re.finditer(mark, data)]
        at = places[len(places) // 2] if places else len(data) // 2
        self.stuffed, self.parts = name, (data[:at], filler, size, data[at:])

    def open(self, name):
        return io.BufferedReader(Enormous(*self.parts)) if name == self.stuffed else super().open(name)

    peek = open


def main(name, file, way, megabytes):
    files = samples(name)
    begun = time.process_time()
    parcel = Stuffed(files, file, way, int(megabytes) * BLOCK)
    kinds, notes, longest = {}, [], 0
    for claim in READERS[name].find(parcel):
        for thing in READERS[name].read(parcel, claim, ANSWERS):
            kind = type(thing).__name__
            kinds[kind] = kinds.get(kind, 0) + 1
            if isinstance(thing, (Activity, Actor, Collection)):
                longest = max(longest, len(repr(thing)))
            if (isinstance(thing, FileReport) and thing.name == file) or isinstance(thing, Rejected):
                notes.append(getattr(thing, "reason", "") or f"{thing.status}: {thing.note}")
    told = {"megabytes": largest(), "seconds": round(time.process_time() - begun, 1)}
    json.dump(told | {"kinds": kinds, "notes": notes[-3:], "longest": longest}, sys.stdout)


def largest():
    """The most memory this process held, in megabytes; `ru_maxrss` would tell that of the parent where it was more."""
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def opening(path, spool, looked_at):
    """Opens what lies at `path`, sorts it out and reads what is known of it."""
    begun = time.process_time()
    parcel = OpenedParcel(Path(path), spool=Path(spool), max_files=int(looked_at))
    claims, unknown = sort_out(parcel, READERS.values())
    things = [one for claim in claims for one in READERS[claim.format].read(parcel, claim, ANSWERS)]
    told = {"megabytes": largest(), "seconds": round(time.process_time() - begun, 1)}
    told |= {"posts": sum(isinstance(one, Activity) for one in things), "unknown": len(unknown)}
    json.dump(told | {"problem": parcel.problems[-1][1] if parcel.problems else ""}, sys.stdout)


if __name__ == "__main__":
    opening(*sys.argv[2:]) if sys.argv[1] == "--open" else main(*sys.argv[1:])
