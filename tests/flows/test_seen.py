"""After every run the page says how the quarter stands; nothing of it fails a run."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from flows import seen as module
from flows.artifacts import extracts_in_rows, standing_in_markdown
from flows.new_home import make_home
from flows.orders import order_for
from flows.quarter import run_quarter
from flows.seen import PAGE, write_page
from flows.stages import DIRECT
from flows.standing import facts_of
from report_templates.status_words import days_in_words
from schemas.errors import DiskFullError
from schemas.issues import Verdict
from schemas.period import LONDON, Period
from transforms.correspondence import Correspondence, Look, Tried
from transforms.home import Home
from transforms.register import Register

Q1 = Period.parse("2024-25-Q1")
NOW = dt.datetime(2024, 7, 10, 9, 0, tzinfo=LONDON)


class Page(HTMLParser):
    """What of a page can be asked for: tags, links, words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "a home")


def arrived(home: Home, agency: str, extract: str, **facts: Any) -> None:
    register = Register(home.register)
    register.add(
        agency=agency,
        path=f"{agency}/{agency}_{extract}_{Q1}.csv",
        sha256=f"{agency}{extract}",
        size=1,
        first_seen=NOW,
        kept_as="",
    )
    number = register.arrivals()[-1].arrival_id
    placed = {"extract": extract, "quarter": Q1.code, "version": 1}
    register.judge(number, **{**placed, **facts})


def page_of(home: Home, now: dt.datetime = NOW) -> Page:
    write_page(home, now)
    return Page((home.root / PAGE).read_text("utf-8"))


def test_the_page_says_whose_move_it_is_and_what_to_type(home: Home) -> None:
    arrived(home, "police", "disruption", verdict=Verdict.REJECTED.value)
    words = re.sub(r"\s+", " ", page_of(home).words)
    assert "2024-25-Q1: the move is with Health and Social Care Partnership" in words
    assert "disruption (rejected)" in words
    assert "15 July 2024 (5 days left)" in words
    assert f'Type: icpc run 2024-25-Q1 --home "{home.root}"' in words


def test_the_page_asks_nobody_for_anything(home: Home) -> None:
    page = page_of(home)
    assert not page.named("script")
    assert not page.named("link")
    assert not page.named("img")
    [policy] = [m for m in page.named("meta") if "http-equiv" in m]
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "url(" not in (home.root / PAGE).read_text("utf-8")
    assert not [a for a in page.named("a") if "://" in str(a["href"])]


def test_the_page_can_be_read_aloud(home: Home) -> None:
    page = page_of(home)
    assert page.named("html") == [{"lang": "en-GB"}]
    assert len(page.named("h1")) == 1
    assert len(page.named("caption")) == len(page.named("table")) == 2
    assert all(th.get("scope") in ("col", "row") for th in page.named("th"))
    assert len(page.named("main")) == len(page.named("title")) == 1


def test_links_of_the_page_lead_to_what_is_there(home: Home) -> None:
    order = order_for(home=home.root, period=Q1.code, now=NOW)
    run_quarter(order, DIRECT)
    page = Page((home.root / PAGE).read_text("utf-8"))
    links = [str(a["href"]) for a in page.named("a")]
    assert len([link for link in links if link.startswith("feedback/")]) == 6
    assert f"documents/{Q1}/icpc-quarterly-report_{Q1}_v1.0.docx" in links
    assert all((home.root / link).exists() for link in links)
    assert f"icpc-quarterly-report_{Q1}_v1.0.docx" in page.words


def test_the_page_counts_no_rows(home: Home) -> None:
    arrived(home, "police", "disruption", verdict="accepted_with_row_errors",
            rows_read=777, rows_loaded=733, rows_in_error=44)  # fmt: skip
    words = page_of(home).words
    assert "accepted, some rows in error" in words
    assert not re.search(r"\b(777|733|44)\b", words)


def test_the_page_shows_names_of_others_as_text(home: Home) -> None:
    look = Look("police", NOW, "failed", "The source <b>of</b> Police & co failed.")
    Correspondence(home).note_look(look)
    text = (page_of(home), (home.root / PAGE).read_text("utf-8"))[1]
    assert "&lt;b&gt;of&lt;/b&gt; Police &amp; co" in text


