"""The registry of logical cells: indicator, breakdown, category, period and version.

Tables, charts, sentences, percentages and medians all show the same cells; what ties
cells together is stated here as linear facts, over categories, indicators, periods and
releases. What belongs here: what a figure shows and what follows from it. What does
not: how a pattern is found (`suppression`), or whether it holds (`audit`).
"""
