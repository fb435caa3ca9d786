"""Sending a message by mail or to a webhook; what fails is told, never raised."""

from __future__ import annotations

import datetime as dt
import logging
import socket
from urllib.parse import urlsplit

import apprise

from flows.message_settings import Messages, Security
from flows.messages_due import COMMITTEE, OFFICER, Message
from flows.settings import read_secret
from schemas.period import LONDON
from transforms.home import Home

_REACH_SECONDS = 5.0
_WHY = (" - WARNING - ", " - DEBUG - Socket Exception: ")
"""Lines of the library that say why a message failed, and nothing of what it says."""
_SECURE = {
    Security.STARTTLS: "starttls",
    Security.TLS: "ssl",
    Security.NONE: "insecure",
}
_QUIET = apprise.AppriseAsset(
    app_id="ICPC",
    app_desc="Quality assurance, unattended",
    app_url="",
    storage_mode=apprise.PersistentStoreMode.MEMORY,
    secure_logging=True,
)
logging.getLogger("apprise").propagate = False


class Post:
    """The ways out of a home, for one round of messages."""

    def __init__(self, home: Home, settings: Messages) -> None:
        """Look at the ways; nothing is sent yet."""
        self.home = home
        self.settings = settings
        self._reached: bool | None = None

    def is_open_to(self, recipient: str) -> bool:
        """Whether there is any way to a recipient at all."""
        hook = recipient == OFFICER and bool(self.settings.webhook)
        return hook or bool(self.settings.mail_is_on and self._addresses(recipient))

    def send(self, message: Message) -> tuple[bool, str]:
        """Send a message on every way; whether it went out on one, and what failed."""
        sent, faults = False, []
        if message.to == OFFICER and self.settings.webhook:
            went = self._notify(self._webhook(), message)
            sent = sent or went
            faults += [] if went else ["The webhook did not take it."]
        addresses = self._addresses(message.to) if self.settings.mail_is_on else ()
        if addresses and not self._mail_is_reached():
            return sent, " ".join([*faults, "The mail server can't be reached."])
        refused = [a for a in addresses if not self._notify(self._mail(a), message)]
        sent = sent or len(refused) < len(addresses)
        faults += [f"The mail server did not take it for {a}." for a in refused]
        return sent, " ".join(faults)

    def _addresses(self, recipient: str) -> tuple[str, ...]:
        if recipient == OFFICER:
            return self.settings.officer
        if recipient == COMMITTEE:
            return self.settings.committee
        return self.settings.agencies.of(recipient)

    def _mail_is_reached(self) -> bool:
        """Asked once: each message would otherwise wait for it anew."""
        if self._reached is None:
            place = (self.settings.smtp_host, self.settings.smtp_port)
            try:
                socket.create_connection(place, timeout=_REACH_SECONDS).close()
                self._reached = True
            except OSError:
                self._reached = False
        return self._reached

    def _mail(self, address: str) -> apprise.NotifyBase | None:
        settings = self.settings
        login = {}
        if settings.smtp_user:
            password = read_secret(self.home, "smtp.password")
            login = {"user": settings.smtp_user, "password": password}
        return _way(
            {
                "schema": "mailto",
                "host": settings.smtp_host,
                "smtp_host": settings.smtp_host,
                "port": settings.smtp_port,
                "secure_mode": _SECURE[settings.smtp_security],
                "from_addr": settings.sender,
                "targets": [address],
                "format": "text",
                **login,
            }
        )

    def _webhook(self) -> apprise.NotifyBase | None:
        parts = urlsplit(self.settings.webhook)
        token = read_secret(self.home, "webhook.token")
        return _way(
            {
                "schema": "jsons" if parts.scheme == "https" else "json",
                "host": parts.hostname,
                "port": parts.port,
                "fullpath": parts.path or "/",
                "secure": parts.scheme == "https",
                "headers": {"Authorization": f"Bearer {token}"} if token else {},
            }
        )

    def _notify(self, way: apprise.NotifyBase | None, message: Message) -> bool:
        """Whether a way took a message; what the library says of it is logged."""
        with apprise.LogCapture(level=logging.DEBUG) as said:  # type: ignore[no-untyped-call]
            took = way is not None and bool(
                way.notify(
                    title=message.subject,
                    body=message.text,
                    attach=_attached(message),
                )
            )
            words = "" if took else said.getvalue()
        if not took:
            _log(self.home, words)
        return took


def _attached(message: Message) -> apprise.AppriseAttachment | None:
    if not message.attached:
        return None
    attached = apprise.AppriseAttachment(asset=_QUIET)
    for path in message.attached:
        attached.add(str(path))
    return attached


def _way(words: dict[str, object]) -> apprise.NotifyBase | None:
    return apprise.Apprise.instantiate(words, asset=_QUIET)


def _log(home: Home, words: str) -> None:
    """What a library said of a message that failed; never the message itself."""
    now = dt.datetime.now(LONDON)
    why = [line for line in words.splitlines() if any(sign in line for sign in _WHY)]
    lines = [f"{now:%Y-%m-%d %H:%M:%S} a message failed", *why]
    try:
        home.logs.mkdir(parents=True, exist_ok=True)
        with (home.logs / "messages.log").open("a", encoding="utf-8") as log:
            log.write("\n    ".join(lines) + "\n")
    except OSError:
        return  # a full disk must not stop a run for a message