def test_a_source_that_failed_is_the_officers_move(home: Home) -> None:
    look = Look("police", NOW, "failed", "Police Scotland could not be reached.")
    Correspondence(home).note_look(look)
    facts = facts_of(home, Q1, NOW)
    move = facts["moves"][-1]
    assert move["what"] == "Police Scotland could not be reached."
    assert move["type"].startswith("icpc run 2024-25-Q1 --agency police")
    [police] = [a for a in facts["agencies"] if a["agency"] == "police"]
    assert police["source"]["state"] == "failed"
    look = Look("police", NOW, "failed", "There is no secrets/police.password.")
    Correspondence(home).note_look(look)
    move = facts_of(home, Q1, NOW)["moves"][-1]
    assert move["what"] == "Police Scotland: There is no secrets/police.password."
    Correspondence(home).note_look(Look("police", NOW, "ok", ""))
    assert "--agency" not in str(facts_of(home, Q1, NOW)["moves"])


def test_a_message_that_did_not_go_out_is_said_until_one_does(home: Home) -> None:
    correspondence = Correspondence(home)
    tried = Tried("police", "subject", NOW, sent=False, fault="It is down.")
    correspondence.note_message(tried, ["fact"])
    whats = [move["what"] for move in facts_of(home, Q1, NOW)["moves"]]
    assert "A message to Police Scotland did not go out: It is down." in whats
    correspondence.note_message(Tried("police", "s", NOW, sent=True, fault=""), [])
    whats = [move["what"] for move in facts_of(home, Q1, NOW)["moves"]]
    assert not any("message" in what for what in whats)


def test_a_run_of_an_older_quarter_that_failed_is_on_the_newest_quarters_page(
    home: Home,
) -> None:
    register = Register(home.register)
    run_id = register.start_run("2023-24-Q4", NOW)
    told = {"what": "The disk is full.", "next_step": "Make room."}
    register.end_run(run_id, ended_at=NOW, outcome="failed", details=told)
    moves = facts_of(home, Q1, NOW)["moves"]
    assert {
        "whose": "Data officer",
        "what": "2023-24-Q4: The disk is full. Make room.",
        "type": f'icpc run 2023-24-Q4 --home "{home.root}"',
    } in moves


def test_agencies_are_counted_by_state(home: Home) -> None:
    arrived(home, "police", "disruption", verdict="rejected")
    arrived(home, "police", "training", verdict="accepted", rows_read=1)
    facts = facts_of(home, Q1, NOW)
    [police] = [a for a in facts["agencies"] if a["agency"] == "police"]
    assert police["states"] == {
        "accepted": 1,
        "accepted_with_row_errors": 0,
        "nil_return": 0,
        "rejected": 1,
        "not_received": police["owed"] - 2,
    }


def test_the_page_is_written_after_a_run_that_failed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFullError("The disk is full.", "Make room.")

    order = order_for(home=home.root, period=Q1.code, now=NOW)
    with pytest.raises(DiskFullError):
        run_quarter(order, DIRECT._replace(compute=full))  # type: ignore[arg-type]
    words = Page((home.root / PAGE).read_text("utf-8")).words
    assert "failed. The disk is full." in words


@pytest.mark.parametrize("part", ["say_what_is_due", "write_page"])
def test_what_fails_after_a_run_changes_nothing_of_it(
    part: str,
    home: Home,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyError("Marion")

    monkeypatch.setattr(module, part, fails)
    order = order_for(home=home.root, period=Q1.code, now=NOW)
    with caplog.at_level("INFO", "icpc"):
        run = run_quarter(order, DIRECT)
    assert run.document is not None
    assert "it ended in KeyError" in caplog.text
    assert "Marion" not in caplog.text + (home.logs / "faults.log").read_text()
    last = Register(home.register).last_run(Q1.code)
    assert last is not None
    assert last["outcome"] == "done"


def test_prefect_shows_moves_and_where_everything_lies(home: Home) -> None:
    order = order_for(home=home.root, period=Q1.code, now=NOW)
    run_quarter(order, DIRECT)
    facts = facts_of(home, Q1, NOW)
    shown = standing_in_markdown(home, facts)
    assert "**Police Scotland**: Send " in shown
    document = home.documents / Q1.code / f"icpc-quarterly-report_{Q1}_v1.0.docx"
    assert f"({document.as_uri()}) `{document}`" in shown
    feedback = home.feedback / "police" / Q1.code
    assert f"[Police Scotland]({feedback.as_uri()})" in shown
    rows = extracts_in_rows(facts["extracts"])
    assert {row["State"] for row in rows} == {"not received"}
    assert not any("Rows" in row for row in rows)


@pytest.mark.parametrize(
    ("left", "words"),
    [(5, "5 days left"), (1, "1 day left"), (0, "today"), (-1, "passed 1 day ago"),
     (-3, "passed 3 days ago")],
)  # fmt: skip
def test_days_are_said_in_words(left: int, words: str) -> None:
    assert days_in_words(left) == words
