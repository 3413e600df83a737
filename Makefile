# Casebook's commands. `make run` and `make test` do all their own set-up; `make` alone lists the targets.

# The first Python that is new enough; PYTHON=… overrides. Paths are relative, so the clone may lie anywhere.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
IN_VENV := $(VENV)/bin/python
GOLD ?= ../shared/gold/dev.jsonl

.DEFAULT_GOAL := help
.PHONY: help setup run test lint evaluate evaluate-search bench bench-search

help:
	@echo 'make setup      make the environment in $(VENV) and install what Casebook needs'
	@echo 'make run        set up, start Casebook on http://localhost:8000 (PORT=…) and crawl; Ctrl-C stops it'
	@echo 'make test       set up and run the tests (ARGS=… goes to pytest)'
	@echo 'make lint       ruff, mypy --strict and the import rules'
	@echo 'make evaluate   how good extraction is, against a labelled file (GOLD=…), and search on real announcements'
	@echo 'make evaluate-search   the second alone'
	@echo 'make bench      how fast it is'
	@echo 'make bench-search  how fast searching 250,000 announcements is, against PostgreSQL and SQLite (takes long)'

# An environment is ready for one requirements file; a changed file makes it anew.
define install
	@test -n '$(PYTHON)' || { \
		echo 'Casebook needs Python 3.11 to 3.14, and there is none on the PATH: install one, or name it: make PYTHON=/path/to/python3.' >&2; exit 2; }
	@free=$$(df -Pk . | awk 'NR == 2 { print int($$4 / 1024) }'); test "$$free" -ge 1500 || { \
		echo "The disk of this folder is full: setting up needs 1,500 MB and $$free MB are free." >&2; exit 2; }
	@test -x $(IN_VENV) && $(IN_VENV) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { \
		echo 'Python could not make an environment; on Debian and Ubuntu: apt install python3-venv.' >&2; exit 2; }
	@echo 'Installing into $(VENV); the first time takes a minute or two.'
	@$(IN_VENV) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r $(1) || { \
		echo 'The packages could not be installed; the reason is above. Run the same command again to go on.' >&2; exit 2; }
	@touch $(2)
endef

$(VENV)/run.ready: requirements.txt
	$(call install,requirements.txt,$@)

$(VENV)/test.ready: tests/requirements.txt
	$(call install,tests/requirements.txt,$@)

# Pages are tested in a real browser. Where there is none and none can be installed, those tests are skipped.
define browser
	@for name in chromium chromium-browser google-chrome; do command -v "$$name" >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo 'Installing Chromium, for the tests of pages.'; \
		apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
			apt-get -qq -y install --no-install-recommends chromium fonts-dejavu-core >/dev/null 2>&1 && exit 0; \
	fi; \
	echo 'There is no Chromium here, so the tests of pages in a browser are skipped; on Debian and Ubuntu: apt install chromium.'
endef

setup: $(VENV)/run.ready

run: $(VENV)/run.ready
	@exec $(IN_VENV) manage.py run

test: $(VENV)/test.ready
	$(call browser)
	@$(IN_VENV) -m pytest -n auto $(ARGS)

lint: $(VENV)/test.ready
	@$(IN_VENV) -m ruff check .
	@$(IN_VENV) -m ruff format --check .
	@$(IN_VENV) -m mypy
	@$(IN_VENV) -m pytest tests/test_architecture.py

evaluate: $(VENV)/test.ready
	@$(IN_VENV) -m nlp evaluate --baseline "$(GOLD)"
	@$(IN_VENV) -m tests.relevance

evaluate-search: $(VENV)/test.ready
	@$(IN_VENV) -m tests.relevance

bench: $(VENV)/test.ready
	@$(IN_VENV) -m tests.bench

bench-search: $(VENV)/test.ready
	@$(IN_VENV) -m tests.bench.search_all
