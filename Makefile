# One task file. `make demo` and `make test` do all set-up that they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export PYTHONHASHSEED ?= 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint fmt docs build lock clean

demo: $(STAMP)  ## build the graph, validate it, and answer the first question with its evidence
	$(BIN)/hograph demo

test: $(STAMP)  ## linters, types and all tests
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n auto

lint: $(STAMP)  ## ruff, mypy strict, and data files in canonical form
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/hograph fmt --check

fmt: $(STAMP)  ## rewrite code and data files in canonical form
	$(BIN)/ruff check --fix src tests benchmarks
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/hograph fmt

docs: $(STAMP)  ## write docs/questions.md anew from the queries and their answers
	$(BIN)/hograph queries --format md > docs/.questions.md
	mv docs/.questions.md docs/questions.md

build: $(STAMP)  ## compile everything into build/
	$(BIN)/hograph build

lock: $(STAMP)  ## lock the newest versions that pyproject.toml allows, with hashes
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra hermit --extra draw --extra link --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements.lock

clean:  ## remove everything that was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hograph needs Python 3.11 or newer; '$(PYTHON)' is older. Run: make PYTHON=python3.11" >&2; exit 2; }
	@echo "Setting up $(VENV) from requirements-dev.lock ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP)
