"""`icpc explain`: from a printed figure back to files and their hashes."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from flows.homes import find_home
from flows.settings import read_settings
from report_templates import wording
from schemas.edition import COMMITTEE
from schemas.period import Period
from schemas.released import ReleasedValue
from schemas.vocabulary import Agency
from transforms.disclosure import Policy
from transforms.explain import Explanation, Relation, Source, explain

_WIDTH = 84
_NOT_TOLD = "not told (--unprotected tells it)"


def explain_figure(
    root: Path | None, indicator: str, code: str, *, unprotected: bool, as_json: bool
) -> None:
    """Print what a figure was made from."""
    home = find_home(root)
    policy = Policy(COMMITTEE, read_settings(home).disclosure.threshold)
    found = explain(home, indicator, Period.parse(code), policy, few=unprotected)
    if as_json:
        typer.echo(json.dumps(_facts(found), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(_page(found)))


def _facts(found: Explanation) -> dict[str, Any]:
    """For a program; of the indicator its words, of values what a document prints."""
    return {
        "indicator": found.indicator.id,
        "title": found.indicator.title,
        "definition": found.indicator.definition,
        "period": found.period.code,
        "release": {"number": found.release[0], "released_at": found.release[1]},
        "figures": [
            {
                "breakdown": value.breakdown,
                "category": value.category,
                "shown": wording.in_cell(found.indicator, value),
                "status": value.status.value,
            }
            for value in found.values
        ],
        "queries": list(found.queries),
        "relations": [asdict(relation) for relation in found.relations],
        "submissions": [asdict(source) for source in found.sources],
        "later_submissions": [asdict(source) for source in found.later],
        "missing": [list(place) for place in found.missing],
        "computed": found.computed,
        "documents": list(found.documents),
    }


def _page(found: Explanation) -> Iterator[str]:
    indicator = found.indicator
    yield f"{indicator.id}  {indicator.title}"
    yield from textwrap.wrap(indicator.definition, _WIDTH)
    yield ""
    number, at = found.release
    yield f"{found.period}, {found.period.label}: release {number} of {_day(at)}"
    for value in found.values:
        what = f"{value.breakdown} {value.category}" if value.breakdown else "total"
        yield f"  {what:<30} {wording.in_cell(indicator, value)}{_of_what(value)}"
    yield ""
    yield "Its SQL"
    for query in found.queries:
        yield from _indented(query)
    for relation in found.relations:
        yield from _relation(relation, found.period)
    yield from _submissions("Submissions behind it", found.sources)
    if found.later:
        yield from _submissions(
            "Later files, where they hold a record of the period again", found.later
        )
    if found.missing:
        yield ""
        yield "Owed and not accepted"
        for agency, extract, quarter in found.missing:
            yield f"  {Agency(agency).title}: {extract} {quarter}"
    yield from _run(found)


def _of_what(value: ReleasedValue) -> str:
    """As ` (48 of 75)`, where the edition shows both."""
    if value.numerator is None or not value.denominator:
        return ""
    return f" ({value.numerator:,.0f} of {value.denominator:,.0f})"


def _relation(relation: Relation, period: Period) -> Iterator[str]:
    yield ""
    n_records = _NOT_TOLD if relation.n_records is None else f"{relation.n_records:,}"
    yield f"records.{relation.name}: records of {period}: {n_records}"
    yield from (f"  {line}" for line in relation.sql.rstrip().splitlines())


def _submissions(title: str, sources: tuple[Source, ...]) -> Iterator[str]:
    yield ""
    yield title
    if not sources:
        yield "  none"
    for each in sources:
        rows = (
            _NOT_TOLD
            if each.rows_loaded is None
            else f"{each.rows_loaded:,} rows loaded"
        )
        yield f"  {each.agency} {each.extract} {each.quarter} v{each.version}: {rows}"
        yield f"    {each.file}, first seen {_day(each.first_seen)}"
        yield f"    sha256 {each.sha256}"


def _run(found: Explanation) -> Iterator[str]:
    run = found.computed
    if run is not None:
        yield ""
        yield (
            f"Figures last computed by run {run['run']} ({run['who']}, {run['how']}), "
            f"{_day(run['at'])}"
        )
        software = run["software"]
        yield f"  icpc {software.get('icpc')}, code {software.get('code', '')[:12]}"
        yield "  inputs " + ", ".join(f"{k} {v[:12]}" for k, v in run["inputs"].items())
    for document in found.documents:
        yield ""
        yield f"Printed in {document['name']} (release {document['release_number']})"
        yield f"  sha256 {document['sha256']}"


def _indented(query: str) -> Iterator[str]:
    yield from textwrap.wrap(
        query, _WIDTH, initial_indent="  ", subsequent_indent="    "
    )


def _day(moment: str) -> str:
    return f"{dt.datetime.fromisoformat(moment):%-d %B %Y %H:%M}"
