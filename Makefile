# make run, make test, make venv: from any state of the checkout. PYTHON names the interpreter (3.11 or newer).

PYTHON ?= python3
BIN := .venv/bin
# Two more than there are processors: the tests of the whole wait for processes of their own.
TESTERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 2)

.PHONY: run test venv ui clean

run: venv
	@$(BIN)/digest demo

test: venv
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest --numprocesses $(TESTERS) --dist loadfile --no-loadscope-reorder

ui: venv
	@$(BIN)/digest ui

venv: .venv/installed

# Made anew when the lock or the project file changed; a half-made environment never counts as one.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@rm -f $@
	@$(PYTHON) -m venv --clear .venv
	@echo "installing the locked packages into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv .digest
