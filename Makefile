# `make run` shows Parvis, `make test` checks it. Each first sets up everything that is missing.
.PHONY: setup run test lint bench soak

setup:
	@scripts/setup test

run:
	@scripts/setup run
	@.venv/bin/parvis demo

test:
	@scripts/setup test
	@scripts/check

lint:
	@scripts/setup test
	@scripts/check lint

bench:
	@scripts/setup bench
	@.venv/bin/python benchmarks/run.py bench $(ONLY)

soak:
	@scripts/setup bench
	@.venv/bin/python benchmarks/run.py soak $(if $(MINUTES),--minutes $(MINUTES)) $(ONLY)
