# Two commands on a bare machine: `make demo` and `make test`. Both set up what they need first.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help setup demo test test-slow test-matrix package bench crash soak fuzz clients lock clean

help:
	@echo "make demo    set up, then run the main job on the example inbox"
	@echo "make test    set up, then check style, types and structure and run all tests"
	@echo "make test-slow  the tests that take minutes"
	@echo "make package    convert the package for Salesforce with its own library (needs node)"
	@echo "make bench   speed, each figure beside its floor"
	@echo "make crash   end workers with kill -9 at any instant, 300 times (KILLS=20 for fewer)"
	@echo "make soak    120,000 small records through the engine, beside a bare graph (RECORDS=1000 or MINUTES=30 for fewer;"
	@echo "             STORE=postgres WORKERS=2; BESIDE=10: the bare graph in each tenth turn of TURN=1000 alone)"
	@echo "make fuzz    look for inputs that break a reader, for five minutes (SECONDS=60 for one)"
	@echo "make clients test the embedded org with jsforce and sf (needs npm and git; fetches them into .clients)"
	@echo "make test-matrix  every error code at every write of the workflow (some ten minutes)"
	@echo "make lock    pin the dependencies anew (needs uv)"
	@echo "make clean   remove the environment and the state"

$(VENV)/.runtime: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up (the first time takes a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@$(BIN)/python -m compileall -q -j 2 $(VENV)/lib workflow agents graphs tools app evals >/dev/null || true
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime

demo: $(VENV)/.runtime
	@$(BIN)/switchyard demo

test: $(VENV)/.development
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto --dist loadfile $(PYTEST)

test-slow: $(VENV)/.development
	@$(BIN)/pytest -m slow -n auto --dist loadfile $(PYTEST)

package:
	@cd salesforce/checks && npm ci --silent --no-audit --no-fund && node check.mjs

bench: $(VENV)/.runtime
	@$(BIN)/switchyard bench

crash: $(VENV)/.development
	@$(BIN)/python tests/crash/run.py --kills $(or $(KILLS),300)

soak: $(VENV)/.development
	@$(BIN)/python tests/soak/run.py --records $(or $(RECORDS),120000) --turn $(or $(TURN),1000) --beside $(or $(BESIDE),1) \
		--store $(or $(STORE),sqlite) --workers $(or $(WORKERS),1) $(if $(MINUTES),--minutes $(MINUTES))

fuzz: $(VENV)/.development
	@$(BIN)/python -c "import atheris" 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check "atheris>=3"
	@$(BIN)/python tests/fuzz/run.py --seconds $(or $(SECONDS),300) $(TARGETS)

clients: $(VENV)/.development
	@tests/clients/fetch $(or $(CLIENTS),$(CURDIR)/.clients)
	@CLIENTS=$(or $(CLIENTS),$(CURDIR)/.clients) $(BIN)/pytest -s -m slow tests/clients

test-matrix: $(VENV)/.development
	@$(BIN)/pytest -s -m slow tests/workflows/test_fault_matrix.py

lock:
	uv pip compile --quiet --generate-hashes --python-version 3.11 --no-annotate --no-header --no-emit-index-url pyproject.toml -o requirements.lock
	uv pip compile --quiet --generate-hashes --python-version 3.11 --no-annotate --no-header --no-emit-index-url --extra dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .switchyard
