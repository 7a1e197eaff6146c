# make build and make test set up all they need: Python 3.11 or newer, make, git and the package index are enough.
# Another Python than python3: make build PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.complete

.PHONY: build test test-tools lint format lock clean

build: $(STAMP)
	$(RUN) -m claimpack build

test: $(STAMP)
	$(RUN) -m pytest -n auto

# What asks other programs: R with jsonlite and readr, LibreOffice, sqlite3, Datasette, mlcroissant. It prints what they say.
test-tools: $(STAMP)
	$(RUN) -m pytest -m tools -s

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
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis
