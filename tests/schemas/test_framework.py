"""The framework's words are the source's words, all of them, and hang together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas import framework
from schemas.framework import Impact, Quotation, Rhythm

SOURCE = Path(__file__).parents[2] / "data" / "reference" / "framework_source.txt"
TABLE_HEADER = "Strategic Priority\tOutcome"
AFTER_THE_TABLE = "Key materials:"
PRIORITY, OUTCOME, ACTION, IMPACT, LEAD, BY_WHEN = range(6)


def folded(text: str) -> str:
    """Text without markup, bullets, rules of dots, footnote marks and line ends."""
    without_tags = re.sub(r"</?(?:p|ul|li)\b[^>]*>", " ", text)
    without_marks = re.sub(r"\*\*|\u271a|\u2022|\u00b9|\.{5}", " ", without_tags)
    return " ".join(without_marks.split())


def source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def prose() -> str:
    before, _, table = source().partition(TABLE_HEADER)
    return folded(before + table[table.index(AFTER_THE_TABLE) :])


def column(number: int) -> str:
    """One column of the table, joined over its page breaks."""
    table = source().partition(TABLE_HEADER)[2].partition(AFTER_THE_TABLE)[0]
    lines = [line for line in table.splitlines()[1:] if line.strip("-\t ")]
    cells = [(line + "\t" * BY_WHEN).split("\t")[number] for line in lines]
    return folded(" ".join(cells))


def pieces(quoted: Quotation) -> list[str]:
    return [each for each in (quoted.text, *quoted.bullets, quoted.closing) if each]


def left_over(text: str, quotations: list[str]) -> str:
    """What of a text no quotation covers; each quotation is used up once, in order."""
    rest = []
    for quotation in quotations:
        before, found, text = text.partition(quotation)
        assert found, quotation
        rest.append(before)
    return "".join([*rest, text]).strip()


def test_every_action_is_quoted_in_order_and_nothing_of_the_column_is_left_out() -> (
    None
):
    quoted = [piece for each in framework.actions() for piece in pieces(each.quoted)]
    assert left_over(column(ACTION), quoted) == ""


def test_every_impact_is_quoted_in_order_and_nothing_of_the_column_is_left_out() -> (
    None
):
    quoted = [piece for each in framework.IMPACTS for piece in pieces(each.quoted)]
    assert left_over(column(IMPACT), quoted) == ""


def test_priorities_outcomes_and_levels_are_the_source_s_and_nothing_is_left_out() -> (
    None
):
    titles = [priority.title for priority in framework.PRIORITIES]
    assert left_over(column(PRIORITY), titles) == ""
    first, second, third = (outcome.quoted for outcome in framework.OUTCOMES)
    levels = [level.quoted for level in framework.LEVELS]
    commas = left_over(column(OUTCOME), [first, *levels, second, third])
    assert commas.replace(" ", "") == ",,", "after managers and practitioners"


@pytest.mark.parametrize("number", [LEAD, BY_WHEN])
def test_lead_and_by_when_are_empty_in_the_source(number: int) -> None:
    assert column(number) == ""
    assert "empty" in framework.LEAD_AND_BY_WHEN_SENTENCE


@pytest.mark.parametrize(
    "words",
    [
        framework.DOCUMENT.title,
        f"Version {framework.DOCUMENT.version}",
        f"Date {framework.DOCUMENT.date}",
        f"Reviewed by: {framework.DOCUMENT.reviewed_by}",
        f"Produced by: {framework.DOCUMENT.produced_by}",
        f"\u201c{framework.INTRODUCTION}\u201d ({framework.SOURCE_OF_QUOTATIONS})",
        f"{framework.DEFINITION_OF_CSE} ({framework.SOURCE_OF_QUOTATIONS})",
        " - ".join(framework.NATIONAL_AREAS),
        *framework.POSITION_STATEMENT,
        framework.PURPOSE,
        framework.PURPOSE_PREVALENCE,
        framework.PURPOSE_WORKING_TOGETHER,
        framework.EQUALITY_OUTCOMES_LEAD,
        " - ".join(framework.EQUALITY_OUTCOMES),
        "; ".join(framework.PROTECTED_CHARACTERISTICS[:-1]),
        f"Key materials: {' '.join(framework.KEY_MATERIALS)}",
    ],
    ids=lambda words: words[:40],
)
def test_words_outside_the_table_stand_in_the_source(words: str) -> None:
    assert words in prose()


def test_names_of_groups_and_strategies_stand_in_the_source() -> None:
    assert framework.VYP_GROUP in column(ACTION)
    assert f"CARE ({', '.join(framework.CARE)})" in column(IMPACT)
    assert f"themes of {', '.join(framework.STRATEGIC_THEMES)}." in column(IMPACT)


def test_ids_run_without_a_gap_and_all_differ() -> None:
    action_ids = [each.id for each in framework.actions()]
    assert action_ids == [f"A{n:02}" for n in range(1, 26 + 1)]
    assert list(framework.ACTION_IDS) == action_ids
    impact_ids = [impact.id for impact in framework.IMPACTS]
    assert impact_ids == [f"I{n:02}" for n in range(1, 13 + 1)]
    assert len({level.id for level in framework.LEVELS}) == 7


def test_each_priority_has_its_actions_and_its_outcome() -> None:
    ids = [
        [each.id for each in framework.actions_of(priority)]
        for priority in framework.PRIORITIES
    ]
    assert [len(each) for each in ids] == [16, 3, 7]
    assert [each for some in ids for each in some] == list(framework.ACTION_IDS)
    for priority in framework.PRIORITIES:
        assert framework.outcome_of(priority).priority == priority


def test_levels_belong_to_the_first_priority_alone() -> None:
    first, *others = framework.PRIORITIES
    assert framework.levels_of(first) == framework.LEVELS
    assert [framework.levels_of(priority) for priority in others] == [(), ()]


@pytest.mark.parametrize(
    ("level", "ids"),
    [
        (framework.STRATEGIC_LEADERS, "A01 A02 A03"),
        (framework.AGENCIES, "A04 A05 A06"),
        (framework.MANAGERS, "A07 A08"),
        (framework.PRACTITIONERS, "A09 A10 A11 A12"),
        (framework.CHILDREN, "A13 A14 A15"),
        (framework.FAMILIES, "A16"),
        (framework.COMMUNITIES, "A16"),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_actions_of_a_level_come_in_order(level: framework.Level, ids: str) -> None:
    found = framework.actions_of(framework.PREVENTION, level)
    assert [each.id for each in found] == ids.split()


def test_an_action_is_found_by_its_id_and_an_unknown_one_is_named() -> None:
    assert framework.action("A17").short == "All children have return interviews"
    assert framework.impact("I10").action_ids == ("A16",)
    with pytest.raises(KeyError, match="A27"):
        framework.action("A27")
    with pytest.raises(KeyError, match="I14"):
        framework.impact("I14")


def test_every_action_has_an_impact_and_every_impact_an_action() -> None:
    for each in framework.actions():
        assert each.impact_ids, each.id
    named = {name for impact in framework.IMPACTS for name in impact.action_ids}
    assert named == set(framework.ACTION_IDS)
    assert framework.action("A07").impact_ids == ("I05", "I06")


def test_the_k_division_paragraph_alone_is_a_strategy() -> None:
    strategies: list[Impact] = [each for each in framework.IMPACTS if each.is_strategy]
    assert [each.id for each in strategies] == ["I13"]
    assert strategies[0].action_ids == framework.ACTION_IDS[19:]


def test_rhythms_are_quarterly_but_for_the_review_and_the_survey() -> None:
    other = {
        each.id: each.rhythm
        for each in framework.actions()
        if each.rhythm is not Rhythm.QUARTERLY
    }
    assert other == {"A05": Rhythm.ANNUAL, "A07": Rhythm.SIX_MONTHLY}
    in_source = [each.id for each in framework.actions() if each.rhythm_in_source]
    assert in_source == ["A01", "A05", "A06", "A07"]


def test_parts_that_stand_as_impacts_are_impacts_of_their_own_action() -> None:
    parts = {
        each.id: each.part_in_impact_id
        for each in framework.actions()
        if each.part_in_impact_id
    }
    assert parts == {"A06": "I04", "A16": "I10"}
    for action_id, impact_id in parts.items():
        assert impact_id in framework.action(action_id).impact_ids


def test_the_one_text_that_breaks_off_says_so() -> None:
    broken = [each.id for each in framework.actions() if each.quoted.breaks_off]
    assert broken == ["A15"]
    assert not any(each.quoted.breaks_off for each in framework.IMPACTS)
    assert str(framework.action("A15").quoted).endswith(
        "key transition points and key [text ends here in the source]"
    )


def test_a_quotation_with_a_list_reads_on_one_line() -> None:
    assert str(framework.impact("I06").quoted) == (
        "Evidence that information collated by: the Vulnerable Young Person's Group; "
        "quality assurance improves future operational and strategic activity"
    )


def test_short_titles_differ_and_end_without_a_stop() -> None:
    titles = [each.short for each in framework.actions()]
    assert len(set(titles)) == len(titles)
    assert not any(title.endswith((".", ":")) for title in titles)


def test_characteristics_not_collected_are_named_in_the_sentence() -> None:
    sentence = framework.NOT_COLLECTED_SENTENCE.casefold()
    for characteristic in framework.CHARACTERISTICS_NOT_COLLECTED:
        assert characteristic in framework.PROTECTED_CHARACTERISTICS
        assert characteristic in sentence
