"""What the reader sees: definitions and released values, made into documents.

Belongs here: the base document, the look of charts, sections, documents, wording. Does
not belong here: how a figure is computed, the store, Prefect, the clock.
"""
