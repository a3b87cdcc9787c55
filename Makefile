# Each target does its own set-up: a `.venv` in the checkout, filled again only when pyproject.toml changed.
#   make demo      run a policy that comes with the project
#   make test      everything that has to hold
#   make lint      only the checks that read the code
#   make format    put code and policies into the one form they have
#   make docs      the documentation, in docs/_build/html
#   make bench     how fast, against what
#   make cases     results of textbooks at full width, which takes minutes
#   make runs      ten thousand random runs, and every wake of every sample, which takes minutes
#   make torture   a thousand kills of a runner and its backends, which takes half an hour
#   make long      a journal of a million signals, and half an hour of steady load
#   make coverage  which lines no test runs

PYTHON ?= python3
BIN := .venv/bin
POLICIES := $(sort $(wildcard policies/*.kanban))
DEMO := policies/line_side_kanban.kanban
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test services lint format docs bench cases runs torture long coverage
.DELETE_ON_ERROR:

demo: .venv/core
	$(BIN)/kanban dry-run $(DEMO)
	$(BIN)/kanban test $(DEMO)

# The tests come last, so that the last line says how many passed.
test: services lint docs
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

# A real MQTT broker and a real PostgreSQL are part of the tests. They are no part of Python: whoever may install them here, does.
services:
	@test -n "$$(command -v mosquitto || ls /usr/sbin/mosquitto 2> /dev/null)" -a -n "$$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2> /dev/null)" \
	  || { test "$$(id -u)" = 0 && apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends mosquitto postgresql; } \
	  || { echo "the tests need the MQTT broker Mosquitto and PostgreSQL: apt-get install mosquitto postgresql, or brew install mosquitto postgresql"; exit 1; }

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kanban fmt --check $(POLICIES)

format: .venv/dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/kanban fmt $(POLICIES)

docs: .venv/dev
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html
	@echo "documentation: docs/_build/html/index.html"

bench: .venv/dev
	$(BIN)/python -m benchmarks

cases: .venv/dev
	$(BIN)/python tests/cases/textbook.py

runs: .venv/dev
	$(BIN)/python tests/engine/campaign.py
	$(BIN)/pytest -n 2 --whole tests/prove/test_wakes.py

torture: .venv/dev
	$(BIN)/python tests/live/torture.py
	$(BIN)/python tests/live/tryton_torture.py

long: .venv/dev
	$(BIN)/python tests/live/long_journal.py
	$(BIN)/python tests/live/steady.py

coverage: .venv/dev
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine
	$(BIN)/coverage report

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "kanbanlang needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

# A dry run needs only the light core.
.venv/core: pyproject.toml | .venv/python
	$(PIP) --editable '.[live]'
	@touch $@

.venv/dev: pyproject.toml | .venv/python
	$(PIP) --editable '.[dev]'
	@touch .venv/core $@
