"""Small homes drawn by hand; every expected figure is the sum it comes from."""

import sys
from datetime import datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from comparison import compare
from extract_definitions import EXTRACTS
from figures import Place, compute_all
from measures import Figure

NOW = datetime(2027, 5, 20, 7)  # noqa: DTZ001 - local, as on the command line
Q1, Q2, Q3, Q4 = (f"2026-27-Q{number}" for number in (1, 2, 3, 4))


class Home:
    """A home with the extracts that a test draws."""

    def __init__(self, place: Path) -> None:
        """Begin with one school year of two schools and one population estimate."""
        self.place = place
        self.write("reference/population.csv", ["as_of_year,sex,age,estimate,source"])
        self.write("reference/schools.csv", ["school_year,school_code,s2_roll"])

    def write(self, name: str, lines: list[str]) -> None:
        """Write a file of the home."""
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def extract(self, agency: str, name: str, rows: list[str]) -> None:
        """Write one extract; the name holds extract, quarter and perhaps version."""
        kind = name.split("_20", maxsplit=1)[0]
        header = ",".join(EXTRACTS[agency][kind].columns)
        self.write(f"drops/{agency}/{agency}_{name}.csv", [header, *rows])

    def figures(self) -> dict[Place, Figure]:
        """Every figure of the home, values to nine decimals."""
        return {
            place: rounded(figure)
            for place, figure in compute_all(self.place, NOW).items()
        }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(tmp_path)


def ok(numerator: float, denominator: float | None, value: float) -> Figure:
    """A figure that stands."""
    return rounded(Figure(numerator, denominator, value, "ok"))


def rounded(figure: Figure) -> Figure:
    """The figure with its value to nine decimals."""
    value = figure.value
    return figure._replace(value=value if value is None else round(value, 9))


NOT_RECEIVED = Figure(None, None, None, "not_received")
NOT_APPLICABLE = Figure(0, 0, None, "not_applicable")


def test_an_episode_belongs_to_the_local_day_it_began_and_hours_are_elapsed(
    home: Home,
) -> None:
    """23:30 Z on 30 June is 1 July; the night of 25 October 2026 has an hour more."""
    home.extract("hscp", f"missing_episodes_{Q1}", [])
    home.extract(
        *("hscp", f"missing_episodes_{Q2}"),
        ["EPI-1,KID-1,foster_care,2026-06-30T23:30:00Z,2026-07-01 02:30,Y"],
    )
    home.extract(
        *("hscp", f"missing_episodes_{Q3}"),
        [
            "EPI-2,KID-1,foster_care,2026-10-24 12:00,2026-10-25 12:00,N",
            "EPI-3,KID-1,kinship_care,2026-10-25 01:30,2026-10-25 01:30:00Z,N/K",
            "EPI-4,KID-2,kinship_care,2026-12-31 23:59,,FALSE",
        ],
    )
    found = home.figures()
    assert found[Q1, "A06.2", "", ""] == ok(0, None, 0)
    assert found[Q2, "A06.2", "", ""] == ok(1, None, 1)
    assert found[Q2, "A06.5", "", ""] == Figure(None, 1, 2.0, "ok")
    assert found[Q3, "A06.5", "", ""] == Figure(None, 2, (24 + 1 + 1) / 2, "ok")
    assert found[Q3, "A06.1", "", ""] == ok(2, None, 2)
    assert found[Q3, "A06.1", "placement_type", "kinship_care"] == ok(2, None, 2)
    assert found[Q3, "A06.1", "placement_type", "foster_care"] == ok(1, None, 1)


def test_an_hour_skipped_in_march_is_read_one_hour_on(home: Home) -> None:
    """01:30 on 28 March 2027 is 02:30 summer time: half an hour before 03:00."""
    home.extract(
        *("hscp", f"missing_episodes_{Q4}"),
        ["EPI-1,KID-1,at_home,2027-03-28 01:30,2027-03-28 03:00,no"],
    )
    assert home.figures()[Q4, "A06.5", "", ""] == Figure(None, 1, 0.5, "ok")


