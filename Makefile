# make run     a server with the Cụm 7 catalogue on 127.0.0.1:8080
# make demo    a server with the year 2021 of Cụm 7, told from January to the dossier, to try
# make test    everything; SAN=1 with address and undefined-behaviour sanitizers, SAN=thread with the thread sanitizer
# make test-long  hours: each long test at its full number, a line each for tests/RESULTS.md; LONG="T1 T9" names some
# make bench   speed as ratios against a constant-answer server and a bare group-commit loop
# make bench-peers  the same work by a server in Go, beside ours
# make clients  generated clients in TypeScript, Python and Go do the main job
# make office   LibreOffice opens the files that the server writes, and writes those that it reads
# make deb      a Debian package in build/; make install puts the same into its places, or below DESTDIR=
# make fuzz     bytes that nobody would write, TIME=60 seconds for each border; make contract-fuzz: REQUESTS=, SEQUENCES=, SEED=
# make mutants  breaks the program on purpose, and tells which breaks the tests see
# make coverage  runs the tests in a build that counts, and says what they never reached
# make test-web  a browser uses the page; PICTURES=folder keeps pictures of the screens
# ENGINE=postgres  with make, test and install: the same server on PostgreSQL, as build/postgres/thidua-postgres
# V=1 shows the commands; DB= and LISTEN= are for `make run`, LISTEN= for `make demo` too

PACKAGES = gcc make pkg-config libmicrohttpd-dev libjansson-dev libsqlite3-dev libsodium-dev libyaml-dev libutf8proc-dev zlib1g-dev libminizip-dev libexpat1-dev
TEST_PACKAGES = libcmocka-dev libcurl4-openssl-dev libzip-dev curl python3
POSTGRES_PACKAGES = postgresql libpq-dev
LONG_PACKAGES = nginx-light haproxy valgrind
BENCH_PACKAGES = wrk
PEER_PACKAGES = golang-github-mattn-go-sqlite3-dev $(if $(shell command -v go),,golang-go)
TIDY_PACKAGES = clang clang-format clang-tidy libpq-dev
OFFICE_PACKAGES = libreoffice-calc-nogui python3-uno
DEB_PACKAGES = dpkg-dev binutils
JUDGE_PACKAGES = lintian prometheus
WEB_PACKAGES = chromium chromium-driver python3-selenium
POSTGRES := $(filter postgres,$(ENGINE))
LIBRARIES = libmicrohttpd jansson $(if $(POSTGRES),libpq,sqlite3) libsodium libutf8proc zlib expat

CC ?= gcc
BUILD_CC ?= gcc
DB ?= thidua.db
LISTEN ?= 127.0.0.1:8080
prefix ?= /usr/local

B := build$(if $(POSTGRES),/postgres)$(if $(SAN),/san-$(SAN))
THIDUA := $(B)/thidua$(if $(POSTGRES),-postgres)
Q := $(if $(V),,@)

WARNINGS = -Wall -Wextra -Wformat=2 -Wconversion -Wno-sign-conversion -Wimplicit-fallthrough -Wmissing-prototypes -Wstrict-prototypes -Wshadow \
	-Wpointer-arith -Wwrite-strings -Wvla -Werror
ifeq ($(SAN),)
HARDENING = -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-clash-protection -fstack-protector-strong $(if $(findstring clang,$(CC)),,-ftrivial-auto-var-init=zero) \
	-fno-delete-null-pointer-checks -fno-strict-overflow $(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
# No build id: it is a sum over what debuggers read as well, so it would be another one in another folder.
LINK_HARDENING = -pie -Wl,-z,nodlopen,-z,noexecstack,-z,relro,-z,now,--build-id=none $(if $(filter x86_64,$(shell uname -m)),-Wl$(comma)-z$(comma)pack-relative-relocs)
else
HARDENING = -O1 -fno-omit-frame-pointer -fsanitize=$(if $(filter thread,$(SAN)),thread,$(if $(filter fuzz,$(SAN)),fuzzer-no-link$(comma))address$(comma)undefined -fno-sanitize-recover=all)
LINK_HARDENING = $(HARDENING) -pie
endif
comma := ,
CFLAGS ?= -g
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -fPIE -pthread $(WARNINGS) $(HARDENING) $(CFLAGS) -Iinclude -Iserver -Ibuild $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
LIBS = $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) -lminizip -lm

