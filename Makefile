# What one does with this clone. No make? Each line's script runs by itself: sh scripts/run
.PHONY: run setup test lint bench models docs

run: ## Set up what is missing and start Mutuals (options: make run ARGS="--port 9000")
	@sh scripts/run $(ARGS)

setup: ## Everything for development: tools, tests, benchmarks
	@sh scripts/setup bench

test: ## Linters and all tests; says what was skipped and why
	@sh scripts/test $(ARGS)

lint: ## Linters only
	@sh scripts/lint

bench: ## The benchmarks, one script per claim
	@sh scripts/bench $(ARGS)

models: ## The weights of the readings, made anew from the sets (only the two tiers: make models ARGS=readings)
	@sh scripts/models $(ARGS)

docs: ## Write the generated pages anew
	@sh scripts/setup dev
	@.venv/bin/python scripts/docs
