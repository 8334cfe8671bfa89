# One task file. `make demo` and `make test` do all set-up that they need.
PYTHON ?= python3
VENV := .venv
READERS := .venv-readers
BENCHMARKS := .venv-benchmarks
SIZES ?= 300 3000
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BUILT := src/hograph/serve/static/built/LICENSES.txt
export PYTHONHASHSEED ?= 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo serve site test bench web readers servers lint fmt docs notebooks build lock clean

demo: $(STAMP)  ## build the graph, validate it, and answer the first question with its evidence
	$(BIN)/hograph demo

serve: $(STAMP) web  ## pages, API and SPARQL endpoint at http://127.0.0.1:8000/; MORE="--port 8080 --documents DIR"
	$(BIN)/hograph serve $(MORE)

site: $(STAMP) web  ## the explorer as files in build/site/, for any static host
	$(BIN)/hograph site build/site $(MORE)

test: $(STAMP) web readers servers  ## linters, types and all tests
	$(MAKE) --no-print-directory lint & lint=$$!; \
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder --durations=15 README.md data ontology queries docs tests; failed=$$?; \
	wait $$lint && exit $$failed

bench: $(STAMP) $(BENCHMARKS)/.installed servers  ## time queries, load, build and reasoning beside other engines; SIZES="300 3000 30000 300000 3000000", MORE="--limit 60"
	nice $(BIN)/python benchmarks/bench.py --sizes $(SIZES) $(MORE)

web: $(BUILT)  ## the scripts of the pages, made of web/ with what its lock file names; without npm the pages do without

readers: $(READERS)/.installed  ## the tools that the tests read exports back with, apart from ours

servers: $(STAMP)  ## the SPARQL servers that the tests ask, where they can be had
	$(BIN)/python tests/servers/fetch.py

lint: $(STAMP)  ## ruff, mypy strict, and data files in canonical form
	$(BIN)/ruff check src tests benchmarks docs conftest.py
	$(BIN)/ruff format --check src tests benchmarks docs conftest.py
	$(BIN)/mypy
	$(BIN)/hograph fmt --check

fmt: $(STAMP)  ## rewrite code and data files in canonical form
	$(BIN)/ruff check --fix src tests benchmarks docs conftest.py
	$(BIN)/ruff format src tests benchmarks docs conftest.py
	$(BIN)/hograph fmt

docs: $(STAMP)  ## write anew what is made from the graph, run the notebooks, and make the site in build/docs/
	$(BIN)/hograph queries --format md > docs/.questions.md
	mv docs/.questions.md docs/questions.md
	$(BIN)/hograph export formats --format md > docs/.formats.md
	mv docs/.formats.md docs/formats.md
	$(BIN)/hograph export context --out ontology/context.jsonld
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet -c docs . build/docs
	@echo "build/docs/docs/index.html"

notebooks: $(STAMP)  ## run the notebooks and write them as pages into build/notebooks/
	$(BIN)/jupyter nbconvert --log-level ERROR --execute --to html --output-dir build/notebooks notebooks/*.ipynb
	@echo "build/notebooks: $$(ls build/notebooks/*.html | wc -l) pages"

build: $(STAMP)  ## compile everything into build/
	$(BIN)/hograph build

lock: $(STAMP)  ## lock the newest versions that pyproject.toml allows, with hashes
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --extra cluster --extra draw --extra exports --extra extract --extra hermit --extra link --extra llm --extra mcp --extra notebook --extra serve --extra server --extra spacy --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements.lock
	$(BIN)/uv pip compile --group pyproject.toml:benchmarks --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-benchmarks.lock
	$(BIN)/uv pip compile --group pyproject.toml:readers --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 -o requirements-readers.lock

clean:  ## remove everything that was made
	rm -rf $(VENV) $(READERS) $(BENCHMARKS) build dist web/node_modules $(dir $(BUILT)) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BUILT): web/build.js web/package-lock.json $(wildcard web/src/*.js web/src/*/*.js)
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix web && npm run --silent build --prefix web; else echo "Without npm the pages have no scripts but their own: an editor that is a plain field, pictures that do not move."; fi

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "hograph needs Python 3.11 or newer; '$(PYTHON)' is older. Run: make PYTHON=python3.11" >&2; exit 2; }
	@echo "Setting up $(VENV) from requirements-dev.lock ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP)

$(BENCHMARKS)/.installed: requirements-benchmarks.lock
	@echo "Setting up $(BENCHMARKS) from requirements-benchmarks.lock ..."
	@$(PYTHON) -m venv $(BENCHMARKS)
	@$(BENCHMARKS)/bin/pip install --quiet --require-hashes -r requirements-benchmarks.lock
	@touch $(BENCHMARKS)/.installed

$(READERS)/.installed: requirements-readers.lock tests/rdf12/package-lock.json
	@echo "Setting up $(READERS) from requirements-readers.lock ..."
	@$(PYTHON) -m venv $(READERS)
	@$(READERS)/bin/pip install --quiet --require-hashes -r requirements-readers.lock
	@mkdir -p $(READERS)/node && cp tests/rdf12/package.json tests/rdf12/package-lock.json $(READERS)/node
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix $(READERS)/node; else echo "Without npm the test of RDF 1.2 is skipped."; fi
	@touch $(READERS)/.installed
