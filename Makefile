# Two commands do everything: `make map ARTICLE=...` and `make test`.

PYTHON ?= python3
OUT ?= output
ARTICLE ?= maps/articles/aras-crossings.txt

BIN := .venv/bin
STAMP := .venv/.installed

# The recipes read these from the environment: no article's name is pasted into a shell line.
# As written, for make would read a $ in a name as its own.
override ARTICLE := $(value ARTICLE)
override OUT := $(value OUT)
export ARTICLE OUT

.PHONY: help setup map test lint types imports pytest system-packages gallery bench lock clean

help:
	@echo "make map ARTICLE=path-or-URL   map an article into $(OUT)/ (sets itself up)"
	@echo "make test                      run every check (sets itself up)"
	@echo "make setup                     make .venv with the program in it"
	@echo "make gallery                   make the maps of maps/articles again"
	@echo "make bench                     measure speed and size"
	@echo "make lock                      pin the dependencies of pyproject.toml again (needs uv)"

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; name one with PYTHON=python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "$(PYTHON) lacks the venv module; on Debian and Ubuntu install python3-venv." >&2; exit 1; }
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

map: setup
	@$(BIN)/mapper map -o "$$OUT" -- "$$ARTICLE"

test: lint types imports pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

pytest: setup system-packages
	$(BIN)/pytest

# Chromium proves that the maps work, QGIS that the GIS files do; Debian and Ubuntu get them here.
system-packages:
	@.ci/system-packages chromium chromium-driver qgis python3-qgis qgis-providers

gallery: setup
	@$(BIN)/python maps/build.py

bench: setup
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python -P "$$script" || exit 1; done

lock:
	.ci/lock

clean:
	rm -rf .venv output