def test_a_record_sent_again_counts_once_in_its_quarter_in_its_latest_state(
    home: Home,
) -> None:
    """A referral pending in Q1 and decided in Q2 is a referral of Q1, decided."""
    middle = "KID-1,12,F,unknown,white,no,2026-06-20,health,other,victim,high,"
    middle = middle.replace(",F,", ",female,")
    home.extract(
        *("hscp", f"vyp_referrals_{Q1}"),
        [
            f"REF-1,{middle},pending,",
            f"REF-2,{middle}hscp; education;health;POLICE,accepted,2026-06-22",
        ],
    )
    home.extract(
        *("hscp", f"vyp_referrals_{Q2}"), [f"ref-1 ,{middle},accepted,2026-07-04"]
    )
    home.extract("hscp", f"vyp_reviews_{Q1}", [])
    home.extract(
        *("hscp", f"vyp_reviews_{Q2}"),
        [
            "REV-1,REF-1,KID-1,2026-08-01,none,4,yes,closed",
            "REV-2,REF-1,KID-1,2026-08-01,none,3,no,open",
            "REV-3,REF-9,KID-2,2026-08-01,low,6,unknown,open",
        ],
    )
    found = home.figures()
    assert found[Q1, "A07.1", "", ""] == ok(2, None, 2)
    assert found[Q2, "A07.1", "", ""] == ok(0, None, 0)
    assert found[Q1, "A07.2", "", ""] == ok(1, 2, 100 / 2)
    assert found[Q1, "A07.3", "", ""] == Figure(None, 2, (14 + 2) / 2, "ok")
    assert found[Q1, "A20.1", "", ""] == ok(1, None, 1)
    assert found[Q2, "A20.1", "", ""] == ok(2, None, 2)
    assert found[Q2, "A20.1", "risk_level", "none"] == ok(1, None, 1)
    assert found[Q2, "A20.1", "risk_level", "high"] == ok(1, None, 1)
    assert found[Q2, "A07.4", "", ""] == ok(1, 1, 100)
    assert found[Q2, "A07.4", "change", "increased"] == ok(0, 1, 0)
    assert found[Q2, "A07.5", "", ""] == ok(2, 3, 200 / 3)
    assert found[Q2, "X03.2", "", ""] == ok(2, 3, 200 / 3)
    assert found["2026-27-H1", "A07.4", "", ""] == ok(1, 1, 100)
    assert found[Q1, "A20.2", "", ""] == NOT_RECEIVED
    assert ("2026-27-H1", "A17.1", "", "") not in found


def test_a_closed_case_is_open_again_only_by_a_later_or_same_day_open_review(
    home: Home,
) -> None:
    """Level by the higher of two open reviews; children under 18 at referral."""
    line = "female,no,white,no,2026-05-01,health,other"
    home.extract(
        *("hscp", f"vyp_referrals_{Q1}"),
        [
            f"REF-1,KID-1,17,{line},victim,high,,accepted,2026-05-02",
            f"REF-2,KID-2,18,{line},offender,low,,accepted,2026-06-30",
            f"REF-3,KID-1,17,{line},location,low,,accepted,2026-07-01",
            f"REF-4,KID-3,10,{line},victim,low,,accepted,2026-05-03",
        ],
    )
    home.extract(
        *("hscp", f"vyp_reviews_{Q1}"),
        [
            "REV-1,REF-1,KID-1,2026-06-01,low,4,yes,open",
            "REV-2,REF-1,KID-1,2026-06-01,medium,4,yes,open",
            "REV-3,REF-4,KID-3,2026-06-30,none,4,yes,closed",
        ],
    )
    home.write(
        "reference/population.csv",
        [
            "as_of_year,sex,age,estimate,source",
            *("2025,female,0,300,x", "2026,female,0,400,x", "2026,male,17,600,x"),
            "2027,male,17,9000,x",
        ],
    )
    found = home.figures()
    assert found[Q1, "A20.1", "", ""] == ok(2, None, 2)
    assert found[Q1, "A20.1", "risk_level", "medium"] == ok(1, None, 1)
    assert found[Q1, "A20.1", "theme", "offender"] == ok(1, None, 1)
    assert found[Q1, "A20.2", "", ""] == ok(1, 400 + 600, 1 / (400 + 600) * 1000)


