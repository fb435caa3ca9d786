"""A mail server and a webhook on loopback that keep what they are sent."""

from __future__ import annotations

import email
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.ports import LOOPBACK, free_ports


@dataclass
class Mail:
    """Mail as it arrived.

    Attributes:
        sender: who the envelope says sent it.
        recipients: whom the envelope names.
        message: what was in it.
    """

    sender: str
    recipients: list[str]
    message: Message

    @property
    def subject(self) -> str:
        """Its subject."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """Its plain text."""
        [part] = [
            part
            for part in self.message.walk()
            if part.get_content_type() == "text/plain"
        ]
        return str(part.get_content())  # type: ignore[attr-defined]


@dataclass
class MailSink:
    """A mail server that delivers nowhere.

    Attributes:
        port: at which it listens.
        refusing: recipients it refuses.
        arrived: what it got.
        logins: accounts that showed their password.
    """

    port: int
    refusing: set[str] = field(default_factory=set)
    arrived: list[Mail] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)

    def to(self, address: str) -> list[Mail]:
        """What came for an address."""
        return [mail for mail in self.arrived if address in mail.recipients]

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str,
        _options: list[str],
    ) -> str:  # fmt: skip
        if address in self.refusing:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=default)
        sender = str(envelope.mail_from)
        self.arrived.append(Mail(sender, list(envelope.rcpt_tos), message))
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str,
        data: Any,
    ) -> AuthResult:  # fmt: skip
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=True)


@contextmanager
def mail_sink(*, login: bool = False) -> Iterator[MailSink]:
    """A mail server, until the block ends."""
    [port] = free_ports(1)
    sink = MailSink(port)
    controller = Controller(
        sink,
        hostname=LOOPBACK,
        port=port,
        authenticator=sink.authenticate,
        auth_required=login,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@dataclass
class Webhook:
    """A webhook.

    Attributes:
        url: its address.
        arrived: the JSON it got.
        headers: the headers it got.
    """

    url: str
    arrived: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def webhook() -> Iterator[Webhook]:
    """A webhook, until the block ends."""
    [port] = free_ports(1)
    hook = Webhook(f"http://{LOOPBACK}:{port}/hook")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            hook.arrived.append(json.loads(self.rfile.read(length)))
            hook.headers.append(dict(self.headers))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = HTTPServer((LOOPBACK, port), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
