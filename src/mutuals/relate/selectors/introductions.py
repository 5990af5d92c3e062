"""Introductions of a viewer: those that are proposed, those under way, what became of those that were made.

A row is its user's alone. Its reason is made anew from its facts, which are keys: words that were deleted since, or
that the viewer may read no more, are told no more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import contact_roots
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.record.keys import key_parse, key_text
from mutuals.record.packed import words_of
from mutuals.record.selectors.posts import posts_by_key
from mutuals.record.selectors.readings import readings_of
from mutuals.relate.introduced import State, listed, waiting
from mutuals.relate.matching import folded, phrases_at
from mutuals.relate.models import Introduction
from mutuals.relate.selectors.introducible import kept_apart
from mutuals.relate.selectors.writings import OPEN
from mutuals.team.models import User
from mutuals.text.plainly import plainly
from mutuals.ui.faces import first_name

PAGE = 6
EXCERPT = 240
_ENDED = (State.MADE, State.SETTLED, State.DECLINED)


@dataclass(frozen=True, slots=True)
class Written:
    """A post of one of the two: whose (a name), when (ms), what it says, its key; `open` says that all may read it."""

    who: str
    at: int | None
    words: str
    post: str
    phrases: Mapping[str, str]
    open: bool


@dataclass(frozen=True, slots=True)
class IntroductionRow:
    """One introduction as shown: both people, why in one sentence, what that rests on: posts, and people who know both.

    `topic` is a phrase that both wrote for all to read, fit for a note.
    """

    row: Introduction
    a: Contact
    b: Contact
    why: str
    posts: tuple[Written, ...]
    between: tuple[Contact, ...]
    topic: str = ""

    @property
    def public_id(self) -> str:
        """The introduction's public id."""
        return str(self.row.public_id)

    @property
    def waits(self) -> str:
        """For whose answer it waits, in words."""
        return waiting(self.a.name, self.b.name, self.row.said_a, self.row.said_b)


def proposals(viewer: User, *, limit: int = PAGE) -> list[IntroductionRow]:
    """The pairs that stand as proposals for a viewer, the best first, as they were last looked for."""
    rows = Introduction.objects.filter(user=viewer, state=State.PROPOSED)
    ordered = sorted(rows, key=lambda row: (-float(row.facts.get("worth", 0.0)), row.pk))
    # What was declared since they were looked for holds at once.
    apart = kept_apart(viewer, {one for row in ordered for one in (row.a_id, row.b_id)})
    return rows_shown(viewer, [row for row in ordered if not {row.a_id, row.b_id} & apart])[:limit]


def introductions_under_way(viewer: User) -> list[IntroductionRow]:
    """Those that were asked and wait for an answer, the longest waiting first."""
    rows = Introduction.objects.filter(user=viewer, state=State.ASKED)
    return rows_shown(viewer, list(rows.order_by("at", "pk")))


def introductions_ended(viewer: User, *, limit: int = 50) -> list[IntroductionRow]:
    """Those that were made, found each other, or did not come about, the latest first."""
    rows = Introduction.objects.filter(user=viewer, state__in=_ENDED)
    return rows_shown(viewer, list(rows.order_by("-ended_at", "-pk")[:limit]))


def introduction_get(viewer: User, public_id: str) -> Introduction:
    """One of the viewer's own introductions; LookupError for any other."""
    found = Introduction.objects.filter(public_id=public_id, user=viewer).first()
    if found is None:
        raise LookupError("There is no such introduction.")
    return found


def rows_shown(viewer: User, introductions: Sequence[Introduction]) -> list[IntroductionRow]:
    """These introductions of the viewer as shown; without those of whom one is put away or cannot be seen any more, and
    without proposals whose reason went."""
    mine = [row for row in introductions if row.user_id == viewer.pk]
    people, posts = _people(viewer, mine), _posts(viewer, mine)
    found = []
    for row in mine:
        a, b = people.get(row.a_id), people.get(row.b_id)
        if a is None or b is None or a.pk == b.pk:
            continue
        one = _shown(row, (a, b), posts, people)
        if one.why or row.state != State.PROPOSED:
            found.append(one)
    return found


