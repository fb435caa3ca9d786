"""The officer's path in a real browser: find the red run, read why, retry, run anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from schemas.period import Period
from tests.flows.commands_typed import typed
from tests.flows.served import Served, served
from transforms.home import Home

pytestmark = [pytest.mark.real, pytest.mark.enable_socket]

QUARTER = Period.parse("2024-25-Q1")
PATIENCE = 180_000
NO_NETWORK = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served home in which an answer to the police can't be written."""
    home = Home(tmp_path_factory.mktemp("homes") / "home")
    assert typed("init", home.root).code == 0
    words = ("--quarters", QUARTER, "--scale", "0.3")
    assert typed("samples", "--out", home.drops, *words).code == 0
    the_way(home).mkdir(parents=True)
    (the_way(home) / "link").symlink_to(home.drops)
    with served(home) as one:
        yield one


def the_way(home: Home) -> Path:
    """Where the answers to the police lie."""
    return home.drops / "police" / "feedback" / QUARTER.code


@pytest.fixture
def asked() -> list[str]:
    """The hosts that the browser has asked for anything."""
    return []


@pytest.fixture
def page(asked: list[str]) -> Iterator[Page]:
    chromium = shutil.which("chromium")
    assert chromium is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=list(NO_NETWORK)
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: asked.append(request.url))
        yield page
        browser.close()


def test_the_officer_finds_reads_retries_and_runs_anew(
    serving: Served, page: Page, asked: list[str], tmp_path: Path
) -> None:
    def seen(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png")

    pages = serving.api.removesuffix("/api")
    run = serving.order("quarterly-reports", period=QUARTER.code)
    assert serving.ended(run)["state_name"] == "Failed"

    page.goto(f"{pages}/runs?state=Failed")
    link = page.get_by_role("link", name=f"quarterly-reports {QUARTER}").first
    link.wait_for()
    seen("1 the red run in the list")
    link.click()
    page.get_by_text("Details", exact=True).first.click()
    reason = page.get_by_text("Police Scotland was not answered").first
    reason.wait_for()
    seen("2 why")

    (the_way(serving.home) / "link").unlink()
    page.get_by_role("button", name="Retry").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Retry").click()
    assert serving.ended(run, after=1)["state_name"] == "Completed"
    expect(page.get_by_text("Completed", exact=True).first).to_be_visible(
        timeout=PATIENCE
    )
    seen("3 retried")

    deployment = serving.deployment("quarterly-reports")
    page.goto(f"{pages}/deployments/deployment/{deployment['id']}/run")
    page.get_by_text("from_stage").first.wait_for()
    seen("4 the form")
    page.locator("textarea").first.fill(QUARTER.code)
    page.get_by_role("button", name="Submit").click()
    page.get_by_text(QUARTER.code).first.wait_for()
    seen("5 run with parameters")

    def ran_anew() -> bool:
        runs = serving.asked(
            "flow_runs/filter",
            deployments={"name": {"any_": ["quarterly-reports"]}},
            flow_runs={"state": {"type": {"any_": ["COMPLETED"]}}},
        )
        return {r["parameters"]["period"] for r in runs} == {QUARTER.code} and (
            len(runs) == 2
        )

    serving.wait_for(ran_anew)
    assert {url.split("/")[2] for url in asked} == {pages.split("/")[2]}