def test_matches_reach_24_hours_and_interviews_72_and_not_a_second_more(
    home: Home,
) -> None:
    """Exactly is in, a second more is out."""
    home.extract(
        *("hscp", f"missing_episodes_{Q1}"),
        [
            "EPI-1,KID-1,at_home,2026-05-01 10:00,,yes",
            "EPI-2,KID-2,at_home,2026-05-01 10:00,,yes",
            "EPI-3,KID-2,at_home,2026-05-01 10:00,,unknown",
        ],
    )
    home.extract(
        *("police", f"missing_persons_{Q1}"),
        [
            "MPR-1,kid-1,9,male,02/05/2026 10:00,2026-05-03 09:00,home,low,unknown",
            "MPR-2,KID-2,9,male,2026-05-02 10:00:01,2026-05-03 09:00,home,low,unknown",
            "MPR-3,KID-3,9,male,2026-05-02 10:00,,home,low,outwith_inverclyde",
        ],
    )
    home.extract(
        *("hscp", f"return_interviews_{Q1}"),
        [
            "RET-1,KID-1,2026-05-04 09:00,yes,completed,2026-05-07 09:00,,online,yes",
            "RET-2,KID-2,2026-05-04 09:00:01,no,pending,,,,no",
            "RET-3,KID-9,2026-05-04 09:00,no,completed,2026-05-07 09:00:01,hscp,,N/K",
        ],
    )
    found = home.figures()
    assert found[Q1, "A06.6", "", ""] == ok(1, 2, 100 / 2)
    assert found[Q1, "A17.1", "", ""] == ok(2, 3, 200 / 3)
    assert found[Q1, "A17.2", "", ""] == ok(1, 3, 100 / 3)
    assert found[Q1, "A17.3", "", ""] == ok(1, 2, 100 / 2)
    assert found[Q1, "A17.4", "", ""] == ok(1, 2, 100 / 2)
    assert found[Q1, "A17.7", "", ""] == ok(2, None, 2)
    assert found[Q1, "A17.7", "location_type", "online"] == ok(1, None, 1)
    assert found[Q1, "A06.12", "locality", "unknown"] == ok(2, None, 2)
    assert found[Q1, "X01.1", "", ""] == NOT_RECEIVED


def test_training_covers_three_years_to_the_day_and_agencies_that_sent(
    home: Home,
) -> None:
    """From 30 June 2023 to 30 June 2026; the same reference elsewhere is another."""
    for agency in ("hscp", "police"):
        home.extract(
            *(agency, f"training_{Q1}"),
            [
                "STAFF-1,Duty,frontline,yes,2023-06-30,awareness",
                "STAFF-2,Duty,frontline,yes,2023-06-29,awareness",
                "STAFF-3,Duty,manager,no,2026-06-30,specialist",
                "STAFF-4,Duty,support,yes,,",
            ],
        )
    found = home.figures()
    assert found[Q1, "A04.1", "", ""] == ok(1 + 1, None, 1 + 1)
    assert found[Q1, "A04.1", "course_level", "specialist"] == ok(2, None, 2)
    assert found[Q1, "A04.2", "", ""] == ok(2, 6, 200 / 6)
    assert found[Q1, "A04.2", "role_group", "manager"] == NOT_APPLICABLE
    assert found[Q1, "A04.2", "agency", "health"] == NOT_RECEIVED
    assert found[Q1, "A04.3", "", ""] == ok(0, 2, 0)
    assert found[Q1, "A09.1", "agency", "police"] == ok(1, 2, 50)
    assert found[Q1, "A05.1", "agency", "hscp"].status == "not_due"
    assert found[Q1, "A10.1", "", ""] == NOT_RECEIVED


