# Everything runs in .venv. The first target you run creates it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
ARGS ?=

.PHONY: demo test check format messages bench chaos fuzz clean help

help:
	@echo "make demo    try Pacer in your browser, without Slack"
	@echo "make test    all tests          make check   lint, types, import order, migrations"
	@echo "make bench   benchmarks         make chaos   long reliability tests    make fuzz   long parsing test"
	@echo "make messages   update the translation catalogues from the code"

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Pacer needs Python 3.11 or later, but this is " + sys.version.split()[0] + ". Use another: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing dependencies into .venv (once, about a minute) ..."
	@rm -f .venv/.failed; { $(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --require-hashes \
	    -r requirements.txt || touch .venv/.failed; } \
	  | awk '/^Collecting/ { printf "  %3d  %s\n", ++n, $$2; fflush() } /^Installing/ { print "  unpacking them ..."; fflush() }'
	@test ! -e .venv/.failed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e '.[dev]'
	@touch $(READY)

demo: $(READY)
	@exec $(BIN)/pacer demo $(ARGS)

test: $(READY)
	@$(BIN)/python -m pytest -n 4 --dist worksteal $(ARGS)

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m storage.migrate check

format: $(READY)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: $(READY)
	@$(BIN)/python -m bot.core.words.translations update

bench: $(READY)
	@$(BIN)/python -m benchmarks $(ARGS)

chaos: $(READY)
	@$(BIN)/python -m pytest -m chaos $(ARGS)

fuzz: $(READY)
	@$(BIN)/python -m tests.bot.log.fuzz --cases 1000000 $(ARGS)

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
