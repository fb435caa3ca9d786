"""One file to its verdict: counts that add up, identifiers, order of judgement."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.extracts import EXTRACTS, barnardos, hscp, icpc, police, several_agencies
from schemas.issues import Issue, Severity, Verdict
from schemas.period import LONDON
from schemas.rules import NEEDS_HOME, RULES
from tests.transforms.valid_files import (
    ONCE,
    SCHOOLS,
    SEEN_AT,
    csv_of,
    errors_of,
    judged,
    judged_rows,
    name_of,
    queries_of,
    table_of,
    valid_rows,
    xlsx_of,
)
from transforms.submission import Judged, as_json, judge

CEOP = police.CEOP_REPORTS
CONCERNS = police.CONCERN_REPORTS
REVIEWS = barnardos.CONCERN_REPORT_REVIEWS
PLAN = icpc.ACTION_PLAN
CHIS = ("0101111231", "0202111237", "0303111232")


def ceop_rows(how_many: int = 4) -> list[dict[str, str]]:
    return valid_rows(CEOP, "police", how_many)


def judge_ceop(rows: list[dict[str, str]]) -> Judged:
    return judged_rows(CEOP, "police", rows)


def counts(verdict: Judged) -> tuple[int, int, int, int]:
    return (
        verdict.rows_read,
        verdict.rows_loaded,
        verdict.rows_in_error,
        verdict.rows_repeated,
    )


# Counting


def test_half_the_rows_in_error_is_accepted_and_one_more_is_not():
    rows = ceop_rows(4)
    rows[0]["report_type"] = rows[1]["report_type"] = "nonsense"
    accepted = judge_ceop(rows)
    rows[2]["report_type"] = "nonsense"
    rejected = judge_ceop(rows)

    assert accepted.verdict is Verdict.WITH_ROW_ERRORS
    assert counts(accepted) == (4, 2, 2, 0)
    assert rejected.verdict is Verdict.REJECTED
    # Nothing of a rejected file is loaded, and the rows still add up.
    assert counts(rejected) == (4, 0, 4, 0)
    assert rejected.rows.empty


def test_a_file_with_too_many_errors_tells_all_of_them():
    rows = ceop_rows(4)
    for row in rows[:3]:
        row["report_type"] = "nonsense"

    assert errors_of(judge_ceop(rows)) == [
        (None, None, "too_many_errors"),
        (2, "report_type", "code"),
        (3, "report_type", "code"),
        (4, "report_type", "code"),
    ]


def test_repeated_rows_do_not_count_to_the_half():
    rows = [ceop_rows(1)[0] for _ in range(5)]

    verdict = judge_ceop(rows)

    assert verdict.verdict is Verdict.WITH_ROW_ERRORS
    assert counts(verdict) == (5, 1, 0, 4)


def test_an_error_wins_over_a_repeated_key_and_both_are_told():
    rows = ceop_rows(4)
    rows[2] |= {"report_ref": rows[0]["report_ref"], "action_taken": "perhaps"}

    verdict = judge_ceop(rows)

    assert counts(verdict) == (4, 3, 1, 0)
    assert errors_of(verdict) == [
        (4, "report_ref", "key_repeated"),
        (4, "action_taken", "code"),
    ]


def test_a_key_is_repeated_only_after_a_row_without_other_errors():
    rows = ceop_rows(4)
    rows[0]["action_taken"] = "perhaps"
    rows[1]["report_ref"] = rows[2]["report_ref"] = rows[0]["report_ref"]

    verdict = judge_ceop(rows)

    assert counts(verdict) == (4, 2, 1, 1)
    assert (4, "report_ref", "key_repeated") in errors_of(verdict)
    assert list(verdict.rows.index) == [3, 5]


def test_keys_are_compared_as_they_are_stored():
    rows = ceop_rows(3)
    rows[2]["report_ref"] = f" {rows[0]['report_ref'].lower()} "

    assert counts(judge_ceop(rows)) == (3, 2, 0, 1)


def test_a_key_of_several_columns_repeats_only_as_a_whole():
    rows = valid_rows(REVIEWS, "barnardos", 3)
    rows[1]["report_ref"] = rows[0]["report_ref"]
    rows[2] |= {name: rows[0][name] for name in REVIEWS.key}

    assert errors_of(judged_rows(REVIEWS, "barnardos", rows)) == [
        (4, "reviewed_on", "key_repeated")
    ]


def test_a_row_with_several_errors_counts_once():
    rows = ceop_rows(3)
    rows[0] |= {"report_type": "x", "action_taken": "x", "received_on": "x"}

    assert counts(judge_ceop(rows)) == (3, 2, 1, 0)


def test_an_unknown_school_is_an_error_before_keys_are_compared():
    extract = several_agencies.S2_PROGRAMMES
    rows = valid_rows(extract, "education", 4)
    rows[0]["school_code"] = rows[1]["school_code"] = "ELSEWHERE"
    rows[1]["delivered_on"] = rows[0]["delivered_on"]

    verdict = judged_rows(extract, "education", rows)

    assert {rule for _, _, rule in errors_of(verdict)} == {"ref_unknown"}
    assert counts(verdict) == (4, 2, 2, 0)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_row_read_is_loaded_in_error_or_repeated(data):
    extract, agency = data.draw(st.sampled_from(ONCE))
    rows = valid_rows(extract, agency, data.draw(st.integers(0, 8)))
    for row in rows:
        if data.draw(st.booleans()):
            row[data.draw(st.sampled_from(extract.column_names))] = "?!"
        elif data.draw(st.booleans()):
            row |= {name: rows[0][name] for name in extract.key}

    verdict = judged_rows(extract, agency, rows)

    read, loaded, in_error, repeated = counts(verdict)
    assert read == len(rows)
    if in_error * 2 > read:
        assert (verdict.verdict, loaded) == (Verdict.REJECTED, 0)
    else:
        assert loaded + in_error + repeated == read
        clean = in_error + repeated == 0
        assert verdict.verdict is (
            Verdict.ACCEPTED if clean else Verdict.WITH_ROW_ERRORS
        )
    assert len(verdict.rows) == loaded
    assert not {row for row, _, _ in errors_of(verdict)} & set(verdict.rows.index)


# Identifiers


@pytest.mark.parametrize(
    "value",
    [
        *(CHIS[0], "010111 1231", "PA16 8XX", "born 1/2/2011", "01475 712345"),
        *("a.b@example.org", "see PA15 1LX", "call 07712 345678 after six"),
    ],
)
def test_an_identifier_in_any_value_turns_the_file_away_whole(value):
    rows = valid_rows(REVIEWS, "barnardos")
    rows[2]["recommendation"] = value

    verdict = judged_rows(REVIEWS, "barnardos", rows)

    assert errors_of(verdict) == [(4, "recommendation", "identifier")]
    assert verdict.verdict is Verdict.REJECTED
    assert counts(verdict) == (0, 0, 0, 0)
    assert value not in json.dumps(as_json(verdict))


@pytest.mark.parametrize("header", ["Name", "child surname", "DOB", "Postcode", "CHI"])
def test_a_column_named_as_an_identifier_turns_the_file_away(header):
    table = [[*row, "x"] for row in table_of(CEOP, ceop_rows())]
    table[0][-1] = header

    verdict = judged(csv_of(table), CEOP, "police")

    assert errors_of(verdict) == [(None, header, "identifier")]
    assert queries_of(verdict) == []


def test_an_identifier_in_a_column_that_is_not_asked_for_turns_the_file_away():
    table = [[*row, "x"] for row in table_of(CEOP, ceop_rows())]
    table[0][-1], table[2][-1] = "remarks", CHIS[0]

    assert errors_of(judged(csv_of(table), CEOP, "police")) == [
        (3, "remarks", "identifier")
    ]


def test_a_header_that_is_itself_an_identifier_is_not_repeated():
    table = [[*row, "x"] for row in table_of(CEOP, ceop_rows())]
    table[0][-1] = "PA16 8XX"

    verdict = judged(csv_of(table), CEOP, "police")

    assert errors_of(verdict) == [(1, "column E", "identifier")]
    assert "PA16" not in json.dumps(as_json(verdict))


def test_an_identifier_in_a_title_line_or_a_total_row_turns_the_file_away():
    table = [["prepared by a.b@example.org"], *table_of(CEOP, ceop_rows())]
    table.append(["Total", "01475 712345", "", ""])

    assert errors_of(judged(csv_of(table), CEOP, "police")) == [
        (1, "column A", "identifier"),
        (7, "received_on", "identifier"),
    ]


def test_every_other_sheet_is_searched_and_nothing_else_is_made_of_it():
    content = xlsx_of(
        table_of(CEOP, ceop_rows()),
        others={"Notes": [["nonsense"], ["", "call 01475 712345"]]},
    )

    verdict = judged(content, CEOP, "police", "xlsx")

    (issue,) = verdict.issues
    assert (issue.sheet, issue.row, issue.column) == ("Notes", 2, "column B")
    assert issue.rule == "identifier"


def test_a_list_of_people_on_another_sheet_is_known_by_its_heading():
    content = xlsx_of(
        table_of(CEOP, ceop_rows()),
        others={"Children": [["Ref", "Surname"], ["RE-1", "Xyz"]]},
    )

    verdict = judged(content, CEOP, "police", "xlsx")

    assert errors_of(verdict) == [(1, "column B", "identifier")]


def test_a_sheet_of_notes_may_speak_of_names():
    notes = [
        ["Name", "Meaning"],
        ["report_ref", "Address no one by name"],
        ["Postcode"],
    ]
    content = xlsx_of(table_of(CEOP, ceop_rows()), others={"Notes": notes})

    assert judged(content, CEOP, "police", "xlsx").issues == []


def test_an_identifier_in_the_name_of_a_sheet_is_found_and_not_repeated():
    content = xlsx_of(table_of(CEOP, ceop_rows()), sheet="PA16 8XX")

    verdict = judged(content, CEOP, "police", "xlsx")

    assert errors_of(verdict) == [(None, None, "identifier")]
    assert verdict.issues[0].sheet == "sheet 1"


def test_one_in_twenty_references_may_pass_as_a_chi_number_by_chance():
    rows = valid_rows(CONCERNS, "police", 40)
    rows[0]["child_ref"], rows[1]["child_ref"] = (f"C{chi}" for chi in CHIS[:2])
    assert judged_rows(CONCERNS, "police", rows).issues == []

    rows[2]["child_ref"] = f"C{CHIS[2]}"
    verdict = judged_rows(CONCERNS, "police", rows)

    assert errors_of(verdict) == [(row, "child_ref", "identifier") for row in (2, 3, 4)]


def test_an_extra_column_of_references_is_screened_as_references_are():
    table = table_of(CONCERNS, valid_rows(CONCERNS, "police", 40))
    wider = [[*row, f"X-{number}"] for number, row in enumerate(table)]
    wider[0][-1], wider[1][-1] = "Case ref", f"C{CHIS[0]}"

    verdict = judged(csv_of(wider), CONCERNS, "police")

    assert [issue.rule for issue in verdict.issues] == ["extra_column"]


def test_one_chi_number_among_the_codes_of_schools_is_enough():
    extract = several_agencies.S2_PROGRAMMES
    rows = valid_rows(extract, "education", 40)
    rows[5]["school_code"] = CHIS[0]

    verdict = judged_rows(extract, "education", rows)

    assert errors_of(verdict) == [(7, "school_code", "identifier")]


def test_references_of_chi_numbers_turn_the_file_away():
    rows = valid_rows(CONCERNS, "police", 3)
    for row, chi in zip(rows, CHIS, strict=True):
        row["child_ref"] = chi

    verdict = judged_rows(CONCERNS, "police", rows)

    assert {rule for _, _, rule in errors_of(verdict)} == {"identifier"}
    assert counts(verdict) == (0, 0, 0, 0)


def test_a_hundred_places_of_a_column_are_told_and_no_more():
    rows = valid_rows(PLAN, "icpc", 150)
    for row in rows:
        row["progress_note"] = "a.b@example.org"

    errors = errors_of(judged_rows(PLAN, "icpc", rows))

    assert [rule for _, _, rule in errors].count("identifier") == 100


def test_everything_is_told_at_once_though_a_column_is_missing():
    table = table_of(CEOP, ceop_rows(3))
    table[0][0] = "reference"
    table[1][1] = "2026-02-30"
    table[3][3] = "perhaps"

    verdict = judged(csv_of(table), CEOP, "police")

    assert errors_of(verdict) == [
        (None, "report_ref", "column_missing"),
        (2, "received_on", "date_form"),
        (4, "action_taken", "code"),
    ]
    assert counts(verdict) == (0, 0, 0, 0)


def test_everything_is_told_at_once_though_an_identifier_was_found():
    rows = valid_rows(PLAN, "icpc", 3)
    rows[0]["progress_note"] = "visit PA16 8XX"
    rows[1]["status"] = "perhaps"

    verdict = judged_rows(PLAN, "icpc", rows)

    assert errors_of(verdict) == [
        (2, "progress_note", "identifier"),
        (3, "status", "code"),
    ]


def test_references_that_look_like_postcodes_or_numbers_are_no_identifiers():
    rows = valid_rows(CONCERNS, "police", 4)
    likes = ["G168XX", "BA12AB", "MP-01475712345", "X1234567890"]
    for row, like in zip(rows, likes, strict=True):
        row["child_ref"] = like

    assert judged_rows(CONCERNS, "police", rows).issues == []


def test_an_identifier_is_told_beside_a_missing_column():
    table = [row[:3] for row in table_of(CEOP, ceop_rows())]
    table[2][2] = "PA16 8XX"

    assert errors_of(judged(csv_of(table), CEOP, "police")) == [
        (None, "action_taken", "column_missing"),
        (3, "report_type", "identifier"),
    ]


def test_a_possible_name_in_a_text_is_a_query_and_the_row_loads():
    rows = valid_rows(PLAN, "icpc", 3)
    rows[1]["progress_note"] = "Agreed with Fiona Campbell in March"
    rows[2]["lead_role"] = "Head of Service"

    verdict = judged_rows(PLAN, "icpc", rows)

    assert queries_of(verdict) == [(3, "progress_note", "name_in_text")]
    assert (verdict.verdict, verdict.rows_loaded) == (Verdict.ACCEPTED, 3)
    assert "Fiona" not in json.dumps(as_json(verdict))


# What the name says, and what there is no home for


def test_a_misnamed_file_is_not_opened():
    content = csv_of(table_of(CEOP, ceop_rows()))

    verdict = judge(
        content, "list.csv", drop_agency="police", seen_at=SEEN_AT, schools=SCHOOLS
    )

    assert [issue.rule for issue in verdict.issues] == ["wrong_table"]
    assert counts(verdict) == (0, 0, 0, 0)


def test_a_resubmission_says_its_version():
    verdict = judge(
        csv_of(table_of(CEOP, ceop_rows())),
        "police_ceop_reports_2025-26-Q4_v3.csv",
        drop_agency=None,
        seen_at=SEEN_AT,
        schools=None,
    )

    assert (verdict.agency, verdict.extract) == ("police", "ceop_reports")
    assert (verdict.period, verdict.version) == ("2025-26-Q4", 3)


def test_without_a_home_the_rules_that_need_one_are_skipped_and_listed():
    extract = several_agencies.S2_PROGRAMMES
    rows = valid_rows(extract, "education")
    rows[0]["school_code"] = "ELSEWHERE"

    verdict = judge(
        csv_of(table_of(extract, rows)),
        name_of(extract, "education"),
        drop_agency=None,
        seen_at=SEEN_AT,
        schools=None,
    )

    assert verdict.issues == []
    assert verdict.rules_skipped == NEEDS_HOME
    assert judged_rows(extract, "education", rows).rules_skipped == ()


@pytest.mark.parametrize(
    ("seen_at", "rules"),
    [
        # 8 April 23:30 UTC is 9 April in Greenock.
        (dt.datetime(2026, 4, 8, 23, 30, tzinfo=dt.UTC), []),
        (dt.datetime(2026, 4, 8, 22, 30, tzinfo=dt.UTC), ["range"]),
        (dt.datetime(2026, 4, 9, 0, 0, tzinfo=LONDON), []),
    ],
)
def test_dates_may_lie_up_to_the_local_day_on_which_the_file_was_seen(seen_at, rules):
    extract = hscp.WELLBEING_ASSESSMENTS
    rows = valid_rows(extract, "hscp", 3)
    rows[0]["signed_off_on"] = "2026-04-09"

    verdict = judge(
        csv_of(table_of(extract, rows)),
        name_of(extract, "hscp"),
        drop_agency="hscp",
        seen_at=seen_at,
        schools=SCHOOLS,
    )

    assert [rule for _, _, rule in errors_of(verdict)] == rules


# What is handed on


def test_issues_stand_in_order_of_row_and_column():
    rows = ceop_rows(5)
    rows[3] |= {"action_taken": "x", "report_ref": "x"}
    rows[1]["report_type"] = "x"
    table = [["Title"], *table_of(CEOP, rows), ["Total"]]
    table[1].append("Remarks")

    verdict = judged(csv_of(table), CEOP, "police")

    assert [(i.row, i.column, i.rule) for i in verdict.issues] == [
        (None, "Remarks", "extra_column"),
        (1, None, "title_skipped"),
        (4, "report_type", "code"),
        (6, "report_ref", "ref_form"),
        (6, "action_taken", "code"),
        (8, None, "total_skipped"),
    ]


def test_the_json_has_the_agreed_names_and_can_be_written():
    rows = ceop_rows(3)
    rows[0]["report_type"] = "x"
    written = json.loads(json.dumps(as_json(judge_ceop(rows))))

    assert list(written) == [
        *("file", "agency", "extract", "period", "version", "verdict"),
        *("rows_read", "rows_loaded", "rows_in_error", "rows_repeated"),
        *("issues", "rules_skipped"),
    ]
    assert written["verdict"] == "accepted_with_row_errors"
    assert list(written["issues"][0]) == list(Issue._fields)
    assert written["issues"][0]["severity"] == "error"
    assert written["issues"][0]["row"] == 2


def test_the_rows_that_load_are_typed_and_numbered_as_in_excel():
    rows = valid_rows(CONCERNS, "police", 3)
    rows[1]["age"] = "x"

    loaded = judged_rows(CONCERNS, "police", rows).rows

    assert loaded.index.tolist() == [2, 4]
    assert loaded.index.name == "row"
    assert loaded["age"].tolist() == [17, 17]
    assert str(loaded.dtypes["reported_on"]) == "datetime64[us]"


def test_no_row_that_loads_holds_the_sign_of_an_unknown_code():
    for extract in EXTRACTS:
        rows = valid_rows(extract, extract.agencies[0], 3)
        for column in extract.columns:
            if column.codes:
                rows[0][column.name] = "?"

        loaded = judged_rows(extract, extract.agencies[0], rows).rows

        assert not (loaded.astype(str) == "?").to_numpy().any()


def test_every_rule_raised_is_of_the_catalogue_with_its_severity():
    severities = {rule.id: rule.severity for rule in RULES}
    rows = ceop_rows(4)
    rows[0]["report_type"] = "x"
    content = csv_of([["Title"], *table_of(CEOP, rows)])

    verdict = judged(content, CEOP, "police", "xlsx")

    assert {issue.rule for issue in verdict.issues} == {
        "extension",
        "title_skipped",
        "code",
    }
    assert all(severities[issue.rule] is issue.severity for issue in verdict.issues)
    assert sum(i.severity is Severity.ERROR for i in verdict.issues) == 1
