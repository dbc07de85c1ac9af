# Needs git, make and Python 3.11 or newer; everything else is set up in .venv from the locks.

ARTICLES = corpus
OUT = annotations
GOLD =
DATA =
TEXT =
PYTHON ?=

# For train and evaluate: only what was given.
GOLD_SET = $(if $(GOLD),--gold "$$GOLD" --articles "$$ARTICLES") $(if $(DATA),--data "$$DATA")

# Values reach the recipes through the environment, as they were typed: blanks, quotes and
# dollar signs included.
override ARTICLES := $(value ARTICLES)
override OUT := $(value OUT)
override GOLD := $(value GOLD)
override DATA := $(value DATA)
override TEXT := $(value TEXT)
export ARTICLES OUT GOLD DATA TEXT PYTHON

DETENTE := .venv/bin/python -m detente
PIP := .venv/bin/python -m pip --quiet --disable-pip-version-check
# A stamp is named after what it was installed from, so that neither time stamps nor an
# interrupted set-up can pass for an installation.
RUNTIME := .venv/runtime-$(shell { pwd; cat requirements/runtime.txt; } | cksum | cut -d ' ' -f 1)
PROJECT := $(RUNTIME)-$(shell cksum < pyproject.toml | cut -d ' ' -f 1)
DEV := $(RUNTIME)-dev-$(shell cksum < requirements/dev.txt | cut -d ' ' -f 1)
COMPILE := .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: help setup extract explain train evaluate schema test check lock clean

help: ## show this list (the default)
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F '|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup: $(PROJECT) ## set up .venv; the other verbs do so by themselves

extract: $(PROJECT) ## annotate ARTICLES=corpus into OUT=annotations
	@$(DETENTE) extract --out "$$OUT" -- "$$ARTICLES"

explain: $(PROJECT) ## show why a sentence got its stances: TEXT="..."
	@$(DETENTE) explain -- "$$TEXT"

train: $(PROJECT) ## fit the stance model: GOLD= ARTICLES= DATA=
	@$(DETENTE) train $(GOLD_SET)

evaluate: $(PROJECT) ## score against gold: GOLD= ARTICLES= DATA=
	@$(DETENTE) evaluate $(GOLD_SET)

schema: $(PROJECT) ## write the JSON Schemas of the record format
	@$(DETENTE) schema --out pipeline/detente/records/schema

test: $(PROJECT) $(DEV) ## run the tests
	@.venv/bin/python -m pytest

check: $(PROJECT) $(DEV) ## lint, check the format and the types
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m ruff format --check
	@.venv/bin/python -m mypy

lock: $(PROJECT) $(DEV) ## lock the newest versions of everything
	@$(COMPILE) pyproject.toml requirements/runtime.in requirements/dev.in -o requirements/dev.txt
	@$(COMPILE) pyproject.toml requirements/runtime.in -c requirements/dev.txt -o requirements/runtime.txt

clean: ## remove .venv and caches; annotations stay
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis dist

$(RUNTIME):
	@python=; \
	if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; \
	else set -- python3.11 python3.12 python3.13 python3.14 python3; fi; \
	for candidate; do \
		if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; \
		then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "No Python 3.11 or newer with venv is here: install one, or name it with PYTHON=..." >&2; \
		exit 2; \
	fi; \
	echo "Setting up .venv, once; this takes some minutes." >&2; \
	"$$python" -m venv --clear .venv
	@$(PIP) install --require-hashes -r requirements/runtime.txt
	@touch $@

$(PROJECT): $(RUNTIME)
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(RUNTIME)
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@
