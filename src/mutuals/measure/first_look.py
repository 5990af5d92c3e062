"""The first look at oneself: three things done well, three gaps, three next steps, and what they rest on. Pure.

It describes; it compares nobody with others. Every remark names the people and numbers it was made from, and a rule
that lacks evidence says nothing. Rules and their limits are judgement, validated nowhere, and written in `remarks`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from mutuals.measure.look import CLOSE, LISTED, SEASON, THREE, WAITS_DAYS, YEAR, Evidence, Look, Remark, Wait
from mutuals.measure.remarks import gaps, goods, steps
from mutuals.measure.turns import (
    DAY_MS,
    OURS,
    THEIRS,
    Said,
    Turns,
    answered,
    begun,
    returned,
    turns_of,
    waiting,
)
from mutuals.record.kinds import CO_PRESENCE, Kind
from mutuals.relate.circles import Circle


def look(evidence: Evidence) -> Look:
    """Returns the first look that this evidence gives."""
    now, today = evidence.now_ms, evidence.now_ms // DAY_MS
    turns = turns_of(evidence.said)
    lately = turns_of(_since(evidence.said, now - YEAR * DAY_MS))
    since = None if evidence.since_ms is None else evidence.since_ms // DAY_MS
    days = 0 if since is None else today - since
    waits, older = _waits(evidence, turns)
    ours, theirs = answered(lately, THEIRS, now_ms=now), answered(lately, OURS, now_ms=now)
    begins = lately.way[begun(lately)]
    season = _season(evidence, today)
    close = [one for one in evidence.people if one.circle in CLOSE]
    met_ever = {person for person, _, kind, _ in evidence.together if kind in CO_PRESENCE}
    found = Look(
        as_of=today, since=since, until=None if evidence.until_ms is None else evidence.until_ms // DAY_MS,
        days=days, early=days < SEASON,
        goods=[], gaps=[], steps=[],
        waits=waits, waits_older=older,
        we_answer=ours[0], they_answer=theirs[0],
        by_person=_by_person(lately, ours, theirs),
        we_begin=int((begins == OURS).sum()), they_begin=int((begins == THEIRS).sum()),
        gave=_summed(evidence.gave), took=_summed(evidence.took),
        drifting=[one.id for one in evidence.people if one.drifting and one.circle is not Circle.NEW],
        returned=_returned(evidence, today),
        met=_met(evidence.together),
        close=len(close), close_met=sum(one.id in met_ever for one in close),
        together_days=len({(person, day) for person, day, kind, _ in evidence.together if kind in CO_PRESENCE}),
        talk_days=len({*zip(evidence.said.person.tolist(), (evidence.said.at // DAY_MS).tolist(), strict=True)}),
        kept=evidence.kept[-1][1] if evidence.kept else 0,
        kept_before=_kept_before(evidence.kept, today),
        said_ours=int(lately.size[lately.way == OURS].sum()),
        said_theirs=int(lately.size[lately.way == THEIRS].sum()),
        **season,
    )  # fmt: skip
    return _told(found, evidence, today)


def _since(said: Said, since_ms: int) -> Said:
    keep = said.at > since_ms
    return Said(*(column[keep] for column in said))


def _told(found: Look, evidence: Evidence, today: int) -> Look:
    lacking = gaps(found, evidence.people, today)
    found.goods.extend(_first([] if found.early else goods(found, evidence.people, today)))
    found.gaps.extend(_first(lacking))
    found.steps.extend(steps(found, lacking))
    return found


def _first(remarks: Iterable[Remark]) -> list[Remark]:
    return sorted(remarks, key=lambda one: (-one.weight, one.rule))[:THREE]


def _waits(evidence: Evidence, turns: Turns) -> tuple[list[Wait], int]:
    """Who waits for a word, the latest first, and how many waited for too long to be named."""
    known = {one.id: one.last_out is not None for one in evidence.people}
    rows = [row for row in waiting(turns).tolist() if int(turns.person[row]) in known]
    waits = [
        Wait(
            person=(one := int(turns.person[row])),
            since_ms=int(turns.start[row]),
            post=int(turns.post[row]),
            known=known[one],
            asked=bool(turns.asks[row]),
        )
        for row in rows
    ]
    fresh = [one for one in waits if one.since_ms > evidence.now_ms - WAITS_DAYS * DAY_MS]
    return fresh, len(waits) - len(fresh)


def _by_person(turns: Turns, ours: Any, theirs: Any) -> list[dict[str, Any]]:
    """Answers and beginnings of those we talk with most."""
    rows: dict[int, dict[str, Any]] = {}
    names = ("asked", "answered", "we_asked", "they_answered", "we_begin", "they_begin")
    starts = np.zeros(len(turns.person), bool)
    starts[begun(turns)] = True
    marks = (
        ours[1],
        ours[2],
        theirs[1],
        theirs[2],
        starts & (turns.way == OURS),
        starts & (turns.way == THEIRS),
    )
    people, place = np.unique(turns.person, return_inverse=True)
    counts = [np.bincount(place, weights=mark, minlength=len(people)).astype(int).tolist() for mark in marks]
    for person, *values in zip(people.tolist(), *counts, strict=True):
        rows[person] = {"person": person, **dict(zip(names, values, strict=True))}
    return sorted(rows.values(), key=lambda row: (-row["asked"] - row["we_asked"], row["person"]))[:LISTED]


def _summed(counts: Mapping[int, Mapping[Kind, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for kinds in counts.values():
        for kind, count in kinds.items():
            found[kind.name.lower()] = found.get(kind.name.lower(), 0) + count
    return found


def _returned(evidence: Evidence, today: int) -> list[tuple[int, int, int]]:
    met = [(person, day) for person, day, _, _ in evidence.together]
    person = np.concatenate([evidence.said.person, np.array([one for one, _ in met], dtype=np.int64)])
    day = np.concatenate([evidence.said.at // DAY_MS, np.array([one for _, one in met], dtype=np.int64)])
    known = {one.id for one in evidence.people}
    back = returned(person, day, today=today, lately=WAITS_DAYS, least=SEASON)
    return [one for one in back if one[0] in known][:LISTED]


def _met(together: Iterable[tuple[int, int, Kind, int]]) -> list[dict[str, Any]]:
    """With whom we were together: on how many days, when last; those met most first."""
    days: dict[int, set[int]] = {}
    for person, day, kind, _ in together:
        if kind in CO_PRESENCE:
            days.setdefault(person, set()).add(day)
    rows = [{"person": person, "days": len(found), "last": max(found)} for person, found in days.items()]
    return sorted(rows, key=lambda row: (-row["days"], row["person"]))[:LISTED]


def _season(evidence: Evidence, today: int) -> dict[str, Any]:
    """How many people these 90 days, and those a year before; how much of it went to five; who is new."""
    person = np.concatenate(
        [evidence.said.person, np.array([one for one, *_ in evidence.together], dtype=np.int64)]
    )
    day = np.concatenate(
        [evidence.said.at // DAY_MS, np.array([one for _, one, *_ in evidence.together], dtype=np.int64)]
    )
    lately = day > today - SEASON
    year = day > today - YEAR
    _, counts = np.unique(np.unique(np.stack([person[year], day[year]]), axis=1)[0], return_counts=True)
    # A year ago can be told only where the record reaches so far back.
    reaches = evidence.since_ms is not None and evidence.since_ms // DAY_MS <= today - YEAR - SEASON
    then = (day > today - YEAR - SEASON) & (day <= today - YEAR)
    new = [
        one.id
        for one in evidence.people
        if one.first_day > today - SEASON and one.last_out is not None and one.last_in is not None
    ]
    return {
        "people_season": len(np.unique(person[lately])),
        "people_before": len(np.unique(person[then])) if reaches else None,
        "five_share": float(np.sort(counts)[::-1][:5].sum() / counts.sum()) if len(counts) > 5 else None,
        "new": new[:LISTED],
    }


def _kept_before(kept: Sequence[tuple[int, int]], today: int) -> int | None:
    """How many relationships were kept up a year ago, where the record reaches so far back."""
    before = [count for day, count in kept if day <= today - YEAR]
    return before[-1] if before else None
