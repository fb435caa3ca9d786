"""The letter to an agency about one quarter: one page, the status in its first line.

It tells the worst first and leaves the rest to the workbooks, and it holds no value of
any record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from report_templates import feedback_words as words
from report_templates import word, wording
from report_templates.section import (
    Block,
    BulletList,
    Heading,
    Look,
    Paragraph,
    Table,
)
from schemas.feedback import AgencyAnswer, AnsweredFile, worst_first
from schemas.issues import Issue, Severity
from schemas.vocabulary import Agency

_LEFT_OUT = {
    "title_skipped": "title line",
    "total_skipped": "total row",
    "header_repeated": "repeated header",
    "extra_column": "extra column",
}
"""Queries that tell what was left out in the reading."""
_PAGE = 35
"""Lines that a page has room for beside status, heading and caption."""
_LINE = 77
"""Letters on a line."""
_FEWEST = 2
"""Findings that are named however little room there is."""
_MOST_WORDS = 240
_FINGERPRINT = 12


def agency_letter(answer: AgencyAnswer) -> bytes:
    """The letter as a .docx; the same answer gives the same bytes."""
    properties = word.Properties(
        title=f"{_TITLE}, {answer.quarter.label}",
        subject=Agency(answer.agency).title,
        author=answer.committee,
        marking=answer.marking,
        version="1.0",
        released_at=answer.answered_at,
    )
    return word.write(list(letter_blocks(answer)), properties)


def letter_blocks(answer: AgencyAnswer) -> Iterator[Block]:
    """The letter's blocks, in reading order."""
    opening, closing = Paragraph(_opening(answer)), list(_closing(answer))
    received: list[Block] = []
    if answer.files:
        received = [_received(answer.files), _key(answer)]
    yield Paragraph(words.overall_status(answer), Look.COVER_TITLE)
    yield Heading(f"{_TITLE}, {answer.quarter.label}", 1)
    yield opening
    yield from received
    room = _PAGE - sum(map(_lines, (opening, *received, *closing)))
    yield from _findings(answer.files, room)
    yield from closing


_TITLE = "Your extracts"


