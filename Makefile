# `make report` and `make test` do all their own set-up. Needed: Python 3.11, 3.12 or
# 3.13 with its venv module, and make. Paths here are relative, so that a clone may lie
# anywhere, in a folder with spaces too.
#
#   make report PYTHON=python3.12     another interpreter than the first suitable one
#   make test ARGS="-k period -x"     more arguments for pytest

PYTHON ?=
ARGS ?=
WORKERS ?= 2

BIN = .venv/bin
PACKAGES = flows schemas transforms report_templates

.DEFAULT_GOAL = help
.NOTPARALLEL:
.PHONY: help report test test-all lint format lock clean set-up

help: ## what can be typed here
	@sed -n 's/^\([a-z-]*\):.*## /make \1|/p' Makefile | awk -F'|' '{printf "%-15s %s\n", $$1, $$2}'

report: set-up ## twelve synthetic quarters, ending with the newest quarter's Word report
	@$(BIN)/icpc demo

test: set-up ## everything that needs nothing but Python
	@$(BIN)/python -m pytest -m "not real" -n $(WORKERS) --dist loadfile $(ARGS)
	@echo "Left out: the tests marked real, which need a real server or tool (a Prefect server, LibreOffice, ...). make test-all adds them."

test-all: test ## the same, then the tests that need real servers and tools
	@$(BIN)/python -m pytest -m real $(ARGS)

lint: set-up ## format, rules, types, imports between packages, what lies in data/
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@.ci/check-data

format: set-up ## lay the code out and mend what can be mended by rule
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: ## write requirements/ again (UPGRADE=1: newest versions that fit)
	@UPGRADE="$(UPGRADE)" requirements/lock "$(or $(PYTHON),python3)"

clean: ## remove what make made: .venv, demo-home, caches
	rm -rf .venv demo-home build dist *.egg-info
	rm -rf .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

set-up:
	@requirements/set-up "$(PYTHON)"
