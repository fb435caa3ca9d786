"""`icpc template`: an Excel template for each agency and extract of a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from flows.documents_out import State, place
from flows.progress import counted
from report_templates.agency_template import template
from report_templates.template_guidance import Filled
from schemas.errors import UsageError
from schemas.extracts import EXTRACTS, due
from schemas.period import Period, PeriodKind
from schemas.vocabulary import AGENCIES


def write_templates(
    code: str, out: Path, *, agencies: Sequence[str], extracts: Sequence[str]
) -> None:
    """Write the templates of a quarter, a folder an agency, and say how many."""
    quarter = _quarter(code)
    _known(agencies, AGENCIES, "agency")
    _known(extracts, tuple(extract.name for extract in EXTRACTS), "extract")
    wanted = [
        Filled(extract, agency, quarter)
        for agency, extract in due(quarter)
        if agency in (agencies or AGENCIES)
        and (not extracts or extract.name in extracts)
    ]
    if not wanted:
        raise UsageError(
            f"Nothing of that is due for {quarter}.",
            "docs/data-dictionary.md says who sends what, and when.",
        )
    for each in wanted:
        placed = place(out / each.agency / each.file_name, template(each))
        if placed.state is State.BESIDE:
            typer.echo(f"{each.file_name} is in use: written as {placed.path.name}")
    typer.echo(f"{counted(len(wanted), 'template')} for {quarter} written to {out}")


def _quarter(code: str) -> Period:
    period = Period.parse(code)
    if period.kind is not PeriodKind.QUARTER:
        raise UsageError(
            "A template is for a quarter.", f"Write it as {period.quarters[-1]}."
        )
    return period


def _known(names: Sequence[str], known: Sequence[str], kind: str) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(
            f"There is no {kind} {unknown[0]}.", f"One of {', '.join(known)}."
        )