def _people(viewer: User, rows: Sequence[Introduction]) -> dict[int, Contact]:
    """Everybody in these introductions who is still here and may be seen, by the contact that the row names."""
    named = {one for row in rows for one in (row.a_id, row.b_id, *row.facts.get("between", ()))}
    roots = contact_roots() if named else {}
    kept = {one: roots.get(one, one) for one in named}
    here = {one.pk: one for one in contacts_visible(viewer).filter(pk__in=set(kept.values()))}
    return {one: here[root] for one, root in kept.items() if root in here}


def _posts(viewer: User, rows: Sequence[Introduction]) -> dict[str, Written]:
    """The posts that these introductions rest on, as far as the viewer reads them, by key."""
    keys = {key for row in rows for key in (*_pairs(row), *_need(row))}
    views = posts_by_key(viewer, [key_parse(one) for one in sorted(keys)])
    read = readings_of(viewer, [view.id for view in views])
    found = {}
    for view in views:
        text = words_of(view.name, view.summary, view.content)
        about = read[view.id].reading.about if view.id in read else ()
        found[key_text(view.key)] = Written(
            "", view.at, plainly(text)[:EXCERPT], key_text(view.key), folded(phrases_at(text, about)),
            view.audience in OPEN,
        )  # fmt: skip
    return found


def _pairs(row: Introduction) -> list[str]:
    return [key for pair in row.facts.get("topics", ()) for key in pair if key]


def _need(row: Introduction) -> list[str]:
    need = row.facts.get("need") or {}
    return [key for key in (need.get("post"), *need.get("answers", ())) if key]


def _shown(
    row: Introduction,
    both: tuple[Contact, Contact],
    posts: Mapping[str, Written],
    people: Mapping[int, Contact],
) -> IntroductionRow:
    a, b = both
    between = tuple(people[one] for one in row.facts.get("between", ()) if one in people)
    needed, need_posts = _by_need(row, both, posts)
    phrases, topic_posts, topic = _by_topics(row, both, posts)
    parts = [row.reason.strip(), needed]
    if phrases:
        parts.append(f"Both write about {_and(phrases)}.")
    # One mutual acquaintance is no reason by itself; beside another it is worth knowing.
    if len(between) > 1 or (between and (needed or phrases)):
        parts.append(f"Both know {listed([one.name for one in between])}.")
    told = {one.post: one for one in (*need_posts, *topic_posts)}
    why = " ".join([part for part in parts if part][:2])
    return IntroductionRow(row, a, b, why, tuple(told.values()), between, topic)


def _by_need(
    row: Introduction, both: tuple[Contact, Contact], posts: Mapping[str, Written]
) -> tuple[str, list[Written]]:
    """What one of the two looks for and the other wrote of, where both posts can still be read."""
    need = row.facts.get("need") or {}
    asked = posts.get(need.get("post", ""))
    told = [posts[key] for key in need.get("answers", ()) if key in posts]
    if asked is None or not told:
        return "", []
    who, other = both if need.get("by") == "a" else (both[1], both[0])
    same = [
        written for phrase, written in asked.phrases.items() if any(phrase in one.phrases for one in told)
    ]
    if not same:
        return "", []
    about = f"{first_name(other.name)} has written about it"
    sentence = f"{first_name(who.name)} may be looking for help with {_and(same[:2])}, and {about}."
    return sentence, [_by(asked, who), *(_by(one, other) for one in told[:2])]


def _by_topics(
    row: Introduction, both: tuple[Contact, Contact], posts: Mapping[str, Written]
) -> tuple[list[str], list[Written], str]:
    """What both write about, by posts that can still be read; and the first of it that all may read of both."""
    phrases, told, topic = list[str](), list[Written](), ""
    for one, two in row.facts.get("topics", ()):
        first, second = posts.get(one), posts.get(two)
        if first is None or second is None:
            continue
        same = max(
            first.phrases.keys() & second.phrases.keys(), key=lambda phrase: (len(phrase), phrase), default=""
        )
        if same and first.phrases[same] not in phrases:
            phrases.append(first.phrases[same])
            told += [_by(first, both[0]), _by(second, both[1])]
            topic = topic or (phrases[-1] if first.open and second.open else "")
    return phrases[:3], told[:6], topic


def _by(one: Written, who: Contact) -> Written:
    return Written(who.name, one.at, one.words, one.post, one.phrases, one.open)


def _and(phrases: Sequence[str]) -> str:
    quoted = [f"“{phrase}”" for phrase in phrases]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
