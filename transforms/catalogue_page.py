"""The catalogue of indicators as a page: words, source, breakdowns, direction.

`python -m transforms.catalogue_page` prints it; docs/indicators.md keeps it, and a test
holds the two together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from transforms.indicator import Indicator, Span
from transforms.indicators import CATALOGUE

_HEADER = """# The indicators

Every indicator of the framework, in its order. Made from `transforms/indicators/` by
`python -m transforms.catalogue_page`; change that, not this page.
"""


def catalogue_page() -> str:
    """The whole catalogue as Markdown."""
    return "\n".join([_HEADER, *("\n".join(_entry(i)) for i in CATALOGUE)])


def _entry(indicator: Indicator) -> Iterator[str]:
    yield f"## {indicator.id} {indicator.title}\n"
    yield f"{indicator.definition}\n"
    yield f"- From: {_sources(indicator)}"
    if indicator.breakdowns:
        yield f"- Broken down by: {', '.join(b.name for b in indicator.breakdowns)}"
    as_at = "as at the period's last day" if indicator.span is Span.STATE else "events"
    yield f"- Unit: {indicator.unit}; {as_at}; about {indicator.about}"
    yield f"- Better: {indicator.better}; drawn as {indicator.chart}"
    if indicator.beside:
        yield f"- Beside it: how many are {indicator.beside.words}"
    if indicator.target:
        yield f"- Standard: {indicator.target[1]}"
    yield ""


def _sources(indicator: Indicator) -> str:
    if not indicator.needs:
        return "the register of submissions"
    return ", ".join(
        f"{need.extract} ({need.agency or 'every agency that sends it'})"
        for need in indicator.needs
    )


if __name__ == "__main__":
    sys.stdout.write(catalogue_page())