SPEC = openapi.yaml $(wildcard api-spec/*.yaml)
SPECGEN = $(wildcard api-spec/specgen/*.[ch])
SPECGEN_TEXT = lib/text.c lib/text_fold.c include/text.h
GEN = build/gen/api.c build/gen/api.h build/gen/api.json build/gen/problems.c build/gen/problems.h build/gen/words.c build/gen/words.h
EMBED = $(if $(POSTGRES),build/postgres,build)/gen/embed.c
# Both engines have these.
BOTH := lib/db_slots.c lib/db_table.c
ON_POSTGRES := $(wildcard lib/db_postgres*.c)
ON_SQLITE := $(filter-out $(ON_POSTGRES) $(BOTH),$(wildcard lib/db_*.c))
LIB_O := $(patsubst %.c,$(B)/%.o,$(filter-out $(if $(POSTGRES),$(ON_SQLITE),$(ON_POSTGRES)),$(wildcard lib/*.c)))
SERVER_O := $(patsubst %.c,$(B)/%.o,$(wildcard server/*.c server/*/*.c)) $(B)/gen/api.o $(B)/gen/problems.o $(B)/gen/words.o $(B)/gen/embed.o
UNIT := $(patsubst tests/%.c,$(B)/%,$(wildcard tests/unit/*.c tests/unit_server/*.c))
# The way up and back is that of a file.
PROGRAMS := $(patsubst tests/%.c,$(B)/tests/%,$(filter-out $(if $(POSTGRES),tests/upgrade.c),$(wildcard tests/*.c)))
KIT_O := $(patsubst tests/%.c,$(B)/%.o,$(wildcard tests/kit/*.c))
FIXTURE_O := $(patsubst tests/%.c,$(B)/%.o,$(wildcard tests/unit_server/fixture/*.c))
FAULTS := $(B)/faults/thidua $(patsubst tests/%.c,$(B)/%,$(filter-out tests/faults/shim%.c,$(wildcard tests/faults/*.c)))
SHIM_O := $(B)/faults/shim.o $(B)/faults/shim_power.o
BENCH := $(patsubst tests/%.c,$(B)/%,$(wildcard tests/bench/*.c))
C_FILES := $(wildcard lib/*.[ch] include/*.h server/*.[ch] server/*/*.[ch] $(SPECGEN) tests/*.c tests/*/*.[ch] tests/unit_server/fixture/*.[ch] tests/fuzz/kit/*.[ch])

.PHONY: all setup setup-test setup-postgres setup-bench setup-tidy run demo test test-long test-build bench tidy layers lint-api install clean
.SUFFIXES:
.SECONDARY:

all: setup
	$(Q)$(MAKE) --no-print-directory $(THIDUA)

# Installs what is missing, and says so. $(1): packages
define install_missing
	$(Q)missing=""; for p in $(1); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
		echo "setup: installing$$missing"; \
		sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		$$sudo apt-get update -q >/dev/null && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing >/dev/null; \
	fi
endef

setup:
	$(call install_missing,$(PACKAGES) $(if $(POSTGRES),$(POSTGRES_PACKAGES)))
setup-test: setup
	$(call install_missing,$(TEST_PACKAGES))
# A server for tests/postgres, which is left out without it.
setup-postgres:
	$(call install_missing,$(POSTGRES_PACKAGES))
setup-bench: setup-test
	$(call install_missing,$(BENCH_PACKAGES))
setup-office: setup
	$(call install_missing,$(OFFICE_PACKAGES))
setup-tidy: setup-test
	$(call install_missing,$(TIDY_PACKAGES))

run: all
	$(Q)exec $(THIDUA) serve --db $(DB) --listen $(LISTEN) --print-sign-in

# It is made anew each time.
demo: all
	$(Q)rm -f $(B)/demo.db*
	$(Q)$(THIDUA) demo --db $(B)/demo.db
	$(Q)exec $(THIDUA) serve --db $(B)/demo.db --listen $(LISTEN) --print-sign-in

# The contract becomes C.
build/specgen: $(SPECGEN) $(SPECGEN_TEXT)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC      $@")
	$(Q)$(BUILD_CC) -std=c11 -D_GNU_SOURCE -O1 -g $(WARNINGS) -Iinclude $(filter %.c,$^) -o $@ -lyaml -lutf8proc

$(GEN) &: build/specgen $(SPEC)
	@mkdir -p build/gen
	$(if $(V),,@echo "  SPEC    build/gen")
	$(Q)build/specgen openapi.yaml build/gen
	@touch $(GEN)

# The steps of the schema as the engine takes them.
SCHEMA := $(wildcard server/schema/*.sql)
STEPS := $(if $(POSTGRES),$(patsubst server/%,build/postgres/%,$(SCHEMA)),$(SCHEMA))
build/postgres/schema/%.sql: server/schema/%.sql server/schema/postgres.sed
	@mkdir -p $(@D)
	$(Q)sed -E -f server/schema/postgres.sed $< > $@

# Migrations, catalogue, the bundled contract, the page, what is printed, the common words of passwords and the story of the demonstration, as byte arrays.
$(EMBED): api-spec/embed.sh $(STEPS) $(wildcard server/catalogue/*.csv server/web/* server/web/*/* server/print/*.html server/print/*.css server/demo/*) build/gen/api.json build/gen/words.c server/office/common_words.txt
	@mkdir -p $(@D)
	$(if $(V),,@echo "  EMBED   $@")
	$(Q)sh api-spec/embed.sh $(dir $(firstword $(STEPS))) server/catalogue build/gen/api.json build/gen/words.c server/web server/print server/office/common_words.txt server/demo > $@.tmp && mv $@.tmp $@

$(B)/%.o: %.c $(GEN)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC      $<")
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(B)/gen/embed.o: $(EMBED) $(GEN)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC      $<")
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(B)/gen/%.o: build/gen/%.c $(GEN)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC      $<")
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c $< -o $@

$(B)/lib.a: $(LIB_O)
	$(Q)rm -f $@ && ar rcs $@ $^

$(B)/server.a: $(filter-out $(B)/server/main.o,$(SERVER_O))
	$(Q)rm -f $@ && ar rcs $@ $^

$(THIDUA): $(SERVER_O) $(B)/lib.a
	$(if $(V),,@echo "  LINK    $@")
	$(Q)$(CC) $(ALL_CFLAGS) $(LINK_HARDENING) $^ -o $@ $(LIBS)

$(B)/%.o: tests/%.c $(GEN)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC      $<")
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -Itests/unit_server -MMD -MP -c $< -o $@

$(B)/kit.a: $(KIT_O)
	$(Q)rm -f $@ && ar rcs $@ $^

$(B)/unit/%: $(B)/unit/%.o $(B)/kit.a $(B)/lib.a
	$(Q)$(CC) $(ALL_CFLAGS) $(LINK_HARDENING) $^ -o $@ -lcmocka -lzip $(LIBS)

$(B)/unit_server/%: $(B)/unit_server/%.o $(FIXTURE_O) $(B)/kit.a $(B)/server.a $(B)/lib.a
	$(Q)$(CC) $(ALL_CFLAGS) $(LINK_HARDENING) $^ -o $@ -lcmocka -lzip $(LIBS)

# The contract for programs that have no handlers: weak references to them stay empty.
$(B)/contract.o: $(B)/gen/api.o
	$(Q)objcopy --weaken $< $@

# Programs that speak HTTP with the server; they know the contract, but not the server's parts.
$(B)/tests/%: tests/%.c $(B)/kit.a $(B)/contract.o $(B)/gen/words.o $(B)/lib.a
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC      $<")
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MF $@.d $(LINK_HARDENING) $< $(B)/kit.a $(B)/contract.o $(B)/gen/words.o $(B)/lib.a -o $@ -lcurl -lzip $(LIBS)

# The program over a disk that fails when a test says so, and the tests that say so; they look into databases with the
# server's own eyes.
$(SHIM_O): HARDENING = -O2
$(B)/faults/thidua: $(SERVER_O) $(B)/lib.a $(SHIM_O)
	$(if $(V),,@echo "  LINK    $@")
	$(Q)$(CC) $(ALL_CFLAGS) $(LINK_HARDENING) $^ -o $@ $(LIBS)

# Its children are the ones that fail.
$(B)/faults/steps: $(B)/faults/steps.o $(SHIM_O) $(B)/kit.a $(B)/server.a $(B)/lib.a
	$(Q)$(CC) $(ALL_CFLAGS) $(LINK_HARDENING) $^ -o $@ -lcurl -lzip $(LIBS)

$(B)/faults/%: $(B)/faults/%.o $(B)/kit.a $(B)/server.a $(B)/lib.a
	$(Q)$(CC) $(ALL_CFLAGS) $(LINK_HARDENING) $^ -o $@ -lcurl -lzip $(LIBS)

$(B)/bench/%: $(B)/bench/%.o $(B)/lib.a
	$(Q)$(CC) $(ALL_CFLAGS) $(LINK_HARDENING) $^ -o $@ $(LIBS)

# The SQL of the program, a statement a line with its place. What stands behind db.h is the engine's own.
$(B)/statements: tests/postgres/statements.awk $(SERVER_O)
	$(if $(V),,@echo "  SQL     $@")
	$(Q)$(CC) $(ALL_CFLAGS) -E $(filter-out lib/db%,$(wildcard lib/*.c server/*.c server/*/*.c)) > $@.i
	$(Q)awk -f $< $@.i > $@.tmp && mv $@.tmp $@ && rm $@.i

