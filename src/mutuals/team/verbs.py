"""What the event log's verbs say on the screen. Pure; rooms log verbs of their own, shown as they are."""

SAID = {
    "link.create": "made a sign-in link",
    "link.use": "came in by a link",
    "log.erase": "erased a person from the record",
    "session.end": "signed out elsewhere",
    "user.create": "added somebody to the team",
    "user.leave": "ended somebody's access",
    "user.password": "chose a new password",
    "user.profile": "changed their names",
    "user.return": "let somebody back in",
    "user.role": "gave somebody another role",
    "user.settle": "chose names and password",
    "user.sign_in": "signed in",
}


def said(verb: str) -> str:
    """The verb in words, or itself without dots."""
    return SAID.get(verb) or verb.replace(".", " ").replace("_", " ")