def _lines(block: Block) -> int:
    """About how many lines a block takes."""
    if isinstance(block, Table):
        return len(block.rows) + 1
    if isinstance(block, Paragraph):
        return -(-len(block.lead + block.text) // _LINE)
    return 0


def _opening(answer: AgencyAnswer) -> str:
    made_up = " The records are made up, for demonstration." if answer.synthetic else ""
    return (
        f"To {Agency(answer.agency).title}, from the {answer.committee}, "
        f"{wording.date(answer.answered_at.date())}.{made_up}"
    )


def _received(files: Sequence[AnsweredFile]) -> Table:
    return Table(
        caption="What was received",
        header=("Extract", "Verdict", "Rows loaded", "First seen", "Fingerprint"),
        rows=tuple(_row(file) for file in files),
        widths_mm=(45, 22, 37, 26, 30),
        alt="One row a file: its verdict, how many of its rows were loaded, in error "
        "and repeated, when it was first seen, and the beginning of its fingerprint.",
    )


def _row(file: AnsweredFile) -> tuple[str, ...]:
    return (
        words.titled(file),
        _verdict(file),
        _rows(file) if words.was_read(file) else "not read",
        f"{file.first_seen.day} {file.first_seen:%b %H:%M}",
        file.fingerprint[:_FINGERPRINT],
    )


def _rows(file: AnsweredFile) -> str:
    """Rows loaded of rows read, and what became of the others."""
    others = [
        f"{number:,} {what}"
        for number, what in (
            (file.rows_in_error, "in error"),
            (file.rows_repeated, "repeated"),
        )
        if number
    ]
    said = f"{file.rows_loaded:,} of {file.rows_read:,}"
    return f"{said} ({', '.join(others)})" if others else said


def _verdict(file: AnsweredFile) -> str:
    if file.is_returned:
        return "Returned"
    return "Unchanged" if file.is_unchanged else "Accepted"


def _key(answer: AgencyAnswer) -> Paragraph:
    deadline = wording.date(answer.quarter.deadline.date())
    late = [f for f in answer.files if f.first_seen > answer.quarter.deadline]
    if not late:
        in_time = f"All came in time, by {deadline}."
    elif len(late) == len(answer.files):
        in_time = f"All came late: the deadline was {deadline}."
    else:
        named = words.in_series([words.titled(file) for file in late])
        in_time = f"Late (the deadline was {deadline}): {named}."
    notes = (file.note for file in answer.files if file.note)
    key = "Rows loaded are those that count."
    return Paragraph(" ".join([key, in_time, *notes]), Look.NOTE)


def _findings(files: Sequence[AnsweredFile], room: int) -> Iterator[Block]:
    """What must be mended, then what is asked, as far as there is room."""
    errors = _of(files, Severity.ERROR)
    queries = [
        (file, kind)
        for file, kind in _of(files, Severity.QUERY)
        if kind[0].rule not in _LEFT_OUT
    ]
    for_queries = min(_FEWEST * len(queries), room // 3)
    listed = list(_listed(words.MUST_FIX, errors, room - for_queries))
    yield from listed
    taken = sum(map(_lines_of_items, listed))
    yield from _listed(words.PLEASE_CHECK, queries, room - taken)


def _lines_of_items(block: Block) -> int:
    if isinstance(block, BulletList):
        return sum(_lines_of(item) for item in block.items)
    return _lines(block)


def _lines_of(item: tuple[str, str]) -> int:
    return -(-sum(map(len, item)) // _LINE)


_Kinds = list[tuple[AnsweredFile, list[Issue]]]


def _of(files: Sequence[AnsweredFile], severity: Severity) -> _Kinds:
    """Findings of one kind together, what is wrong with whole files first."""
    kinds = [
        (file, kind) for file in files for kind in words.of_a_kind(file.found(severity))
    ]
    return sorted(kinds, key=lambda each: worst_first(each[1][0]))


def _listed(title: str, kinds: _Kinds, room: int) -> Iterator[Block]:
    if not kinds:
        return
    n = sum(len(kind) for _, kind in kinds)
    items = [_item(file, kind) for file, kind in kinds]
    taken = list(accumulate((_lines_of(item) for item in items), initial=2))[1:]
    shown = max(_FEWEST, sum(lines <= room for lines in taken))
    more = len(items) - shown
    yield Paragraph(f"{words.counted(n, 'finding')}.", lead=title, keep_next=True)
    if more > 0:
        others = words.counted(more, "more kind of finding", "more kinds of finding")
        items[shown:] = [("", f"and {others}, in the workbooks.")]
    yield BulletList(tuple(items))


def _item(file: AnsweredFile, kind: list[Issue]) -> tuple[str, str]:
    first = kind[0]
    place = [words.titled(file), first.column or "", words.rows_in_short(kind)]
    said = f"{first.message} Expected: {first.expected}"
    if len(said) > _MOST_WORDS:
        said = f"{first.message} The workbook says what is expected."
    return ", ".join(part for part in place if part), said


def _closing(answer: AgencyAnswer) -> Iterator[Paragraph]:
    """What a new version changed, what was left out, what is owed, how to send."""
    changed = [
        f"{words.titled(file)}: {words.what_changed(file.difference)}"
        for file in answer.files
        if file.difference is not None
    ]
    if changed:
        yield Paragraph(" ".join(changed), lead="What the new version changed")
    said = [
        f"{words.titled(file)}: {', '.join(parts)}"
        for file in answer.files
        if (parts := list(_parts_left_out(file)))
    ]
    if said:
        text = f"{'; '.join(said)}. Please tell us if any of it was a record."
        yield Paragraph(text, lead="Left out in the reading")
    if answer.owed:
        owed = [words.plain(name) for name in answer.owed]
        yield Paragraph(f"{words.in_series(owed)}.", lead="Still owed")
    yield Paragraph(_how_to_send(answer), lead="How to send")


def _parts_left_out(file: AnsweredFile) -> Iterator[str]:
    for rule, name in _LEFT_OUT.items():
        issues = [issue for issue in file.issues if issue.rule == rule]
        if issues:
            columns = [i.column for i in issues if i.row is None and i.column]
            where = words.rows_in_short(issues) or ", ".join(columns)
            yield f"{words.counted(len(issues), name)} ({where})"


def _how_to_send(answer: AgencyAnswer) -> str:
    when = words.by_when(answer.quarter, answer)
    if answer.returned or answer.rows_to_mend:
        names = (
            file.next_name
            for file in answer.files
            if file.next_name and (file.is_returned or file.rows_to_mend)
        )
        named = next((f", as {name}" for name in names), "")
        return (
            "The workbooks beside this letter mark each wrong cell. Mend your own "
            "files and put the whole extracts into your drop, with the next version in "
            f"their names{named}, {when}."
        )
    if answer.owed:
        return f"Put the files into your drop, named as always, {when}."
    return "Nothing has to be sent again."
