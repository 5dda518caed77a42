# `make run` and `make test` need Python 3.11 or 3.13 and make, nothing else.
PYTHON ?= python3
PORT ?= 7860
VENV := .venv
BIN := $(VENV)/bin
SOURCES := ingest corpus assistant ui evals tests

.PHONY: run test pytest test-long lint bench pins clean

run: $(VENV)/.run
	$(BIN)/python -m ingest
	$(BIN)/python -m ui --port $(PORT)

test: lint pytest

# The order is that of tests/conftest.py.
pytest: $(VENV)/.dev
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# What `make test` does in short: many more kills, updates and questions; steps of two trainings.
test-long: $(VENV)/.dev
	TEST_LONG=1 HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -q --timeout 7200 -m "long or not long" tests/long tests/evals/test_run.py tests/evals/test_reader.py tests/evals/test_resolver.py tests/assistant/test_answers.py tests/assistant/test_gate.py tests/assistant/asking/test_hostile.py

lint: $(VENV)/.dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.dev
	HF_HUB_OFFLINE=1 $(BIN)/python -m evals.bench $(wildcard ../shared/kits/*.txt)
	$(BIN)/python -m evals.bench --stores 30000

# torch comes first, from its range: its builds differ by machine. The rest is pinned.
$(VENV)/.run: requirements.txt
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet 'torch>=2.6,<3'
	$(BIN)/python -m pip install --quiet --no-deps -r requirements.txt
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps -r requirements-dev.txt
	touch $@

# Remake both pin files from the direct dependencies of pyproject.toml (uv comes with .dev).
pins: $(VENV)/.dev
	PATH=$(BIN):$$PATH $(PYTHON) -m evals.pins

clean:
	rm -rf $(VENV)
