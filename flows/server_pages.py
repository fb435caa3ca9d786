"""Keeping the browser that shows Prefect's pages at home.

Prefect's pages show logos that lie on hosts of others, and newer ones ask a vendor as
they load, so that looking at a run would tell the world of it. The server forbids the
browser to ask anybody but itself: no proxy has to be put in front for that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import prefect.server.api.server as prefect_server

POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'self'"
)

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Message, _Receive, _Send], Awaitable[None]]


class OwnHostOnly:
    """Adds the policy to every answer of an application."""

    def __init__(self, app: _App) -> None:
        """The application that answers."""
        self.app = app

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Answer a request, with the policy among the headers."""

        async def send_with_policy(message: _Message) -> None:
            if message["type"] == "http.response.start":
                policy = (b"content-security-policy", POLICY.encode())
                message["headers"] = [*message.get("headers", ()), policy]
            await send(message)

        await self.app(scope, receive, send_with_policy)


def keep_pages_at_home() -> None:
    """Let the server that this process starts send the policy with each answer."""
    create_app = prefect_server.create_app

    def create_app_with_policy(*words: Any, **more: Any) -> Any:
        app = create_app(*words, **more)
        app.add_middleware(OwnHostOnly)
        return app

    prefect_server.create_app = create_app_with_policy
