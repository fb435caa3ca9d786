"""What the data mean: framework, periods, codes, extracts, rules, issues, errors.

Belongs here: every declaration that says what a word, a code, a column or a table
means and whether it holds. Does not belong here: anything that computes a figure,
opens a file, or knows DuckDB, Word or Prefect.
"""
