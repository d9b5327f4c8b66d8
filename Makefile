# rasad: make test, make build, make bench
#
# make test is all a fresh machine needs: it installs what is missing where it
# may, starts what the tests want, and stops it again.

GO ?= go

.PHONY: build test bench clean

build: ## one static binary in bin/
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/rasad ./cmd/rasad

test: ## formatting, vet, staticcheck and every test, with a real Redis and a real browser
	@GO=$(GO) sh .ci/test

bench: ## every benchmark, beside its peers
	$(GO) test -run '^$$' -bench . -benchmem ./...

clean:
	rm -rf bin
