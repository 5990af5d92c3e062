"""What people wrote lately, as far as a viewer reads it: for who could help whom, and who shares what with whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Max, Q

from mutuals.people.models import Note
from mutuals.people.selectors.actors import actors_behind, families_of
from mutuals.record.kinds import ActName, Audience, Medium
from mutuals.record.models import Post
from mutuals.record.packed import words_of
from mutuals.record.selectors.posts import PostView, posts_get
from mutuals.record.selectors.readings import ReadingView, readings_of
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.relate.matching import Said, phrases_at
from mutuals.team.models import User

# So many of the latest posts of each person are looked at.
EACH = 24
SEASON_MS, YEAR_MS = 90 * 86_400_000, 365 * 86_400_000
# Posts that name nobody are found among the last that were heard.
LATEST = 200_000
OPEN = (Audience.PUBLIC, Audience.UNLISTED)
HELPED = (ActName.ANSWERED, ActName.HELPED)
# Words that many read: a question there is asked of everybody who could know.
BEFORE_MANY = (Medium.LIST_MAIL, Medium.ROOM)
IN_PASSING = (Medium.CHAT, Medium.CALL, Medium.MEETING)

_ADDRESSED = (
    "SELECT author, post FROM (SELECT a AS author, post, ROW_NUMBER() OVER (PARTITION BY a ORDER BY at DESC, post "
    "DESC) AS place FROM (SELECT DISTINCT a, post, at FROM record_interaction WHERE a IN ({{}}) AND post IS NOT NULL "
    "AND at >= {since} AND scope IN ({scopes})) AS said) AS ranked WHERE place <= {each}"
)
_OPEN = (
    "SELECT author, id FROM record_post WHERE id > {after} AND author IN ({{}}) AND at >= {since} "
    "AND audience IN ({open}) ORDER BY id DESC"
)
_BEGUN = "SELECT id FROM record_post WHERE id IN ({}) AND reply_to IS NULL"
_HELPED = (
    "SELECT DISTINCT i.post FROM record_interaction i JOIN record_act x ON x.interaction = i.id "
    "WHERE i.post IN ({}) AND i.scope IN (SCOPES) AND x.act IN (ACTS) AND x.confidence >= 0.6 AND x.by = i.a"
)


def writings_of(viewer: User, contacts: Collection[int], *, now_ms: int, each: int = EACH) -> list[Said]:
    """The latest posts of these contacts with what was read of them, and what was noted of their interests."""
    families = families_of(contacts)
    behind = actors_behind(families)
    posts = _posts(viewer, behind, now_ms - YEAR_MS, each)
    texts, read = posts_get(viewer, posts), readings_of(viewer, posts)
    helped, begun = _helped(viewer, read), {row[0] for row in rows_in(_BEGUN, read)}
    found = [
        _said(texts[post], read[post], posts[post], helped=post in helped, begun=post in begun)
        for post in posts
        if post in texts and post in read
    ]
    return [*found, *_noted(viewer, families)]


def _posts(viewer: User, behind: dict[int, int], since: int, each: int) -> dict[int, int]:
    """The latest posts by any of these actors, each with the contact whose it is."""
    scopes = ",".join(map(str, scopes_readable(viewer)))
    rows = rows_in(_ADDRESSED.format(since=int(since), scopes=scopes, each=int(each)), behind)
    after = max(0, (Post.objects.aggregate(Max("pk"))["pk__max"] or 0) - LATEST)
    open_ = ",".join(str(int(one)) for one in OPEN)
    rows += rows_in(_OPEN.format(after=after, since=int(since), open=open_), behind)
    count: dict[int, set[int]] = defaultdict(set)
    found = {}
    for author, post in rows:
        mine = count[behind[author]]
        if post in mine or len(mine) < 2 * each:
            mine.add(post)
            found[post] = behind[author]
    return found


def _helped(viewer: User, posts: Iterable[int]) -> set[int]:
    """Those of these posts that answered somebody, or helped."""
    scopes = ",".join(map(str, scopes_readable(viewer)))
    acts = ",".join(str(int(one)) for one in HELPED)
    return {row[0] for row in rows_in(_HELPED.replace("SCOPES", scopes).replace("ACTS", acts), posts)}


def _said(post: PostView, view: ReadingView, contact: int, *, helped: bool, begun: bool) -> Said:
    labels = view.reading.labels
    asks = max(labels.get("question", 0.0), labels.get("ask", 0.0))
    # A question to us alone ("are you coming?"), or within a talk, is no need that somebody else could meet.
    before_many = begun and (post.audience in OPEN or post.medium in BEFORE_MANY)
    return Said(
        post=view.key,
        contact=contact,
        at=post.at or 0,
        phrases=phrases_at(words_of(post.name, post.summary, post.content), view.reading.about),
        vector=view.reading.vector,
        public=post.audience in OPEN,
        wants=max(labels.get("need", 0.0), asks if before_many else 0.0),
        # A question mark asks in any language, also where a reader is not sure.
        asks=1.0 if any(mark in post.content for mark in "?？؟") else max(asks, labels.get("need", 0.0)),
        offers=labels.get("offer", 0.0),
        promotes=labels.get("promotion", 0.0),
        answers=helped,
        chat=post.medium in IN_PASSING,
    )


def _noted(viewer: User, families: dict[int, int]) -> list[Said]:
    """What was noted of what they like, by the viewer or shared on purpose; it has no reading."""
    seen = Q(author=viewer) | Q(shared=True)
    notes = Note.objects.filter(seen, contact__in=families, about__in=("interest", "like"))
    return [
        Said("", families[one.contact_id], one.at, tuple(_pieces(one.text)), b"", noted=True)
        for one in notes.order_by("pk")
    ]


def _pieces(text: str) -> list[str]:
    """A note of interests in pieces: "bees, sourdough; old radios"."""
    for mark in (";", "\n", ".", "/"):
        text = text.replace(mark, ",")
    return [piece.strip() for piece in text.split(",") if 2 < len(piece.strip()) <= 60]
