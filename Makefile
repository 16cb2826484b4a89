# The commands for people and for CI.  Everything is installed into .venv, from PyPI only.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test bench fmt venv clean

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("onrecord needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@echo "Setting up an environment in $(VENV) and installing packages; this takes a minute or more."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

venv: $(VENV)/.ready

## Keep the bundled sample pages in a store and show who said what.
demo: venv
	mkdir -p build
	rm -f build/sample.db build/sample.db-*
	$(BIN)/python examples/demo.py build/sample.db

## Format, lint, types and tests: what CI runs.
test: venv
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

## Quality and speed against other extractors, on the development data beside the project.
bench: venv
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	$(BIN)/python benchmarks/extraction.py

fmt: venv
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
