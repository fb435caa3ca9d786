"""Agency references to the committee's own keys, before anything is stored.

The store never holds what an agency sent: each reference is replaced by an
HMAC-SHA-256 (RFC 2104, FIPS 198-1) of it under the committee's secret, together with
the kind of thing it names, so that the same child links across agencies and years and a
key can't be turned back without the secret.
"""

from __future__ import annotations

import hashlib
import hmac

import pandas as pd

from schemas.extract import Column, Extract, Kind

_KEY_BYTES = 16
"""128 bits: two of a billion references meet with a chance below one in 10^20."""


def rekeyed(
    extract: Extract, rows: pd.DataFrame, *, agency: str, key: bytes
) -> pd.DataFrame:
    """The rows with every reference replaced by its key, as 32 hexadecimal digits."""
    replaced = rows.copy()
    for column in extract.columns:
        if column.kind is Kind.REF:
            domain = _domain(column, agency)
            refs = rows[column.name]
            keys = {ref: _key_of(ref, domain, key) for ref in refs.dropna().unique()}
            replaced[column.name] = refs.map(keys).astype("str")
    return replaced


def _domain(column: Column, agency: str) -> str:
    return f"{column.ref_kind}:{agency}" if column.within_agency else column.ref_kind


def _key_of(ref: str, domain: str, key: bytes) -> str:
    message = f"{domain}\x00{ref}".encode()
    return hmac.new(key, message, hashlib.sha256).digest()[:_KEY_BYTES].hex()