def test_a_year_of_training_takes_agencies_that_sent_every_quarter(home: Home) -> None:
    """Who left is still counted; the latest file tells role and requirement."""
    for quarter in (Q1, Q2, Q3, Q4):
        rows = ["STAFF-1,Duty,support,no,2026-05-01,awareness"]
        if quarter == Q1:
            rows.append("STAFF-2,Duty,support,yes,2026-04-01,awareness")
        if quarter == Q4:
            rows = ["STAFF-1,Duty,manager,yes,2027-03-31,specialist"]
        home.extract("hscp", f"training_{quarter}", rows)
    home.extract("police", f"training_{Q4}", ["STAFF-1,Duty,support,yes,,"])
    found = home.figures()
    assert found["2026-27", "A04.1", "", ""] == ok(2, None, 2)
    assert found["2026-27", "A04.1", "role_group", "manager"] == ok(1, None, 1)
    assert found["2026-27", "A04.3", "", ""] == ok(2, 2, 100)
    assert found["2026-27", "A04.1", "agency", "police"] == NOT_RECEIVED
    assert found["2026-27", "A04.2", "", ""] == ok(1, 2, 50)


def test_the_school_year_turns_on_the_first_of_august_and_rolls_cap(
    home: Home,
) -> None:
    """30 + 30 pupils of a roll of 50 are 50; 31 July is the year before."""
    home.write(
        "reference/schools.csv",
        [
            "school_year,school_code,s2_roll",
            *("2025-26,SCH-1,40", "2026-27,SCH-1,50", "2026-27,SCH-2,150"),
        ],
    )
    home.extract(
        *("barnardos", f"s2_programmes_{Q2}"),
        [
            "safer_choices,SCH-1,2026-07-31,50,40,10,5,5",
            "safer_choices,SCH-1,2026-08-01,50,30,10,2,6",
            "safer_choices,sch-1,2026-09-30,50,30,10,3,9",
            "safer_choices,SCH-2,2026-07-31,50,40,10,5,5",
            "wasted,SCH-1,2026-09-01,50,40,10,5,5",
        ],
    )
    found = home.figures()
    assert found[Q2, "A13.1", "", ""] == ok(50, 200, 100 * 50 / 200)
    assert found[Q2, "A13.2", "", ""] == ok(1, 2, 50)
    assert found[Q2, "A13.3", "", ""] == ok(2 + 3, 20, 25)
    assert found[Q2, "A13.4", "", ""] == ok(6 + 9, 20, 75)
    assert found[Q2, "X02.3", "agency", "barnardos"] == ok(3, 5, 60)
    assert found[Q2, "A14.1", "", ""] == NOT_RECEIVED


def test_meetings_count_when_held_and_plans_when_planned(home: Home) -> None:
    """Planned in June, held in July: told in both files, one meeting."""
    home.extract(
        *("icpc", f"governance_meetings_{Q1}"),
        [
            "MTG-1,briefing,elected_members,2026-06-29,,,no",
            "MTG-2,briefing,elected_members,2026-06-30,,,no",
            "MTG-3,chief_officers_group,chief_officers,2026-06-30,2026-06-30,4,yes",
        ],
    )
    home.extract(
        *("icpc", f"governance_meetings_{Q2}"),
        ["MTG-1,briefing,elected_members,2026-06-29,2026-07-01,12,no"],
    )
    found = home.figures()
    assert found[Q1, "A01.1", "", ""] == ok(1, None, 1)
    assert found[Q1, "A02.2", "", ""] == ok(1, 2, 50)
    assert found[Q1, "A02.1", "", ""] == ok(0, None, 0)
    assert found[Q2, "A02.3", "audience", "elected_members"] == ok(12, None, 12)
    assert found[Q2, "A02.2", "", ""] == NOT_APPLICABLE


def test_the_action_plan_is_read_at_the_periods_last_day(home: Home) -> None:
    """Due on the last day is on track; shared since April counts, not after June."""
    home.extract(
        *("icpc", f"action_plan_{Q1}"),
        [
            "A01,Meet,hscp,Head,2026-06-30,in_progress,2026-04-01,2026-06-30,",
            "A02,Brief,hscp,Head,2026-06-29,not_started,2026-03-31,,",
            "A03,Plan,police,Head,2026-06-29,complete,2026-07-01,2026-07-01,",
            "A04,Train,police,Head,,in_progress,,,",
        ],
    )
    found = home.figures()
    assert found[Q1, "A03.1", "", ""] == ok(2, 4, 50)
    assert found[Q1, "A03.2", "lead_agency", "hscp"] == ok(1, None, 1)
    assert found[Q1, "A03.3", "", ""] == ok(1, 4, 25)
    assert found[Q1, "A03.4", "", ""] == ok(1, 4, 25)
    assert found[Q1, "A03.1", "lead_agency", "health"] == NOT_APPLICABLE


