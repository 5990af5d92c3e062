"""What can lie on our shelf, in the words of the screen. Pure."""

from collections.abc import Mapping

# What it is called, and what stands in its empty field.
KINDS: Mapping[str, tuple[str, str]] = {
    "answer": ("an answer", "How to keep a rye starter over the summer"),
    "link": ("a link", "The best page on second-hand ovens"),
    "skill": ("a skill", "I read contracts in French"),
    "introduction": ("an introduction", "Somebody at the building office"),
}
ICONS: Mapping[str, str] = {"answer": "chat", "link": "link", "skill": "help", "introduction": "introduce"}
