# make build and make test set up all they need: Python 3.11 or newer, make, git and the package index are enough.
# Another Python than python3: make build PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.complete
PAGE := scripts/claimpack/site
LIBRARIES := $(PAGE)/vendor/libraries.json

.PHONY: build test test-tools bench bench-peers site lint format lock clean

build: $(STAMP)
	$(RUN) -m claimpack build

test: $(STAMP)
	$(RUN) -m pytest -n auto

# What asks other programs: R with jsonlite and readr, LibreOffice, sqlite3, Datasette, mlcroissant, Chromium. It prints what they say.
test-tools: $(STAMP) $(LIBRARIES)
	$(RUN) -m pytest -m tools -s

bench: $(STAMP)
	$(RUN) tests/bench.py

# What the extraction is measured beside and no lock has; make bench goes through without them, too.
bench-peers:
	rm -rf build/peers
	$(PYTHON) -m venv build/peers
	build/peers/bin/python -m pip install --quiet --disable-pip-version-check -r tests/bench_peers.txt

# The page of datapackage/, in build/site.
site: $(STAMP) $(LIBRARIES)
	$(RUN) -m claimpack site --out build/site

# The libraries of the page: npm installs what the lock pins, each package checked against its hash, and runs nothing
# of it; then the files that the page uses are copied into the package, where a wheel takes them from.
$(LIBRARIES): $(PAGE)/npm/package.json $(PAGE)/npm/package-lock.json | $(STAMP)
	@command -v npm >/dev/null || { \
		echo "make: there is no npm. The page's libraries come from its registry: install Node.js 18 or newer, with npm." >&2; exit 1; }
	rm -rf build/npm $(PAGE)/vendor
	mkdir -p build
	cp -R $(PAGE)/npm build/npm
	npm ci --prefix build/npm --ignore-scripts --no-audit --no-fund --loglevel=error
	$(RUN) -c 'from pathlib import Path; from claimpack.site.libraries import collect; collect(Path("build/npm/node_modules"), Path("$(PAGE)/vendor"))'

lint: $(STAMP)
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check

format: $(STAMP)
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

# The locked versions, each checked against its hash, then the package itself from this folder.
$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
		echo "make: there is no $(PYTHON). claimpack needs Python 3.11 or newer; name yours: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "make: $(PYTHON) is `$(PYTHON) --version 2>&1`. claimpack needs Python 3.11 or newer; name yours: make PYTHON=python3.12" >&2; exit 1; }
	rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { \
		echo "make: $(PYTHON) cannot make a virtual environment (on Debian and Ubuntu: apt install python3-venv)" >&2; rm -rf $(VENV); exit 1; }
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	$(RUN) -m compileall -q scripts/claimpack
	@touch $@

# Keeps the versions that the lock has where pyproject.toml allows them; newest ones: make lock UPGRADE=--upgrade
lock:
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/lock/bin/uv pip compile --no-config --quiet $(UPGRADE) --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --extra test --group dev \
		--output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) $(PAGE)/vendor build dist .pytest_cache .ruff_cache .hypothesis