def test_the_highest_accepted_version_stands_and_a_rejected_one_does_not(
    home: Home,
) -> None:
    """v2 stands though v3 came; on time is the first, accepted at first is not."""
    good = "CEOP-1,2026-05-01,grooming,TRUE"
    home.extract("police", f"ceop_reports_{Q1}", ["?,2026-05-01,grooming,no"])
    home.extract("police", f"ceop_reports_{Q1}_v2", [good, good, "CEOP-2,x,other,no"])
    home.extract("police", f"ceop_reports_{Q1}_v3", ["?,?,?,?"])
    home.extract("police", f"concern_reports_{Q1}", [])
    home.write(
        "arrivals.csv",
        [
            "file,arrived_at",
            f"police/police_ceop_reports_{Q1}.csv,2026-07-15T23:59:59",
            f"police/police_concern_reports_{Q1}.csv,2026-07-16T00:00:00",
        ],
    )
    found = home.figures()
    assert found[Q1, "A25.1", "", ""] == ok(1, None, 1)
    assert found[Q1, "A25.2", "", ""] == ok(1, 1, 100)
    assert found[Q1, "X02.1", "", ""] == ok(1, 36, 100 / 36)
    assert found[Q1, "X02.1", "agency", "police"] == ok(1, 7, 100 / 7)
    assert found[Q1, "X02.2", "agency", "police"] == ok(1, 2, 50)
    assert found[Q1, "X02.2", "agency", "health"] == NOT_APPLICABLE
    assert found[Q1, "X02.3", "", ""] == ok(1, 3, 100 / 3)
    assert found[Q1, "A06.14", "", ""] == ok(0, 3, 0)
    assert found[Q1, "A18.1", "theme", "victim"] == ok(0, None, 0)


def test_two_files_of_one_version_are_both_rejected(home: Home) -> None:
    """The earlier version stands; the same bytes twice are one file."""
    home.extract("icpc", f"campaign_returns_{Q2}", ["wasted,2026-07-01"])
    home.extract("icpc", f"campaign_returns_{Q2}_v2", ["safer_choices,2026-07-01"])
    drop = home.place / "drops" / "icpc"
    other = drop / f"icpc_campaign_returns_{Q2}_v2.xlsx"
    other.write_text("campaign,collated_on\n", encoding="utf-8")
    assert home.figures()[Q2, "A16.1", "", ""] == ok(1, 2, 50)
    other.write_bytes((drop / f"icpc_campaign_returns_{Q2}_v2.csv").read_bytes())
    assert home.figures()[Q2, "A16.1", "", ""] == ok(1, 2, 50)


def test_american_order_makes_ambiguous_dates_of_the_column_errors(home: Home) -> None:
    """05/31 is wrong, 01/06 ambiguous, 05/05 and 13/06 are not."""
    home.extract(
        *("hscp", f"case_file_audits_{Q1}"),
        [
            "AUD-1,05/31/2026,childs_plan,yes,yes,yes,yes,4",
            "AUD-2,01/06/2026,childs_plan,yes,yes,yes,yes,4",
            "AUD-3,05/05/2026,childs_plan,yes,yes,no,yes,4",
            "AUD-4,13/06/2026,Shared_Chronology,yes,no,yes,yes,3",
        ],
    )
    found = home.figures()
    assert found[Q1, "A12.1", "", ""] == ok(1, 2, 50)
    assert found[Q1, "A12.2", "document_type", "childs_plan"] == ok(1, 1, 100)
    assert found[Q1, "A19.1", "", ""] == ok(1, None, 1)
    assert found[Q1, "A19.2", "", ""] == ok(0, 1, 0)
    assert (Q1, "A19.1", "document_type", "shared_chronology") not in found


