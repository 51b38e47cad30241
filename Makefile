# Aliases for those who type make; everything is done by ./dev (see ./dev help).
.PHONY: help run test check bench docs
help:
	@./dev help
run test check bench docs:
	@./dev $@ $(ARGS)
