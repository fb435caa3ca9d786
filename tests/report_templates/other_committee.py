"""Another committee's subject, as small as one can be: what a fork has to write."""

from __future__ import annotations

import datetime as dt

from report_templates.subject import Group, Part, Review, Subject, Words
from schemas.framework import (
    Action,
    Document,
    Impact,
    Level,
    Outcome,
    Priority,
    Quotation,
)
from schemas.period import LONDON, Period, quarters_between
from schemas.released import (
    PlannedAction,
    ReceivedExtract,
    ReleasedValue,
    ReportInput,
    Status,
)
from transforms.indicator import (
    About,
    Better,
    Breakdown,
    Chart,
    Count,
    Indicator,
    Need,
    Share,
    Unit,
)

SAFE = Priority(1, "Young people are safe on the ice")
HEARD = Priority(2, "Young people are heard")
_NEED = (Need("team_meetings", "education"),)
_SEX = Breakdown("sex", ("female", "male"))


def _indicator(indicator_id: str, title: str, *, share: bool = False) -> Indicator:
    return Indicator(
        id=indicator_id,
        title=title,
        definition=f"{title} in the period.",
        measure=Share("lessons", "held") if share else Count("lessons"),
        needs=_NEED,
        unit=Unit.PERCENT if share else Unit.COUNT,
        better=Better.HIGHER,
        chart=Chart.PROPORTION if share else Chart.COUNT,
        about=About.SERVICE,
        breakdowns=() if share else (_SEX,),
        headline=True,
        half_years=True,
    )


CATALOGUE = (
    _indicator("B01.1", "Lessons held"),
    _indicator("B02.1", "Children taught", share=True),
    _indicator("B03.1", "Views gathered"),
    _indicator("Y01.1", "Schools that answered", share=True),
)
ICE = Subject(
    title="Safety on the ice",
    prefix="shetland",
    document=Document("Ice Framework", "2.0", "May 2024", "", ""),
    purpose="to know who goes on the ice",
    working_together="know how schools work together",
    priorities=(SAFE, HEARD),
    outcomes=(Outcome(SAFE, "Nobody falls"), Outcome(HEARD, "Somebody listens")),
    actions=(
        Action(
            "B01",
            SAFE,
            "Lessons",
            Quotation("Give lessons"),
            (Level("all", "all", "all"),),
        ),
        Action("B02", SAFE, "Reach", Quotation("Reach every child")),
        Action("B03", HEARD, "Views", Quotation("Ask for views")),
    ),
    impacts=(Impact("J01", Quotation("Fewer falls"), ("B01", "B02")),),
    catalogue=CATALOGUE,
    words={
        each.id: Words(each.title, f"What next for {each.title.lower()}?")
        for each in CATALOGUE
    },
    groups=(Group("Schools together", "As they answered.", ("Y01",)),),
    summary=(("Lessons", ("B01.1",)), ("Reach", ("B02.1",)), ("Views", ("B03.1",))),
    briefing=("B01.1", "B02.1", "B03.1"),
    briefing_charts=("B01.1", "B02.1"),
    reconciliations=("Y01.1",),
    review=Review(
        "Ice Group: six-monthly review",
        "the Ice Group",
        ("B01", "B02"),
        (
            Part("Lessons given", "Who was taught.", ("B01.1",), (("B01.1", "sex"),)),
            Part("Who was reached", "And who was not.", ("B02.1",)),
        ),
    ),
    definition="Ice is frozen water",
    definition_title="What ice means",
    definition_source="A dictionary",
    limits=(("Weather", "Not collected."),),
    agency_note="No short names are used.",
)


def ice_report(period: Period) -> ReportInput:
    """Twelve quarters of the other committee's figures."""
    last = period.quarters[-1]
    first = Period(last.start_year - 2, "Q1")
    series = quarters_between(first, last)
    alike = (period,) if period in series else (period.previous, period)
    periods = tuple(dict.fromkeys((*series, *alike)))
    values = tuple(
        value for number, each in enumerate(periods) for value in _values(each, number)
    )
    return ReportInput(
        committee="Shetland Ice Committee",
        committee_short="SIC",
        area="Shetland",
        marking="OFFICIAL",
        edition="committee",
        period=period,
        version="1.0",
        released_at=dt.datetime(2026, 10, 20, 7, tzinfo=LONDON),
        threshold=5,
        synthetic=False,
        series=tuple(each.code for each in series),
        values=values,
        actions=(
            PlannedAction("B01", "Lessons", "education", "Head", None, "in_progress"),
        ),
        received=(
            ReceivedExtract(
                last.code,
                "education",
                "team_meetings",
                "accepted",
                1,
                1,
                dt.datetime(2026, 10, 5, 9, tzinfo=LONDON),
                True,
                10,
                10,
                0,
                0,
            ),
        ),
        alike=tuple(each.code for each in alike),
    )


def _values(period: Period, number: int) -> list[ReleasedValue]:
    found = []
    for indicator in CATALOGUE:
        places = [("", "")]
        places += [(b.name, c) for b in indicator.breakdowns for c in b.categories]
        for place in places:
            count = float(20 + (number * 7) % 11)
            share = indicator.unit is Unit.PERCENT
            found.append(
                ReleasedValue(
                    period.code,
                    indicator.id,
                    *place,
                    count,
                    40.0 if share else None,
                    100 * count / 40 if share else count,
                    Status.OK,
                    release=1,
                )
            )
    return found
