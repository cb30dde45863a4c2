# Two commands on a fresh machine with Python 3.11 and make: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
BOARD = demo-board
SOURCES := $(shell find extract schemas datasets -type f -not -name '*.pyc') pyproject.toml MANIFEST.in README.md

.PHONY: demo test lint benchmark dataset-check clean

$(VENV)/.locked: requirements.lock
	@echo "== installing the locked dependencies into $(VENV)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.locked $(SOURCES)
	@echo "== building and installing the wheel"
	@rm -rf build dist
	@$(BIN)/python -m build -q --wheel --no-isolation
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --force-reinstall dist/claimboard-*.whl
	@touch $@

demo: $(VENV)/.installed
	@echo "== a board from the 30 papers of the sample"
	@$(BIN)/claimboard build datasets/sample/papers.jsonl --out $(BOARD)
	@echo "== is it valid?"
	@$(BIN)/claimboard validate $(BOARD)
	@echo "== who leads on HarborQA?"
	@$(BIN)/claimboard leaderboard HarborQA --data $(BOARD)
	@echo "== claims by kind, in SQL"
	@$(BIN)/claimboard query "SELECT kind, count(*) AS claims, count(DISTINCT doc_id) AS papers FROM claims GROUP BY kind ORDER BY claims DESC" --data $(BOARD) --format table

test: $(VENV)/.installed
	@$(BIN)/python -m pytest tests

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

dataset-check: $(VENV)/.installed
	@rm -rf build/check && mkdir -p build/check
	@$(BIN)/claimboard build datasets/sample/papers.jsonl --out build/check/a
	@$(BIN)/claimboard build datasets/sample/papers.jsonl --out build/check/b
	diff -r build/check/a build/check/b
	$(BIN)/claimboard validate build/check/a
	@echo "== the sample against its gold, and what changed since the claims of the last release"
	@$(BIN)/claimboard evaluate datasets/sample/gold.jsonl --documents datasets/sample/papers.jsonl --against datasets/sample/claims.jsonl

benchmark: $(VENV)/.installed
	@test -x .venv-benchmark/bin/python || $(PYTHON) -m venv .venv-benchmark
	@.venv-benchmark/bin/python -m pip install -q --disable-pip-version-check -r requirements.lock -r requirements-benchmark.txt
	@.venv-benchmark/bin/python -m pip install -q --disable-pip-version-check --no-deps --force-reinstall dist/claimboard-*.whl
	@.venv-benchmark/bin/python benchmarks/throughput.py

clean:
	rm -rf build dist $(BOARD) $(VENV) .venv-benchmark *.egg-info
