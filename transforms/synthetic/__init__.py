"""Synthetic extracts, as the six agencies would send them, and reference tables.

Belongs here: a made-up area in which children, cases and staff run over quarters, what
each agency would know of it, and how its files look. Nothing in it is or was taken from
a record about anybody. Does not belong here: reading or checking extracts, and anything
that a report is made with.
"""

from transforms.synthetic.samples import write_reference, write_samples

__all__ = ["write_reference", "write_samples"]
