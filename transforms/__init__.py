"""How it is done: read, check, re-key, store, compute, protect.

Belongs here: pure functions and SQL, and the edges that hold DuckDB and the register.
Does not belong here: Prefect, Word, the network, the clock.
"""
