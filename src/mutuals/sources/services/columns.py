"""Takes what a person says of the columns of a table: it is remembered, and the table is read."""

from django.db import transaction

from mutuals.sources.models import Import, ImportFile, ImportQuestion
from mutuals.sources.services.imports import import_goes_on
from mutuals.sources.services.reading import LEFT_OUT
from mutuals.sources.services.reports import UNREAD
from mutuals.sources.services.tables import table_keep
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.wire.csv_columns import Mapping, header_key, said, written_down
from mutuals.wire.csv_shape import Shape

OUT = "You left it out; nothing of it was read."


def columns_answer(
    *, actor: User, question: ImportQuestion, shape: Shape, mapping: Mapping, now_ms: int
) -> int:
    """Reads the table of a question by a mapping, and all others of its import with the same header; gives how many.

    Raises NotAllowed, LookupError when it was answered before, BadMapping for a mapping that names nobody.
    """
    require(actor, "import_run")
    if question.kind != "columns" or question.answer:
        raise LookupError("This was answered before.")
    said(written_down(mapping), shape)
    with transaction.atomic():
        title = ", ".join(shape.names)
        kept = table_keep(user=actor, header=header_key(shape), title=title, mapping=mapping, now_ms=now_ms)
        same = _alike(question) if shape.header else [question]
        text = written_down(kept)
        ImportQuestion.objects.filter(pk__in=[one.pk for one in same], answer="").update(answer=text)
    import_goes_on(question.run)
    return len(same)


def columns_left(*, actor: User, question: ImportQuestion) -> None:
    """Leaves a table out. Raises NotAllowed, LookupError when it was answered before."""
    require(actor, "import_run")
    mine = ImportQuestion.objects.filter(pk=question.pk, kind="columns", answer="")
    if not mine.update(answer=LEFT_OUT):
        raise LookupError("This was answered before.")
    files = ImportFile.objects.filter(run=question.run, name=question.about, status__in=UNREAD)
    files.update(status="left alone", note=OUT)
    import_goes_on(Import.objects.get(pk=question.run_id))


def _alike(question: ImportQuestion) -> list[ImportQuestion]:
    """The open questions of the same import about tables with the same header."""
    names = [name for _, name in question.choices]
    rows = ImportQuestion.objects.filter(run=question.run, kind="columns", answer="")
    return [one for one in rows if [name for _, name in one.choices] == names]