# What SQLite is really asked; sanitizers, which want to be loaded first, do without.
TRACE := $(if $(SAN)$(POSTGRES),,$(B)/trace.so)
$(B)/trace.so: tests/trace/trace.c
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC      $@")
	$(Q)$(CC) $(filter-out -fPIE,$(ALL_CFLAGS)) -fPIC -shared $< -o $@

test-build: $(THIDUA) $(UNIT) $(PROGRAMS) $(if $(POSTGRES),on-sqlite,$(FAULTS)) $(B)/statements $(TRACE)

# An office moves from the one engine to the other.
.PHONY: on-sqlite
on-sqlite: $(GEN)
	$(Q)$(MAKE) --no-print-directory ENGINE= SAN= build/thidua

test: setup-test
	$(Q)$(MAKE) --no-print-directory test-build
	$(Q)$(if $(POSTGRES),sh tests/postgres/cluster.sh )sh tests/run.sh $(B)

# Each line that it prints is for tests/RESULTS.md.
test-long: setup-test setup-fuzz setup-mutants
	$(call install_missing,$(LONG_PACKAGES))
	$(Q)$(MAKE) --no-print-directory test-build
	$(Q)sh tests/long.sh $(B) $(LONG)

# Many more of the requests and sequences that nobody wrote, of which `make test` sends some thousand.
.PHONY: contract-fuzz
REQUESTS ?= 1000000
SEQUENCES ?= 100000
SEED ?= $(shell date +%s)
contract-fuzz: setup-test
	$(Q)$(MAKE) --no-print-directory test-build
	@echo "SEED=$(SEED)"
	$(Q)sh tests/generated.sh $(B) $(REQUESTS) $(SEED)
	$(Q)$(B)/tests/sequences $(B)/thidua $(SEQUENCES) $(SEED)

