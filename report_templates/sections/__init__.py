"""Sections of the documents, a module each; none knows another.

Each offers `blocks`, which turns what a report may see into blocks in reading order.
Which sections a document has, and in what order, is said in `documents`.
"""
