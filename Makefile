# Needs git, make and Python 3.11 or newer; everything else is set up in .venv from the locks.

ARTICLES = corpus
OUT = annotations
GOLD =
DATA =
DEV =
DEV_ARTICLES =
FORMAT = csv
BY = uncertainty
LIMIT =
REVIEW = detente
PORT = 8000
TEXT =
SAVE =
AGAINST =
PYTHON ?=

# Only what was given.
GOLD_SET = $(if $(GOLD),--gold "$$GOLD" --articles "$$ARTICLES")
DEV_SET = $(if $(DEV),--dev "$$DEV" --dev-articles "$$DEV_ARTICLES")
# The model that the last training replaced.
BEFORE = $(if $(GOLD),$(if $(wildcard models-previous/stances.skops),--against models-previous))
OUT_FILE := $(if $(filter-out file,$(origin OUT)),--out "$$OUT")

# Values reach the recipes through the environment, as they were typed: blanks, quotes and
# dollar signs included.
override ARTICLES := $(value ARTICLES)
override OUT := $(value OUT)
override GOLD := $(value GOLD)
override DATA := $(value DATA)
override DEV := $(value DEV)
override DEV_ARTICLES := $(value DEV_ARTICLES)
override FORMAT := $(value FORMAT)
override BY := $(value BY)
override LIMIT := $(value LIMIT)
override REVIEW := $(value REVIEW)
override PORT := $(value PORT)
override TEXT := $(value TEXT)
override SAVE := $(value SAVE)
override AGAINST := $(value AGAINST)
export ARTICLES OUT GOLD DATA DEV DEV_ARTICLES FORMAT BY LIMIT REVIEW PORT TEXT SAVE AGAINST PYTHON

DETENTE := .venv/bin/python -m detente
PIP := .venv/bin/python -m pip --quiet --disable-pip-version-check
# A stamp is named after what it was installed from, so that neither time stamps nor an
# interrupted set-up can pass for an installation.
RUNTIME := .venv/runtime-$(shell { pwd; cat requirements/runtime.txt; } | cksum | cut -d ' ' -f 1)
PROJECT := $(RUNTIME)-$(shell cksum < pyproject.toml | cut -d ' ' -f 1)
TOOLS := $(RUNTIME)-dev-$(shell cksum < requirements/dev.txt | cut -d ' ' -f 1)
COMPILE := .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

# For train-encoder alone.
ENCODER := .venv-encoder/made-$(shell cat requirements/runtime.txt requirements/encoder.in pyproject.toml | cksum | cut -d ' ' -f 1)

.PHONY: help setup extract explain report export doccano review-push review-pull review-status \
	review-agreement train train-encoder evaluate schema test check lock licences bench clean

help: ## show this list (the default)
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F '|' '{ printf "%-22s %s\n", $$1, $$2 }'

setup: $(PROJECT) ## set up .venv; the other verbs do so by themselves

extract: $(PROJECT) ## annotate ARTICLES=corpus into OUT=annotations
	@$(DETENTE) extract --out "$$OUT" -- "$$ARTICLES"

explain: $(PROJECT) ## show why a sentence got its stances: TEXT="..."
	@$(DETENTE) explain -- "$$TEXT"

report: $(PROJECT) ## write OUT/report.html, a page to look at and mail around
	@$(DETENTE) report --in "$$OUT" --articles "$$ARTICLES"

export: $(PROJECT) ## write the stances for other tools: FORMAT=csv OUT=
	@$(DETENTE) export --articles "$$ARTICLES" $(OUT_FILE) -- "$$FORMAT"

doccano: $(PROJECT) ## run a local doccano server for the review: PORT=8000
	@$(DETENTE) review serve --port "$$PORT"

review-push: $(PROJECT) ## send sentences to doccano: BY=uncertainty LIMIT= REVIEW=detente
	@$(DETENTE) review push --in "$$OUT" --project "$$REVIEW" --by "$$BY" $(if $(LIMIT),--limit "$$LIMIT")

review-pull: $(PROJECT) ## bring reviewed sentences back into OUT/reviewed.jsonl
	@$(DETENTE) review pull --in "$$OUT" --project "$$REVIEW"

review-status: $(PROJECT) ## say how far the review is
	@$(DETENTE) review status --in "$$OUT" --project "$$REVIEW"

review-agreement: $(PROJECT) ## compare the reviewers
	@$(DETENTE) review agreement --in "$$OUT"

train: $(PROJECT) ## fit the stance model: GOLD= ARTICLES= DEV= DEV_ARTICLES=
	@$(DETENTE) train $(GOLD_SET) $(DEV_SET)

train-encoder: $(ENCODER) ## train the encoder anew, for hours: GOLD= ARTICLES= DATA=
	@.venv-encoder/bin/python -m detente train-encoder $(GOLD_SET) $(if $(DATA),--data "$$DATA")

evaluate: $(PROJECT) ## score against gold, beside the model before: GOLD= ARTICLES=
	@$(DETENTE) evaluate $(GOLD_SET) $(BEFORE)

schema: $(PROJECT) ## write the JSON Schemas of the record format
	@$(DETENTE) schema --out pipeline/detente/records/schema

test: $(PROJECT) $(TOOLS) ## run the tests
	@.venv/bin/python -m pytest

check: $(PROJECT) $(TOOLS) ## lint, check the format and the types
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m ruff format --check
	@.venv/bin/python -m mypy

lock: $(PROJECT) $(TOOLS) ## lock the newest versions of everything
	@$(COMPILE) pyproject.toml requirements/runtime.in requirements/dev.in -o requirements/dev.txt
	@$(COMPILE) pyproject.toml requirements/runtime.in -c requirements/dev.txt -o requirements/runtime.txt
	@$(COMPILE) --override requirements/overrides.txt requirements/review.in -o requirements/review.txt
	@$(COMPILE) --override requirements/overrides.txt requirements/doccano.in -o requirements/doccano.txt
	@$(COMPILE) --override requirements/overrides.txt requirements/label-studio.in -o requirements/label-studio.txt

licences: $(PROJECT) $(TOOLS) ## list the licences of all that is installed into docs/licences.md
	@.venv/bin/pip-licenses --with-system --no-version --format markdown --output-file docs/licences.md \
		--packages $$(sed -n 's/^\([^ =]*\)==.*/\1/p' requirements/runtime.txt) > /dev/null
	@printf '\n%s\n' "The metadata of skops names none; its licence file is MIT." >> docs/licences.md

bench: $(PROJECT) ## measure speed, cost by stage and memory: SAVE= AGAINST=
	@$(DETENTE) bench $(if $(SAVE),--save "$$SAVE") $(if $(AGAINST),--against "$$AGAINST")

clean: ## remove .venv and caches; annotations and models stay
	@rm -rf .venv .venv-* checkpoints .pytest_cache .mypy_cache .ruff_cache .hypothesis dist

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

$(TOOLS): $(RUNTIME)
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(ENCODER): $(PROJECT)
	@echo "Setting up .venv-encoder, once; this takes some minutes." >&2
	@.venv/bin/python -m venv --clear .venv-encoder
	@.venv-encoder/bin/python -m pip --quiet install --require-hashes -r requirements/runtime.txt
	@.venv-encoder/bin/python -m pip --quiet install -r requirements/encoder.in
	@.venv-encoder/bin/python -m pip --quiet install --no-deps --no-build-isolation -e .
	@touch $@