# What stands at the border does with bytes that nobody would write: clang's libFuzzer, TIME seconds for each target. Each is
# a program of all that it needs, built as SAN=fuzz.
FUZZ_PACKAGES = clang libclang-rt-dev
.PHONY: setup-fuzz fuzz fuzz-build
FUZZ := $(patsubst tests/%.c,$(B)/%,$(wildcard tests/fuzz/*.c))
FUZZ_KIT_O := $(patsubst tests/%.c,$(B)/%.o,$(wildcard tests/fuzz/kit/*.c))
TIME ?= 60

$(B)/fuzz/%: $(B)/fuzz/%.o $(FUZZ_KIT_O) $(FIXTURE_O) $(B)/kit.a $(B)/server.a $(B)/lib.a
	$(Q)$(CC) $(ALL_CFLAGS) $(LINK_HARDENING) -fsanitize=fuzzer $^ -o $@ -lcmocka -lzip $(LIBS)

# The generator of the contract, which is a program: tests/fuzz/kit/state.h.
SPEC_O := $(patsubst %.c,$(B)/specgen/%.o,$(wildcard api-spec/specgen/*.c))
$(B)/specgen/%.o: %.c $(SPECGEN) tests/fuzz/kit/state.h
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC      $<")
	$(Q)$(CC) $(ALL_CFLAGS) -include tests/fuzz/kit/state.h -c $< -o $@

$(B)/fuzz/spec: $(B)/fuzz/spec.o $(SPEC_O) $(B)/lib.a
	$(Q)$(CC) $(ALL_CFLAGS) $(LINK_HARDENING) -fsanitize=fuzzer $^ -o $@ -lyaml $(LIBS)

setup-fuzz: setup-test
	$(call install_missing,$(FUZZ_PACKAGES))

fuzz-build: $(FUZZ)

fuzz: setup-fuzz
	$(Q)$(MAKE) --no-print-directory SAN=fuzz CC=clang fuzz-build
	$(Q)sh tests/fuzz/run.sh build/san-fuzz $(TIME)

# What gcov counts of lib/ and server/ while the tests run.
.PHONY: coverage
coverage: setup-test
	$(Q)$(MAKE) --no-print-directory B=build/coverage HARDENING='-O1 --coverage -fprofile-update=atomic' LINK_HARDENING=--coverage test-build
	$(Q)find build/coverage -name '*.gcda' -delete
	$(Q)sh tests/run.sh build/coverage
	$(Q)python3 tests/coverage.py build/coverage

# Breaks that the tests must see, one after the other, in a copy of the tree; ONLY names some of tests/mutants/.
MUTANT_PACKAGES = git patch
.PHONY: setup-mutants mutants
setup-mutants: setup-test
	$(call install_missing,$(MUTANT_PACKAGES))

mutants: setup-mutants
	$(Q)$(MAKE) --no-print-directory test-build
	$(Q)sh tests/mutants/run.sh $(B) $(ONLY)

layers:
	$(Q)sh tests/layers.sh

bench: setup-bench
	$(Q)$(MAKE) --no-print-directory $(THIDUA) $(BENCH)
	$(Q)missed=0; for part in run crowds imports; do sh tests/bench/$$part.sh $(B) || missed=1; done; exit $$missed

# With Debian's sources and its SQLite, so that nothing is fetched and the engine is the same.
.PHONY: bench-peers setup-peers
$(B)/bench/peer: tests/bench/peers/main.go
	@mkdir -p $(@D)
	$(if $(V),,@echo "  GO      $@")
	$(Q)GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$(abspath $(B))/go go build -tags libsqlite3 -o $@ $<

setup-peers: setup-bench
	$(call install_missing,$(PEER_PACKAGES))

bench-peers: setup-peers
	$(Q)$(MAKE) --no-print-directory $(THIDUA) $(BENCH) $(B)/bench/peer
	$(Q)sh tests/bench/peers.sh $(B)

tidy: setup-tidy
	$(Q)clang-format --dry-run -Werror $(C_FILES)
	$(Q)$(MAKE) --no-print-directory $(GEN)
	$(Q)clang-tidy --quiet $(wildcard lib/*.c server/*.c server/*/*.c) -- $(filter-out -fstack-clash-protection -ftrivial-auto-var-init=zero,$(ALL_CFLAGS)) $$(pkg-config --cflags libpq)

# Outside opinions on the contract, which leaves much to specgen, and on the document made of it; needs npx.
lint-api: build/gen/api.json
	$(Q)REDOCLY_TELEMETRY=off npx --yes @redocly/cli@2.77.0 lint --extends=spec openapi.yaml
	$(Q)REDOCLY_TELEMETRY=off npx --yes @redocly/cli@2.77.0 lint --extends=recommended-strict build/gen/api.json
	$(Q)npx --yes @stoplight/spectral-cli@6.15.0 lint --ruleset .ci/spectral.yaml --fail-severity=warn build/gen/api.json

# What generators make of the document, and whether it works; needs npm, python3 with venv and go.
.PHONY: clients office setup-office
clients: $(THIDUA)
	$(Q)sh tests/clients/run.sh $(B)

.PHONY: test-web setup-web
setup-web: setup-test
	$(call install_missing,$(WEB_PACKAGES))

test-web: setup-web $(THIDUA)
	$(Q)/usr/bin/python3 tests/web/run.py $(THIDUA)

office: setup-office $(THIDUA)
	$(Q)sh tests/office/run.sh $(B)

# The unit starts what is installed. Settings that are there stay as they are.
DATE := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),$(shell date +%s -r openapi.yaml))
install: $(THIDUA)
	install -D -m 755 $(THIDUA) $(DESTDIR)$(prefix)/bin/thidua
	install -D -m 755 docker/deb/thidua-admin $(DESTDIR)$(prefix)/sbin/thidua-admin
	$(Q)mkdir -p $(B)/install
	$(Q)sed 's|/usr/local/bin|$(prefix)/bin|' docker/thidua.service >$(B)/install/thidua.service
	install -D -m 644 $(B)/install/thidua.service $(DESTDIR)$(prefix)/lib/systemd/system/thidua.service
	install -D -m 644 docker/deb/sysusers.conf $(DESTDIR)$(prefix)/lib/sysusers.d/thidua.conf
	$(Q)sh docker/deb/man.sh $(THIDUA) $$(date -u -d @$(DATE) +%Y-%m-%d) | gzip -9n >$(B)/install/thidua.1.gz
	install -D -m 644 $(B)/install/thidua.1.gz $(DESTDIR)$(prefix)/share/man/man1/thidua.1.gz
	$(Q)mkdir -p $(DESTDIR)$(prefix)/share/man/man8
	ln -sf ../man1/thidua.1.gz $(DESTDIR)$(prefix)/share/man/man8/thidua-admin.8.gz
	[ -e $(DESTDIR)/etc/thidua/thidua.conf ] || install -D -m 644 docker/thidua.conf $(DESTDIR)/etc/thidua/thidua.conf

# A Debian package of the program as it was built, for the release of Debian that built it.
.PHONY: setup-deb setup-judges deb
setup-deb: setup
	$(call install_missing,$(DEB_PACKAGES))
# Who judges the package and the alert rules; the tests ask those that are there.
setup-judges: setup-deb
	$(call install_missing,$(JUDGE_PACKAGES))

deb: setup-deb $(THIDUA)
	$(Q)rm -f $(B)/thidua_*.deb
	$(Q)SOURCE_DATE_EPOCH=$(DATE) sh docker/deb/build.sh $(B) $(B)

clean:
	$(Q)rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
