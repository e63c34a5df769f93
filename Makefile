# Two commands, each complete on a machine with Python 3.11+, pip, make and git:
#   make demo    make test
PYTHON ?= python3
UV := .tools/bin/uv
ENV := .venv/.ready
DOCS := .venv/.docs

# uv is quick but does not read pip's settings; where it cannot fetch, pip with its own index, mirror and certificates can.
define install
$(UV) pip install --quiet --python .venv/bin/python $(1) || \
	{ echo "Trying pip with its own settings instead."; $(PYTHON) -m pip --python .venv/bin/python install --quiet --disable-pip-version-check $(1); }
endef

# Every extra but spark, which weighs 480 MB and has pins of its own.
EXTRAS := notebook arrow big excel ml documents spss
PINS := --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header

.PHONY: demo test slow site lint types lock clean

demo: $(ENV)
	.venv/bin/survey demo --out demo

test: $(ENV)
	.venv/bin/python -m pytest -n auto -m "not slow"

# Notebooks, Spark and simulation studies, which take some minutes.
slow: $(ENV)
	.venv/bin/python -m pytest -n auto -m slow

# The documentation as pages to read in a browser: site/index.html.
site: $(DOCS)
	.venv/bin/python docs/build_gallery.py
	.venv/bin/python docs/build_site.py

lint: $(ENV)
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports

types: $(ENV)
	.venv/bin/mypy

lock: $(UV)
	$(UV) pip compile $(PINS) $(addprefix --extra ,$(EXTRAS)) --group dev -o requirements.lock pyproject.toml
	$(UV) pip compile $(PINS) --extra spark -c requirements.lock -o requirements-spark.lock pyproject.toml
	$(UV) pip compile $(PINS) --group docs -c requirements.lock -o requirements-docs.lock

$(ENV): pyproject.toml requirements.lock | $(UV)
	$(UV) venv --quiet --allow-existing --python "$$(command -v $(PYTHON))" .venv
	$(call install,-r requirements.lock)
	$(call install,--no-deps -e .)
	touch $(ENV)

$(DOCS): $(ENV) requirements-docs.lock
	$(call install,-r requirements-docs.lock)
	touch $(DOCS)

$(UV):
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --target .tools uv

clean:
	rm -rf .venv .tools demo site docs/gallery