def test_acts_are_counted_per_record_that_names_them(home: Home) -> None:
    """Two Acts in one record are one action and one for each Act."""
    acts = "Children\u2019s Hearings (Scotland) Act 2011; COMMUNICATIONS ACT 2003"
    home.extract(
        *("police", f"disruption_{Q1}"),
        [
            f"DIS-1,court_proceedings,2026-04-01,{acts},convicted",
            "DIS-2,criminal_proceedings,2026-06-30,Communications Act 2003,",
            "DIS-3,warrant_executed,2026-06-30,,ongoing",
        ],
    )
    found = home.figures()
    assert found[Q1, "A26.1", "", ""] == ok(2, None, 2)
    assert found[Q1, "A26.1", "act", "Communications Act 2003"] == ok(2, None, 2)
    hearings = "Children's Hearings (Scotland) Act 2011"
    assert found[Q1, "A26.1", "act", hearings] == ok(1, None, 1)
    assert found[Q1, "A24.3", "", ""] == ok(1, None, 1)
    assert found[Q1, "A23.1", "", ""] == ok(1, None, 1)


def test_children_known_to_several_agencies_are_counted_by_their_number(
    home: Home,
) -> None:
    """KID-1 by hscp and police, KID-2 by health once flagged, KID-3 not flagged."""
    for agency, extract in (
        *(("hscp", "missing_episodes"), ("hscp", "vyp_referrals")),
        *(("education", "missing_from_education"), ("police", "missing_persons")),
    ):
        home.extract(agency, f"{extract}_{Q1}", [])
    home.extract(
        "hscp",
        f"return_interviews_{Q1}",
        ["RET-1,KID-1,2026-04-01 00:00,no,declined,,,,no"],
    )
    home.extract(
        *("police", f"concern_reports_{Q1}"),
        ["CON-1, kid-1 ,9,other,2026-06-30,victim,online,port_glasgow"],
    )
    home.extract(
        *("health", f"attendances_{Q1}"),
        [
            "ATT-1,KID-2,9,male,2026-06-30,a_and_e,injury,Y",
            "ATT-2,KID-3,9,male,2026-06-30,a_and_e,injury,unknown",
        ],
    )
    found = home.figures()
    assert found[Q1, "X01.1", "", ""] == ok(1, None, 1)
    assert found[Q1, "X01.1", "agencies", "1"] == ok(1, None, 1)
    assert found[Q1, "X01.1", "agencies", "2"] == ok(1, None, 1)
    assert found[Q1, "X01.1", "agencies", "4"] == ok(0, None, 0)


def test_zero_children_looked_after_is_not_applicable(home: Home) -> None:
    """A true zero below the line, and 0, 0 and nothing beside it."""
    home.extract("hscp", f"looked_after_children_{Q1}", [])
    home.extract(
        *("hscp", f"missing_episodes_{Q1}"),
        ["EPI-1,KID-1,other,2026-04-01 00:00,,yes"],
    )
    found = home.figures()
    assert found[Q1, "A06.3", "", ""] == NOT_APPLICABLE
    assert found[Q1, "A06.18", "sex", "other"] == ok(0, None, 0)
    assert found[Q1, "A06.5", "", ""] == Figure(None, 0, None, "not_applicable")


def test_compare_tells_what_differs_what_lacks_and_what_is_too_much(
    tmp_path: Path,
) -> None:
    """One figure differs in its value, one is not exported, one is not known."""
    export = tmp_path / "export.csv"
    header = "period,indicator,breakdown,category,numerator,denominator,value,status"
    lines = ["P,A01.1,,,1,,1.0,ok", "P,A02.1,,,2,4,50.1,ok", "P,A99.1,,,1,,1,ok"]
    export.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    known: dict[Place, Figure] = {
        ("P", "A01.1", "", ""): ok(1, None, 1),
        ("P", "A02.1", "", ""): ok(2, 4, 50),
        ("P", "A03.1", "", ""): NOT_RECEIVED,
    }
    differences = compare(export, known)
    assert [line.split(":")[0] for line in differences] == [
        *("P A02.1 - -", "P A03.1 - -", "P A99.1 - -"),
    ]
