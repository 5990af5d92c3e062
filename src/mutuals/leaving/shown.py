"""What goes with a person, in words. Pure."""

from collections.abc import Mapping

# In the order in which a person would want them; what is 0 is not said.
WORDS = {
    "addresses": ("account or address", "accounts and addresses"),
    "posts": ("post or message of theirs", "posts and messages of theirs"),
    "letters": ("letter or talk that went to nobody else", "letters and talks that went to nobody else"),
    "interactions": ("time in touch", "times in touch"),
    "activities": ("like, share or follow", "likes, shares and follows"),
    "facts": ("fact", "facts"),
    "lists": ("place in a list", "places in lists"),
    "deeds": ("thing given or taken, noted by hand", "things given and taken, noted by hand"),
    "note": ("note", "notes"),
    "encounterwith": ("moment", "moments"),
    "promise": ("promise", "promises"),
    "aim": ("aim of theirs", "aims of theirs"),
    "occasion": ("day to remember", "days to remember"),
    "membership": ("place in a group", "places in groups"),
    "declaration": ("word on trust or circle", "words on trust and circle"),
    "nudge": ("suggestion", "suggestions"),
    "introduction": ("introduction", "introductions"),
    "outcome": ("thing that came of it", "things that came of it"),
    "planfor": ("place in a plan", "places in plans"),
    "join": ("join of two into one", "joins of two into one"),
    "log": (
        "entry of the record, whose details are destroyed",
        "entries of the record, whose details are destroyed",
    ),
}
# Worked out from the others.
UNSAID = ("tie_days", "ties")


def counts_shown(counts: Mapping[str, int]) -> list[tuple[int, str]]:
    """Each count with what it counts; what has no words yet is called by its name."""
    named = {
        name: WORDS.get(name, (name.replace("_", " "),) * 2)
        for name in (*WORDS, *counts)
        if name not in UNSAID
    }
    return [
        (counts[name], one if counts[name] == 1 else many)
        for name, (one, many) in named.items()
        if counts.get(name)
    ]
