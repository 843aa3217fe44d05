# lab · test · lint · bench: each sets up what it needs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
DIR ?= $(HOME)/underhood

# What the browser is given is built from these; a change of one of them builds it anew.
SOURCES := $(shell find extension/src extension/style extension/schema course/underhood_course/schemas \
	-type f -not -path '*/generated/*') extension/package.json extension/yarn.lock extension/tsconfig.json extension/rspack.config.cjs

.PHONY: help lab test lint bench bench-grading bench-extension leaks check picture wheel constraints clean

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

lab: .venv/.system ## open JupyterLab on the course (DIR=… for another folder)
	@$(BIN)/underhood lab "$(DIR)" $(OPTIONS)

test: .venv/.test ## run every test: Python, TypeScript, browser
	@$(BIN)/python -m underhood_lab.system_packages vulkan sandbox chromium
	cd extension && jlpm test
	$(if $(TESTS),$(BIN)/python -m pytest $(TESTS),\
	$(BIN)/python -m pytest -q -n auto --dist loadfile tests --ignore tests/browser && \
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/browser)

lint: .venv/.dev ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd extension && jlpm lint
	$(BIN)/underhood check --no-run

check: .venv/.system ## lint the course, and run all of it
	$(BIN)/underhood check

bench: .venv/.test ## measure the kernels side by side; BENCH="matmul --size 512" picks
	$(BIN)/underhood bench $(BENCH)

bench-grading: .venv/.test ## grade 60 submissions by stock nbgrader and by ours; BENCH="--stock-students 8" times fewer
	@$(BIN)/python -m underhood_lab.system_packages sandbox
	$(BIN)/python -m underhood_grading.bench $(BENCH)

bench-extension: .venv/.test ## measure the sidebar on a course of 5,000 pages; BENCH="--starts 3" for less
	@$(BIN)/python -m underhood_lab.system_packages chromium
	$(BIN)/python tests/bench_extension $(BENCH)

leaks: .venv/.test ## run each kernel family a thousand times and look at what is left in memory
	UNDERHOOD_RUNS=1000 $(BIN)/python -m pytest -q tests/kernels/families/test_leaks.py

picture: .venv/.test ## take the READMEs' pictures anew
	$(BIN)/python -m pytest -q tests/browser
	cp build/screenshots/explorer-light.png extension/images/explorer.png
	for name in sidebar folded-notebook exercise-wrong handin teach; do \
	cp build/screenshots/$$name-light.png build/screenshots/$$name-dark.png extension/images; done
	mkdir -p kernels/images
	cp build/screenshots/roofline-light.png kernels/images/roofline.png
	cp build/screenshots/trace-light.png kernels/images/trace.png

wheel: .venv/.installed ## build the wheel in dist/
	$(PIP) wheel --no-deps --wheel-dir dist .

constraints: .venv/.dev ## write constraints.txt anew from what is installed
	@{ head -1 constraints.txt; $(BIN)/python -m pip list --format=freeze --exclude underhood --exclude pip \
	| sed 's/+cpu//' | sort -f; } > constraints.new && mv constraints.new constraints.txt

clean: ## remove what was built, the environment included
	rm -rf .venv dist build extension/{lib,node_modules,.yarn,src/generated,underhood_lab/labextension}

.venv/.python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv is missing: sudo apt-get install python3-venv"; exit 1; }
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
	2>/dev/null || { echo "node 20.19 or newer is needed to build the extension (found: $$(node --version 2>/dev/null || echo none)); see https://nodejs.org"; exit 1; }
	$(PYTHON) -m venv .venv
	touch $@

# Without build isolation, so that the build uses the pinned tools too.
.venv/.tools: .venv/.python constraints.txt
	@echo "installing the build's tools …"
	$(PIP) install -c constraints.txt hatchling hatch-jupyter-builder hatch-nodejs-version jupyter-builder editables
	touch $@

.venv/.installed: .venv/.tools pyproject.toml $(SOURCES)
	@echo "installing Underhood and what it needs (some minutes the first time) …"
	rm -rf extension/underhood_lab/labextension
	$(PIP) install -c constraints.txt --no-build-isolation -e .
	touch $@

.venv/.system: .venv/.installed
	@$(BIN)/python -m underhood_lab.system_packages vulkan sandbox || true
	touch $@

.venv/.test: .venv/.installed
	SKIP_JUPYTER_BUILDER=1 $(PIP) install -c constraints.txt --no-build-isolation -e ".[test]"
	touch $@

.venv/.dev: .venv/.test
	SKIP_JUPYTER_BUILDER=1 $(PIP) install -c constraints.txt --no-build-isolation -e ".[dev]"
	touch $@
