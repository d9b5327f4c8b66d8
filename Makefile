# rasad: make test, make build, make bench
#
# make test is all a fresh machine needs: it installs what is missing where it
# may, starts what the tests want, and stops it again.

GO ?= go

.PHONY: build test bench simulate million chaos clean

build: ## one static binary in bin/
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/rasad ./cmd/rasad

test: ## formatting, vet, staticcheck and every test, with a real Redis and a real browser
	@GO=$(GO) sh .ci/test

bench: ## every benchmark, beside its peers
	$(GO) test -run '^$$' -bench . -benchmem ./...

simulate: ## sending in full size: 100,000 chats, days of faults, a million waiting
	$(GO) test ./bot -run 'Simulated|TerribleDay|ClockJumps' -v -long -timeout 2h
	$(GO) test ./bot -run '^$$' -bench 'Waiting' -benchtime 1x -long -timeout 1h
	$(GO) test ./bot -run '^$$' -bench 'Send$$|Answer' -benchtime 2000x -timeout 1h

million: ## how long a store with a million articles takes to open: some 10 GB of disk, 5 of memory
	$(GO) test -p 1 ./store/sqlite ./store/redis -run '^$$' -bench Restart -benchtime 5x -long -timeout 1h

chaos: ## everything that can break, as often as docs/reliability.md says: half an hour at most
	$(GO) test ./store/chaos ./cmd/rasad -run 'TestKilled|TestDeath|TestFailover|TestClusterFailover|TestCut|TestLost|TestStalled|TestTrusting|TestFullDisk|TestClock|TestBad(Line|Network)|TestPoison|TestBacklog|TestManyProcesses' -long -v -timeout 45m

clean:
	rm -rf bin
