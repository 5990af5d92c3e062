"""The page that lies in every export and says what it is, in plain words. Pure."""

from collections.abc import Iterable

_TEXT = """This is everything that {who} could read in their Mutuals.

For people and other programs
  people.csv         everybody, with addresses, circle and the last day of contact
  people.vcf         everybody as an address card (vCard 4), for any address book
  interactions.csv   who did what towards whom, and when
  accounts/          what was said and done, account by account, as ActivityStreams 2.0,
                     one JSON document a line; context.json explains our own names
  own/               what you wrote: notes, promises, moments, declarations, plans ...
  manifest.json      every file with its size, number of rows and SHA-256

To take it up again
  Drop it into another Mutuals under "Bring more", or: mutuals import THIS
  The same people, days and relationships come of it.

What is not in it
{left_out}
It holds private messages and notes. Keep it where only you can read it.
"""


def readme(who: str, left_out: Iterable[str]) -> str:
    """The text for one export."""
    return _TEXT.format(who=who, left_out="".join(f"  - {line}\n" for line in left_out))
