# Everything a developer or an operator of the demo calls. `make help` lists it.
# Needs GNU Make, Python 3.11 or newer with pip; everything else is installed into .venv.

PORT ?= 8000
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
endif
ifeq ($(PYTHON),)
$(error Viceversa needs Python 3.11 or newer; none was found. Name one: make PYTHON=/path/to/python3)
endif
VENV := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: run test check fix reset css messages screenshots a11y bench faults help ready ready-dev

run: ## Start the whole product with its demo company: make run PORT=8000 (SMALL=1: fewer pairs)
	@$(PYTHON) -m tools.port "$(PORT)"
	@$(PYTHON) -m tools.bootstrap
	@exec $(VENV) -m tools.run --port "$(PORT)"$(if $(SMALL), --small)

test: ready-dev ## Run every check and the whole test suite, on SQLite and on PostgreSQL
	@exec $(VENV) -m tools.test

check: ready-dev ## Run the checks that read the code, without the test suite
	@exec $(VENV) -m tools.test --only checks

fix: ready-dev ## Mend and format the code as far as tools can
	@exec $(VENV) -m tools.test --only fixes

reset: ## Forget the demo's data, so that the next `make run` starts over
	@$(PYTHON) -m tools.reset

css: ## Compile the theme from assets/ (the only thing that needs Node)
	@PYTHON="$(PYTHON)" bash assets/build.sh

messages: ready ## Collect and compile the texts for translation (needs gettext)
	@exec $(VENV) -m tools.messages

screenshots: ready-dev ## Take pictures of the running demo's pages into docs/screenshots
	@exec $(VENV) -m tools.screenshots --port "$(PORT)"

a11y: ready-dev ## Run axe over the pages in a real browser, in every theme and width
	@A11Y=all exec $(VENV) -m pytest -m a11y

bench: ready-dev ## Measure speed: every benchmark in benchmarks/, each beside its yardstick
	@exec $(VENV) -m tools.bench

faults: ready-dev ## Kill processes and servers for a long time and count what is lost (tests/faults)
	@FAULTS=long exec $(VENV) -m pytest tests/faults --hypothesis-profile=long

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

ready:
	@$(PYTHON) -m tools.bootstrap

ready-dev:
	@$(PYTHON) -m tools.bootstrap --dev
