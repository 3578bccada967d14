# Everything here works on a fresh machine with Python 3.11+, git and make.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check
ARGS ?=

.PHONY: help run ocr browser dask test eval walk bench fuzz kill lint format lock setup clean replay

help: ## Show this help
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

setup: $(VENV)/.installed-dev ## Make .venv with the pinned and hashed dependencies

run: $(VENV)/.installed ## Crawl the sample portals into archive.db, then serve it (ARGS=--no-serve: do not serve)
	$(VENV)/bin/nianbao demo $(ARGS)

ocr: $(VENV)/.installed ## Add the extra that reads scanned pages (340 MB; the models are in it)
	$(PIP) install --quiet --no-deps --require-hashes -r requirements-ocr.lock

browser: $(VENV)/.installed ## Add the extra for portals whose lists only a browser shows (it takes the system's Chromium)
	$(PIP) install --quiet --no-deps --require-hashes -r requirements-browser.lock

dask: $(VENV)/.installed ## Add the extra that hands portals and readings to several machines (35 MB)
	$(PIP) install --quiet --no-deps --require-hashes -r requirements-dask.lock

test: $(VENV)/.installed-dev ## Run all tests (ARGS is handed to pytest); as root it also installs .ci/system-packages
	@.ci/system-packages
	$(VENV)/bin/python -m pytest $(ARGS)

eval: $(VENV)/.installed-dev ## Cells, facts and checks of every report read by eye, in every carrier
	@.ci/system-packages
	$(VENV)/bin/python tests/parse/evaluation.py

walk: $(VENV)/.installed-dev ## Every sample portal: reports expected and found, requests made and needed, manners
	$(VENV)/bin/python tests/spiders/walking.py $(ARGS)

bench: $(VENV)/.installed-dev ## Speed and memory by carrier against floors of the same run (bench/README.md)
	@kept=0; \
	$(VENV)/bin/python bench/parse.py $(ARGS) || kept=1; \
	$(VENV)/bin/python bench/archive.py || kept=1; \
	$(VENV)/bin/python bench/crawl.py || kept=1; \
	exit $$kept

fuzz: $(VENV)/.installed-fuzz ## 10,000 damaged real documents, then a minute of coverage-guided fuzzing for each stage
	$(VENV)/bin/python fuzz/campaign.py $(ARGS)
	for stage in carriers tables values reader; do \
	    $(VENV)/bin/python fuzz/guided.py $$stage -max_total_time=60 -rss_limit_mb=3072 -timeout=30 || exit 1; done

kill: $(VENV)/.installed-dev ## SIGKILL at 200 random instants of every command that writes (half an hour)
	$(VENV)/bin/python fuzz/kills.py $(ARGS)

replay: $(VENV)/.installed-dev .venv-replay/.installed ## pywb replays a crawl of the sample portals byte for byte
	$(VENV)/bin/python fuzz/replay.py

lint: $(VENV)/.installed-dev ## ruff (lint and format) and mypy strict
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

format: $(VENV)/.installed-dev ## Format the code
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

lock: ## Pin the newest dependencies again (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-header --upgrade -q -o requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --allow-unsafe \
	    --no-emit-index-url --no-emit-find-links --no-header -c requirements.lock --upgrade -q -o requirements-dev.lock
	for extra in ocr browser dask; do uv pip compile pyproject.toml --extra $$extra --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -c requirements-dev.lock --upgrade -q \
	    -o requirements-$$extra.lock || exit 1; done
	for group in fuzz replay; do uv pip compile --group $$group --universal --python-version 3.11 --generate-hashes \
	    --allow-unsafe --no-emit-index-url --no-emit-find-links --no-header --upgrade -q -o requirements-$$group.lock \
	    || exit 1; done

clean: ## Remove the environments (archives are kept)
	rm -rf $(VENV) .venv-replay

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# --no-deps: the lock names every package, and pip before 23.3 cannot resolve lxml[html_clean].
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.installed

# pywb pins other versions of what Scrapy needs, so it has an environment of its own.
.venv-replay/.installed: requirements-replay.lock
	$(PYTHON) -m venv .venv-replay
	.venv-replay/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements-replay.lock
	@touch $@

$(VENV)/.installed-fuzz: requirements-fuzz.lock $(VENV)/.installed-dev
	$(PIP) install --quiet --no-deps --require-hashes -r requirements-fuzz.lock
	@touch $@
