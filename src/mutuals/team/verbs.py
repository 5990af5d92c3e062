"""What the event log's verbs say on the screen. Pure; rooms log verbs of their own, shown as they are."""

SAID = {
    "account_share": "changed who sees an account",
    "choices_refuse": "said that a person is none of their namesakes",
    "contact_add": "added a person",
    "contact_kind": "said what somebody is",
    "contact_rename": "gave a person another name",
    "contacts_delete": "put people away",
    "contacts_join": "joined two into one person",
    "contacts_part": "parted a person into two again",
    "contacts_purge": "removed for good who was put away",
    "contacts_restore": "brought people back",
    "exclusion_add": "said which addresses are nobody's",
    "exclusion_remove": "took back which addresses are nobody's",
    "group_add": "made a group",
    "group_delete": "removed a group",
    "group_put": "put people into a group",
    "group_rename": "gave a group another name",
    "group_take": "took people out of a group",
    "import_add": "brought files",
    "likeness_refuse": "said that two are not one person",
    "likeness_reopen": "took back that two are not one person",
    "link.create": "made a sign-in link",
    "link.use": "came in by a link",
    "log.erase": "erased a person from the record",
    "moment_note": "noted a moment",
    "note_add": "wrote a note",
    "note_edit": "changed a note",
    "own_decide": "said which names are theirs",
    "reading_correct": "said what a post says",
    "reading_uncorrect": "took back what they said of a post",
    "session.end": "signed out elsewhere",
    "user.create": "added somebody to the team",
    "user.leave": "ended somebody's access",
    "user.password": "chose a new password",
    "user.profile": "changed their names",
    "user.return": "let somebody back in",
    "user.role": "gave somebody another role",
    "user.settle": "chose names and password",
    "user.sign_in": "signed in",
    "welcome_save": "answered the first page",
}


def said(verb: str) -> str:
    """The verb in words, or itself without dots."""
    return SAID.get(verb) or verb.replace(".", " ").replace("_", " ")
