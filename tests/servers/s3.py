"""A real S3-compatible store (SeaweedFS) on loopback, with a bucket for each agency."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import s3fs

from tests.servers.ports import LOOPBACK, free_ports, wait_for

_ADMIN = "admin"


@dataclass(frozen=True)
class S3:
    """A running store.

    Attributes:
        endpoint: its address.
    """

    endpoint: str

    def url(self, agency: str) -> str:
        """An agency's drop as icpc.toml names it."""
        return f"s3://{agency}-exchange/drop"

    def key(self, agency: str) -> tuple[str, str]:
        """Our access key for an agency's bucket."""
        return f"{agency}-key", f"{agency}-secret"

    def admin(self) -> Any:
        """The store as its administrator sees it."""
        return s3fs.S3FileSystem(
            key=_ADMIN,
            secret=_ADMIN,
            endpoint_url=self.endpoint,
            skip_instance_cache=True,
            use_listings_cache=False,
        )

    def put(self, agency: str, name: str, content: bytes) -> None:
        """Put a file into an agency's drop."""
        self.admin().pipe_file(f"{agency}-exchange/drop/{name}", content)


@contextmanager
def s3_store(folder: Path, agencies: Sequence[str]) -> Iterator[S3]:
    """A store with a bucket and a key of ours for each agency, until the block ends."""
    data = folder / "data"
    data.mkdir(parents=True)
    keys = folder / "s3.json"
    keys.write_text(json.dumps({"identities": [_identity(a) for a in agencies] + [
        _identity(_ADMIN)
    ]}))  # fmt: skip
    master, volume, filer, s3, *rpc, metrics = free_ports(9)
    program = Path(sys.executable).with_name("weed")
    log = folder / "weed.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [
                *(str(program), "server", f"-dir={data}", "-filer", "-s3"),
                *(f"-ip={LOOPBACK}", f"-ip.bind={LOOPBACK}", "-master.telemetry=false"),
                *(f"-master.port={master}", f"-master.port.grpc={rpc[0]}"),
                *(f"-volume.port={volume}", f"-volume.port.grpc={rpc[1]}"),
                *(f"-filer.port={filer}", f"-filer.port.grpc={rpc[2]}"),
                *(f"-s3.port={s3}", f"-s3.port.grpc={rpc[3]}", "-s3.port.iceberg=0"),
                "-s3.port.lance=0",
                *(f"-s3.config={keys}", f"-metricsPort={metrics}"),
                f"-filer.localSocket={folder}/filer.sock",
                f"-s3.localSocket={folder}/s3.sock",
            ],
            stdout=said,
            stderr=said,
            cwd=folder,
        )
    store = S3(f"http://{LOOPBACK}:{s3}")
    try:
        wait_for(s3, process, log)
        for agency in agencies:
            _make_bucket(store, f"{agency}-exchange")
        yield store
    finally:
        # Nothing of it is needed again, and it takes ten seconds to end in order.
        process.kill()
        process.wait()
        shutil.rmtree(data, ignore_errors=True)


def _identity(name: str) -> dict[str, Any]:
    if name == _ADMIN:
        key, secret, actions = _ADMIN, _ADMIN, ["Admin", "Read", "List", "Write"]
    else:
        key, secret = f"{name}-key", f"{name}-secret"
        actions = [f"{action}:{name}-exchange" for action in ("Read", "List", "Write")]
    credentials = [{"accessKey": key, "secretKey": secret}]
    return {"name": name, "credentials": credentials, "actions": actions}


def _make_bucket(store: S3, name: str) -> None:
    """Make a bucket; the store answers some time before it can."""
    give_up = time.monotonic() + 60
    while True:
        try:
            return store.admin().mkdir(name)
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.2)
