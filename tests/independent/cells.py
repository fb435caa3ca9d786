"""One cell at a time: what a cell holds, or that it holds nothing admissible."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from extract_definitions import Column
from periods import local

ISO = r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"
SLASH = r"(?P<d>\d{2})/(?P<m>\d{2})/(?P<y>\d{4})"
CLOCK = r"(?P<H>\d{2}):(?P<M>\d{2})(?::(?P<S>\d{2}))?"
OFFSET = r"(?P<o>Z|[+-]\d{2}:?\d{2})?"
FORMS = (
    re.compile(rf"{ISO}(?:[ T]{CLOCK}{OFFSET})?"),
    re.compile(rf"{SLASH}(?: {CLOCK}{OFFSET})?"),
)
WHOLE = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.0+)?")
REF_FORM = re.compile(r"[A-Z0-9_/-]{3,40}")
FOLDED = str.maketrans("\u2019\u2018\u02bc\u2010\u2011\u2012\u2013\u2014", "'''-----")
UNKNOWN_WORDS = {"unknown", "not known", "n/k"}
YES_NO_WORDS = {"y": "yes", "true": "yes", "n": "no", "false": "no"}


class InadmissibleError(Exception):
    """The cell holds something its column does not admit."""


@dataclass(frozen=True)
class CellFault:
    """A cell that the spreadsheet itself marks as an error."""


def is_blank(cell: object) -> bool:
    """Whether nothing stands in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: object) -> str:
    """The cell as one would type it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def fold(value: str) -> str:
    """A code without differences of case, apostrophe, dash and surrounding space."""
    return value.strip().translate(FOLDED).casefold()


def parse_ref(cell: object) -> str:
    """A reference, trimmed, NFKC-normalised and upper-cased."""
    ref = unicodedata.normalize("NFKC", as_text(cell)).strip().upper()
    if not REF_FORM.fullmatch(ref) or not re.search("[A-Z]", ref):
        raise InadmissibleError
    return ref


def parse_code(cell: object, codes: tuple[str, ...]) -> str:
    """The code as the lists write it."""
    word = fold(as_text(cell))
    if "unknown" in codes and word in UNKNOWN_WORDS:
        return "unknown"
    if codes == ("yes", "no", "unknown"):
        word = YES_NO_WORDS.get(word, word)
    for known in codes:
        if fold(known) == word:
            return known
    raise InadmissibleError


def parse_whole(cell: object, low: int, high: int | None) -> int:
    """A whole number within its bounds: 1,250 and 12.0 are whole, 12.5 is not."""
    if isinstance(cell, bool) or not WHOLE.fullmatch(as_text(cell)):
        raise InadmissibleError
    number = int(as_text(cell).replace(",", "").split(".")[0])
    if number < low or (high is not None and number > high):
        raise InadmissibleError
    return number


def matched(cell: object) -> re.Match[str]:
    """The parts of a date or date-time written as text."""
    for form in FORMS:
        found = form.fullmatch(as_text(cell))
        if found:
            return found
    raise InadmissibleError


def built(parts: re.Match[str]) -> datetime:
    """The local date-time of matched parts, without its offset."""
    try:
        year, month, day = (int(parts[name]) for name in "ymd")
        hour, minute, second = (int(parts[name] or 0) for name in "HMS")
        return datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError as impossible:
        raise InadmissibleError from impossible


def parse_day(cell: object) -> date:
    """A date; one with a time other than 00:00 is not admitted."""
    moment = cell if isinstance(cell, datetime) else built(matched(cell))
    if moment.time() != time(0):
        raise InadmissibleError
    return moment.date()


def parse_moment(cell: object) -> datetime:
    """An instant; text without a time is not admitted, a true Excel date is 00:00."""
    if isinstance(cell, datetime):
        whole_second = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
        return local(whole_second)
    parts = matched(cell)
    if parts["H"] is None:
        raise InadmissibleError
    moment = built(parts)
    if not parts["o"]:
        return local(moment)
    if parts["o"] == "Z":
        return moment.replace(tzinfo=UTC)
    digits = parts["o"][1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    zone = timezone(shift if parts["o"][0] == "+" else -shift)
    return moment.replace(tzinfo=zone).astimezone(UTC)


def parse_text(cell: object, longest: int | None) -> str:
    """Free text up to its length."""
    words = as_text(cell)
    if longest is not None and len(words) > longest:
        raise InadmissibleError
    return words


def parse(cell: object, column: Column) -> Any:
    """The value of a cell; None where a nullable cell is empty."""
    if isinstance(cell, CellFault):
        raise InadmissibleError
    if is_blank(cell):
        if column.nullable:
            return None
        raise InadmissibleError
    readers: dict[str, Callable[[], Any]] = {
        "ref": lambda: parse_ref(cell),
        "school": lambda: as_text(cell).casefold(),
        "code": lambda: parse_code(cell, column.codes),
        "codes": lambda: tuple(
            parse_code(part, column.codes) for part in as_text(cell).split(";")
        ),
        "whole": lambda: parse_whole(cell, column.low, column.high),
        "day": lambda: parse_day(cell),
        "moment": lambda: parse_moment(cell),
        "text": lambda: parse_text(cell, column.high),
    }
    return readers[column.kind]()


def slash_numbers(cell: object) -> tuple[int, int] | None:
    """The first and second number of a slash date, if the cell is one."""
    found = re.match(r"(\d{1,2})/(\d{1,2})/\d{4}\b", as_text(cell))
    return (int(found[1]), int(found[2])) if found else None


def american_faults(cells: list[object]) -> list[bool]:
    """Which cells of a date column are errors because a date is in American order.

    "American order (second number > 12) is an error, and then every ambiguous slash
    date of that column is one too (05/05 excepted)."
    """
    pairs = [slash_numbers(cell) for cell in cells]
    if not any(pair and pair[1] > 12 for pair in pairs):
        return [False] * len(cells)
    return [
        pair is not None and (pair[1] > 12 or (pair[0] <= 12 and pair[0] != pair[1]))
        for pair in pairs
    ]
