"""Nothing listens beyond loopback and nothing calls out: every connection is traced."""

from __future__ import annotations

import ipaddress
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, sync_playwright

from flows.server import answers
from flows.settings import server_environment
from tests.flows.commands_typed import started_apart, typed
from tests.flows.served import served
from tests.servers.ports import free_ports
from transforms.home import Home

pytestmark = [pytest.mark.real, pytest.mark.enable_socket]

Q1 = "2024-25-Q1"
_CALL = re.compile(
    r"\b(?P<call>connect|bind|sendto|sendmsg)\(.*?sin6?_port=htons\((?P<port>\d+)\).*?"
    r'(?:inet_addr\("(?P<four>[^"]+)"\)|inet_pton\(AF_INET6, "(?P<six>[^"]+)")'
)
_LISTEN = re.compile(r"\blisten\(\d+<TCP\w*:\[(?P<at>\S*)\]>,")
_ASKS_THE_SERVER = """
import flows.server as server

wait = server.Server.wait

def wait_and_ask(self):
    # What a worker and Prefect's own pages ask for, and the server would fetch.
    wait(self)
    url = f"{self.api_url}/collections/views/aggregate-worker-metadata"
    assert server._NO_PROXY.open(url, timeout=60).status == 200

server.Server.wait = wait_and_ask
"""


def addresses(trace: Path) -> set[tuple[str, str]]:
    """Each call with the address it is about."""
    found = set()
    for line in trace.read_text(errors="replace").splitlines():
        call = _CALL.search(line)
        if call:
            found.add((call["call"], call["four"] or call["six"]))
    return found


def leading_out(trace: Path) -> set[tuple[str, str]]:
    return {
        (call, address)
        for call, address in addresses(trace)
        if not ipaddress.ip_address(address).is_loopback
    }


def listening(trace: Path) -> list[str]:
    """The address of each socket of the network that was listened on."""
    found = []
    for line in trace.read_text(errors="replace").splitlines():
        call = _LISTEN.search(line)
        if call:
            address = call["at"].rpartition(":")[0]
            # Not bound to any address, it would be to all of them.
            found.append(address.strip("[]") or "0.0.0.0")  # noqa: S104 - what it means
    return found


def strace(trace: Path) -> list[str]:
    """What writes down the calls of a command and of all it starts, until they end."""
    calls = "trace=connect,bind,listen,sendto,sendmsg,execve"
    return [
        *("strace", "-D", "-f", "--seccomp-bpf", "-qq", "-yy", "-s", "256"),
        *("-e", calls, "-o", str(trace)),
    ]


def traced(trace: Path, *words: object, before: str = "") -> None:
    """A command under strace, with all the processes it starts."""
    with started_apart(*words, before=before, under=strace(trace)) as process:
        _, err = process.communicate(timeout=540)
    assert process.returncode == 0, err


def test_the_trace_sees_what_leads_out(tmp_path: Path) -> None:
    """A call out is seen: otherwise the tests below could not fail."""
    trace = tmp_path / "trace"
    before = """
import socket, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
    probe.connect(("192.0.2.1", 443))
with socket.socket() as listener:
    listener.bind(("0.0.0.0", 0))
    listener.listen()
with socket.socket() as unbound:
    unbound.listen()
sys.exit(0)
"""
    traced(trace, before=before)
    assert leading_out(trace) == {("connect", "192.0.2.1"), ("bind", "0.0.0.0")}  # noqa: S104 - what is looked for
    assert listening(trace) == ["0.0.0.0", "0.0.0.0"]  # noqa: S104 - as above


def test_a_run_with_its_own_server_stays_on_this_machine(tmp_path: Path) -> None:
    home, trace = tmp_path / "home", tmp_path / "trace"
    assert typed("init", home).code == 0
    assert typed("samples", "--out", home / "drops", "--quarters", Q1).code == 0
    traced(trace, "run", Q1, "--home", home, before=_ASKS_THE_SERVER)
    assert ("connect", "127.0.0.1") in addresses(trace)
    assert ("bind", "127.0.0.1") in addresses(trace)
    assert leading_out(trace) == set()


def test_a_direct_run_opens_no_connection_at_all(tmp_path: Path) -> None:
    home, trace = tmp_path / "home", tmp_path / "trace"
    assert typed("init", home).code == 0
    traced(trace, "run", Q1, "--direct", "--home", home)
    assert addresses(trace) == set()


def test_a_served_home_with_its_worker_and_runs_stays_on_this_machine(
    tmp_path: Path,
) -> None:
    home, trace = Home(tmp_path / "home"), tmp_path / "trace"
    assert typed("init", home.root).code == 0
    words = ("--quarters", Q1, "--scale", "0.3")
    assert typed("samples", "--out", home.drops, *words).code == 0
    with served(home, under=strace(trace)) as one:
        run = one.order("quarterly-reports", period=Q1)
        assert one.ended(run)["state_name"] == "Completed"
        assert one.stop() == 0
        # The tracer has its standard output too, and has written all when it ends.
        one.process.communicate(timeout=90)
    said = trace.read_text(errors="replace")
    for program in ("flows.server_process", "flows.worker_process", "prefect.engine"):
        assert f'"{program}"' in said, program
    assert set(listening(trace)) == {"127.0.0.1"}
    assert ("connect", "127.0.0.1") in addresses(trace)
    assert leading_out(trace) == set()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The home's server with Prefect's pages."""
    tmp_path = tmp_path_factory.mktemp("pages")
    assert typed("init", tmp_path / "home").code == 0
    home = Home(tmp_path / "home")
    home.prefect.mkdir()
    [port] = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [
                *(sys.executable, "-m", "flows.server_process"),
                *("--host", "127.0.0.1", "--port", str(port)),
            ],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=home.prefect,
            env=server_environment(home, f"{url}/api"),
        )
    try:
        give_up = time.monotonic() + 120
        while not answers(f"{url}/api"):
            assert process.poll() is None, (tmp_path / "server.log").read_text()
            assert time.monotonic() < give_up
            time.sleep(0.2)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert process.stdin is not None
        process.stdin.close()


def test_prefects_pages_ask_nobody_but_their_own_server(pages: str) -> None:
    """Blocked by the policy that the server sends, a page's request never starts."""
    asked: set[str] = set()
    forbidden: set[str] = set()

    def failed(request: Request) -> None:
        if request.failure == "csp":
            forbidden.add(request.url)

    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.on("request", lambda request: asked.add(request.url))
        page.on("requestfailed", failed)
        for path in ("/", "/dashboard", "/runs", "/deployments", "/blocks/catalog"):
            page.goto(pages + path, wait_until="networkidle")
        title = page.title()
        browser.close()
    assert "Prefect" in title
    hosts = {
        urlsplit(url).hostname
        for url in asked - forbidden
        if urlsplit(url).scheme in ("http", "https", "ws", "wss")
    }
    assert len(asked - forbidden) > 10
    assert forbidden, "nothing was forbidden: is the list of pages still right?"
    assert hosts == {"127.0.0.1"}


def test_the_server_listens_on_loopback_alone(pages: str) -> None:
    port = urlsplit(pages).port
    assert port is not None
    assert urllib.request.urlopen(f"{pages}/api/health").status == 200  # noqa: S310 - our own server
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, _, at = local.partition(":")
            if state == "0A" and int(at, 16) == port:
                assert address == f"{socket.htonl(0x7F000001):08X}"
