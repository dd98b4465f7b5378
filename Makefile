# Names for `python3 dev.py TASK`; a machine without make types that instead.
PYTHON ?= python3

.PHONY: demo test full check build wheel bench fix docs site pictures lock setup
demo test full check build wheel bench fix docs site pictures lock setup:
	@$(PYTHON) dev.py $@
