# leitmotif: see `make help`. One file, not recursive; objects of each MODE apart.
MODE    ?= release
PREFIX  ?= /usr/local
DESTDIR ?=
ifeq ($(origin CC),default)
CC := gcc
endif
Q := $(if $(V),,@)                 # V=1 shows the commands
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $@)
VERSION := 0.1.0

B      := build/$(MODE)
LIBDIR := $(PREFIX)/lib
SHARE  := $(PREFIX)/share/leitmotif
LIBEXEC:= $(PREFIX)/libexec/leitmotif
MANDIR := $(PREFIX)/share/man
DOCDIR := $(PREFIX)/share/doc/leitmotif
BASHDIR:= $(PREFIX)/share/bash-completion/completions
ZSHDIR := $(PREFIX)/share/zsh/site-functions
FISHDIR:= $(PREFIX)/share/fish/vendor_completions.d

WARN   := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror
CPPFLAGS += -D_GNU_SOURCE -I. -I$(B) -DLM_VERSION='"$(VERSION)"' -DLM_LEXICONS='"$(SHARE)/lexicons"' \
	-DLM_LIBEXEC='"$(LIBEXEC)"' -isystem /usr/include/libxml2
# gcc 12 knows fortification of buffers whose size is only known at run time; clang 14 does not.
FORTIFY := $(if $(findstring clang,$(CC)),2,3)
CF_PROTECTION := $(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
# Nothing in the programs says where they were built.
BASE_CFLAGS := -std=c11 $(WARN) -g -fno-common -pthread -ffile-prefix-map=$(CURDIR)=.
ifeq ($(MODE),release)
BASE_CFLAGS += -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(FORTIFY) -fstack-protector-strong -fPIE -ffunction-sections \
	-fstack-clash-protection $(CF_PROTECTION)
BASE_LDFLAGS := -pie -Wl,--build-id -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code,--gc-sections
else ifeq ($(MODE),asan)
BASE_CFLAGS += -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DLM_DEBUG
BASE_LDFLAGS := -fsanitize=address,undefined
else ifeq ($(MODE),tsan)
BASE_CFLAGS += -O1 -fsanitize=thread -fno-omit-frame-pointer -DLM_DEBUG
BASE_LDFLAGS := -fsanitize=thread
else ifeq ($(MODE),coverage)
BASE_CFLAGS += -O0 --coverage -fprofile-update=atomic -DLM_DEBUG -DLM_COVERAGE
BASE_LDFLAGS := --coverage
else ifeq ($(MODE),fuzz)
BASE_CFLAGS += -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer -DLM_DEBUG
BASE_LDFLAGS := -fsanitize=address,undefined
FUZZ_DRIVER := -fsanitize=fuzzer
else
$(error MODE is release, asan, tsan, coverage or fuzz)
endif

LIBS   := -lpcre2-8 -lstemmer -lz -lutf8proc -lyaml -lm
# ISA-L unpacks gzip three times as fast as zlib; Debian has it for some machines (ISAL=no: without).
ISAL := $(if $(wildcard /usr/include/isa-l/igzip_lib.h),yes,no)
ifeq ($(ISAL),yes)
CPPFLAGS += -DLM_ISAL
LIBS += -lisal
endif
STORE_LIBS := -lsqlite3
EXCH_LIBS  := -lexpat
# MuPDF is AGPL and lives in the reader program alone; see LICENSE.
# Each document has a process of its own, and what a fork costs grows with the mappings that shared
# libraries are: those of the reader are linked in where there are archives of them (STATIC=no: shared).
STATIC := yes
linked = $(foreach l,$(1),$(or $(if $(filter yes,$(STATIC)),$(filter /%,$(shell $(CC) -print-file-name=lib$(l).a))),-l$(l)))
FREETYPE_LIBS := $(call linked,freetype)
ifneq ($(filter /%,$(FREETYPE_LIBS)),)
FREETYPE_LIBS += $(call linked,png16 brotlidec brotlicommon)
endif
READER_LIBS := -lmupdf -lmupdf-third $(call linked,mujs gumbo) $(FREETYPE_LIBS) \
	$(call linked,jbig2dec jpeg openjp2 seccomp utf8proc z) -lm $(if $(filter yes,$(ISAL)),-lisal)

# What each program is made of. New sources are found by their folder.
LIB_SRC    := $(sort $(wildcard pipeline/base/*.c pipeline/doc/*.c pipeline/lexicon/*.c \
	pipeline/io/*.c pipeline/run/*.c pipeline/eval/*.c pipeline/api.c stages/*.c))
STORE_SRC  := $(sort $(wildcard pipeline/store/*.c))
EXCH_SRC   := $(sort $(wildcard pipeline/exchange/*.c))
TREND_SRC  := $(sort $(wildcard pipeline/trend/*.c))
FETCH_SRC  := $(sort $(wildcard pipeline/fetch/*.c))
CLI_SRC    := $(sort $(wildcard pipeline/cli/*.c)) $(STORE_SRC) $(TREND_SRC) $(FETCH_SRC) $(EXCH_SRC)
MANUAL_SRC := $(sort $(wildcard pipeline/manual/*.c))
READER_SRC := $(sort $(wildcard pipeline/reader/*.c))
UNIT_SRC   := $(sort $(wildcard tests/unit/test_*.c))

obj = $(patsubst %.c,$(B)/obj/%.o,$(1))
LIB_OBJ    := $(call obj,$(LIB_SRC))
CLI_OBJ    := $(call obj,$(CLI_SRC))
STORE_OBJ  := $(call obj,$(STORE_SRC))
EXCH_OBJ   := $(call obj,$(EXCH_SRC))
TREND_OBJ  := $(call obj,$(TREND_SRC))
FETCH_OBJ  := $(call obj,$(FETCH_SRC))
MANUAL_OBJ := $(call obj,$(MANUAL_SRC)) $(filter-out %/cli/main.o,$(CLI_OBJ))
READER_OBJ := $(call obj,$(READER_SRC) $(wildcard pipeline/base/*.c) pipeline/doc/cut.c)
UNIT_BIN   := $(patsubst tests/unit/%.c,$(B)/unit/%,$(UNIT_SRC)) $(B)/unit/client
FUZZ_BIN   := $(patsubst tests/fuzz/fuzz_%.c,$(B)/fuzz/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_DRIVER ?= $(call obj,tests/fuzz/replay.c)   # in MODE=fuzz libFuzzer's own
FUZZ_S     ?= 60

.DELETE_ON_ERROR:
.PHONY: all man bench build-tests demo check check-long help install uninstall clean deps unit cases lint asan tsan coverage conformance examples replay fuzz fuzz-build pdf-compare torture

all: $(B)/leitmotif $(B)/leitmotif-reader $(B)/libleitmotif.a ## build: both programs and the library (MODE=release|asan|tsan|coverage)

help: ## help: this list
	@awk -F'## ' '/^[a-z_-]+:.*## /{split($$2,a,": "); printf "  make %-12s %s\n", a[1], substr($$2, length(a[1])+3)}' $(MAKEFILE_LIST)

deps: ## deps: say which Debian packages are missing, and install them
	@sh tests/deps.sh

demo: deps ## demo: install what is missing, build, run the main job on corpus/
	@$(MAKE) --no-print-directory -j2 all
	@sh tests/demo.sh $(B)

check: deps ## check: install what is missing, build, run all tests
	@sh tests/check.sh

# What check.sh and coverage.sh build before they run anything.
build-tests: all man $(UNIT_BIN) $(FUZZ_BIN) $(B)/tests/httpd

unit: $(UNIT_BIN) $(B)/leitmotif-reader ## unit: build and run the unit tests
	@sh tests/run-units.sh $(B)

cases: all man $(B)/tests/httpd ## cases: run the command line cases in tests/cases
	@sh tests/run-cases.sh $(B)

bench: all ## bench: measure beside gzip, wc, pdftotext and mutool [DATA=DIR PARTS="text pdf ..."]
	@DATA='$(DATA)' sh tests/bench/bench.sh $(B)

.PHONY: bench-peers
bench-peers: all ## bench-peers: measure beside scikit-learn, NLTK and R tm, which it installs [DATA=DIR]
	@sh tests/deps.sh python3-sklearn python3-nltk r-base-core r-cran-tm r-cran-snowballc
	@DATA='$(DATA)' PARTS=peers sh tests/bench/bench.sh $(B)

.PHONY: bench-scale
bench-scale: all ## bench-scale: what a document, a listing and a merge cost at several sizes [DATA=DIR COPIES=N BARE=yes]
	@DATA='$(abspath $(DATA))' sh tests/bench/scale.sh $(B)

.PHONY: check-docs check-ecosystem
check-docs: all man ## check-docs: every command line of README, docs/ and --help; installs jq and sqlite3
	@sh tests/deps.sh jq sqlite3
	@tests/docs/run.sh $(B)

check-ecosystem: all ## check-ecosystem: docs/ECOSYSTEM.md in pandas, scipy, scikit-learn, R, jq, SQL; installs them
	@sh tests/ecosystem.sh $(B)

conformance: $(B)/unit/conformance $(B)/unit/test_polarity ## conformance: published test data through the text stages [DATA=DIR GOLD=DIR]
	@DATA='$(DATA)' GOLD='$(GOLD)' sh tests/conformance.sh $(B)

torture: all ## torture: kill -9, full disks, failing calls, two runs at once: a store outlives all of it
	@sh tests/torture.sh $(B)

check-long: $(B)/unit/test_series $(B)/unit/test_compare $(B)/unit/test_discover ## check-long: simulations that take minutes
	LONG=1 $(B)/unit/test_series
	LONG=1 $(B)/unit/test_compare
	LONG=1 $(B)/unit/test_discover

.PHONY: check-slurm
check-slurm: all ## check-slurm: an array of 8 on Slurm and on GNU parallel, on loopback, as root; installs both [DATA=DIR]
	@sh tests/slurm.sh $(B) $(abspath $(DATA))

.PHONY: case-study
case-study: all ## case-study: the tables of docs/CASE-STUDY.md [DATA=DIR]
	@sh tests/case-study.sh $(B) '$(DATA)'

.PHONY: check-browser
check-browser: all ## check-browser: the report in headless Chromium; installs it, and two npm packages
	@sh tests/browser/run.sh $(B)

lint: ## lint: who includes whom, headers compile alone, file sizes
	@sh tests/lint/includes.sh
	@sh tests/lint/headers.sh

pdf-compare: $(B)/leitmotif-reader ## pdf-compare: our own reading of PDF pages against the library's [DATA=DIR, else corpus/]
	@sh tests/pdf-compare.sh $(B) $(or $(DATA),corpus)

replay: $(FUZZ_BIN) ## replay: the cases that fuzzing found, and its seeds
	@sh tests/fuzz/replay.sh $(B)

fuzz: ## fuzz: each of our parsers for FUZZ_S [60] seconds; needs clang [FUZZ='TARGET...']
	@$(MAKE) --no-print-directory MODE=fuzz CC=clang fuzz-build
	@FUZZ_S='$(FUZZ_S)' sh tests/fuzz/fuzz.sh build/fuzz $(FUZZ)

fuzz-build: $(FUZZ_BIN)
.SECONDARY: $(call obj,$(wildcard tests/fuzz/*.c))

hostile: all ## hostile: a folder of broken and hostile files through a run [DATA=DIR]
	@sh tests/hostile.sh $(B) '$(DATA)'

damage: all ## damage: the samples of corpus/ cut and with bits flipped [FLIPS=N]
	@sh tests/damage.sh $(B)

endurance: all ## endurance: 50,000 documents in one run; memory and descriptors stay [DOCUMENTS=N]
	@DOCUMENTS='$(DOCUMENTS)' sh tests/endurance.sh $(B)

faults: all $(B)/tests/starve $(B)/tests/httpd ## faults: no memory, failing system calls [POINTS=N]
	@sh tests/faults.sh $(B)

hardening-check: all ## hardening-check: what the linker and the compiler put into the programs
	@sh tests/hardening.sh $(B)

analyze: export FLAGS = $(CPPFLAGS)
analyze: $(B)/pipeline/trend/page.h ## analyze: cppcheck, clang-tidy and gcc's analyzer over our own code, unless it was clean [FILES="..."]
	@sh tests/deps.sh cppcheck clang-tidy
	@sh tests/analyze.sh $(FILES)

asan: ## asan: unit tests and cases under AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory MODE=asan unit cases

tsan: ## tsan: unit tests and cases under ThreadSanitizer
	@$(MAKE) --no-print-directory MODE=tsan unit cases

coverage: deps ## coverage: line and branch coverage of our own code by the tests [FAULTS=N DATA=DIR]
	@FAULTS='$(FAULTS)' DATA='$(DATA)' sh tests/coverage.sh

man: $(B)/pages/stamp ## man: manual pages and completions, in build/MODE/pages

# The files of a folder, with their modes: $(call install_tree,FOLDER,TO[,what find is to leave out])
install_tree = (cd $(1) && find . -type f $(3) | LC_ALL=C sort | while read -r f; do \
	install -D -m$$(test -x $$f && echo 755 || echo 644) $$f $(abspath $(DESTDIR)$(2))/$$f; done)

install: all man ## install: into DESTDIR/PREFIX [/usr/local]
	install -d $(DESTDIR)$(LIBDIR)/pkgconfig
	install -D -m755 $(B)/leitmotif -t $(DESTDIR)$(PREFIX)/bin
	install -D -m755 $(B)/leitmotif-reader -t $(DESTDIR)$(LIBEXEC)
	install -D -m644 $(B)/libleitmotif.a -t $(DESTDIR)$(LIBDIR)
	install -D -m644 pipeline/leitmotif.h -t $(DESTDIR)$(PREFIX)/include
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|' \
		-e 's|@LIBS@|$(LIBS)|' pipeline/leitmotif.pc.in | \
		install -m644 /dev/stdin $(DESTDIR)$(LIBDIR)/pkgconfig/leitmotif.pc
	$(call install_tree,lexicons,$(SHARE)/lexicons)
	for s in 1 3 5; do install -D -m644 $(B)/pages/man/*.$$s -t $(DESTDIR)$(MANDIR)/man$$s; done
	install -D -m644 $(B)/pages/bash/leitmotif -t $(DESTDIR)$(BASHDIR)
	install -D -m644 $(B)/pages/zsh/_leitmotif -t $(DESTDIR)$(ZSHDIR)
	install -D -m644 $(B)/pages/fish/leitmotif.fish -t $(DESTDIR)$(FISHDIR)
	install -D -m644 README.md SECURITY.md LICENSE -t $(DESTDIR)$(DOCDIR)
	$(call install_tree,docs,$(DOCDIR)/docs)
	$(call install_tree,deploy,$(DOCDIR)/deploy,! -path './debian/*' ! -path './dist/*')
	sed -i 's|/usr/local/bin/leitmotif|$(PREFIX)/bin/leitmotif|' $(DESTDIR)$(DOCDIR)/deploy/*.service

uninstall: ## uninstall: remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/leitmotif $(DESTDIR)$(LIBDIR)/libleitmotif.a \
		$(DESTDIR)$(LIBDIR)/pkgconfig/leitmotif.pc $(DESTDIR)$(PREFIX)/include/leitmotif.h \
		$(foreach s,1 3 5,$(DESTDIR)$(MANDIR)/man$(s)/leitmotif.$(s) \
		$(DESTDIR)$(MANDIR)/man$(s)/leitmotif-*.$(s)) $(DESTDIR)$(BASHDIR)/leitmotif \
		$(DESTDIR)$(ZSHDIR)/_leitmotif $(DESTDIR)$(FISHDIR)/leitmotif.fish
	rm -rf $(DESTDIR)$(LIBEXEC) $(DESTDIR)$(SHARE) $(DESTDIR)$(DOCDIR)

TARBALL := build/leitmotif-$(VERSION).tar.gz
.PHONY: dist deb check-reproducible check-chroot
dist: ## dist: the source as build/leitmotif-VERSION.tar.gz; works outside of git, too
	@sh deploy/dist/tarball.sh leitmotif-$(VERSION) $(TARBALL)
	@echo $(TARBALL)

deb: dist ## deb: Debian packages into build/deb; lintian has nothing to say
	@sh deploy/dist/deb.sh $(VERSION) $(TARBALL) '$(LIBS)'

check-reproducible: dist ## check-reproducible: two builds in two places make the same bytes
	@sh tests/reproducible.sh $(VERSION) $(TARBALL)

check-chroot: deb ## check-chroot: package, install and README's two commands on a bare Debian 12
	@sh tests/chroot.sh $(VERSION) $(TARBALL)

clean: ## clean: remove build/
	rm -rf build

# The flags of this build: objects are made again when they change.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(CFLAGS)' | cmp -s - $@ || \
		echo '$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(CFLAGS)' > $@
.PHONY: FORCE

$(B)/obj/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CPPFLAGS) $(BASE_CFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# The report's page, inside the program.
PAGE := $(B)/pipeline/trend/page.h
$(PAGE): $(wildcard pipeline/trend/page/*)
	@mkdir -p $(@D)
	$(Q)sh pipeline/trend/page/embed.sh pipeline/trend/page > $@
$(B)/obj/pipeline/trend/report.o: $(PAGE)

# One relocatable object whose only global names are the public ones.
$(B)/libleitmotif.o: $(LIB_OBJ)
	$(Q)$(CC) -r -nostdlib -o $@ $^
	$(Q)objcopy -w --keep-global-symbol='lm_*' $@

$(B)/libleitmotif.a: $(B)/libleitmotif.o
	$(call say,AR)
	$(Q)rm -f $@ && ar rcs $@ $<

$(B)/leitmotif: $(CLI_OBJ) $(LIB_OBJ)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(STORE_LIBS) $(EXCH_LIBS)

# Manual pages and completions are printed from the program's own tables.
$(B)/manual: $(MANUAL_OBJ) $(LIB_OBJ)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(STORE_LIBS) $(EXCH_LIBS)

$(B)/pages/stamp: $(B)/manual $(wildcard pipeline/manual/*.awk) pipeline/manual/make.sh \
		docs/LEXICON.md docs/FORMAT.md pipeline/leitmotif.h
	$(call say,PAGES)
	$(Q)sh pipeline/manual/make.sh $(B)/manual $(VERSION) $(B)/pages && touch $@

$(B)/leitmotif-reader: $(READER_OBJ)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ $(READER_LIBS)

# Unit tests link the objects, so that they see what is behind the public header.
$(B)/unit/test_reader%: $(B)/obj/tests/unit/test_reader%.o $(filter-out %/server.o,$(READER_OBJ))
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(READER_LIBS)

$(B)/unit/test_store%: $(B)/obj/tests/unit/test_store%.o $(STORE_OBJ) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS) $(STORE_LIBS)

$(B)/unit/test_fetch: $(B)/obj/tests/unit/test_fetch.o $(FETCH_OBJ) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

$(B)/unit/test_dictionaries: $(B)/obj/tests/unit/test_dictionaries.o $(EXCH_OBJ) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS) $(EXCH_LIBS)

# A web server of bad manners, for the tests of fetch.
$(B)/tests/httpd: $(B)/obj/tests/fetch/httpd.o
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^

TREND_TESTS := test_stats test_series test_compare test_discover test_report
$(TREND_TESTS:%=$(B)/unit/%): $(B)/unit/%: $(B)/obj/tests/unit/%.o $(TREND_OBJ) $(STORE_OBJ) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS) $(STORE_LIBS)

# The program's main() under another name, with memory that runs out.
$(B)/obj/tests/starve/main.o: $(B)/obj/pipeline/cli/main.o
	@mkdir -p $(@D)
	$(Q)objcopy --redefine-sym main=leitmotif_main $< $@
$(B)/tests/starve: $(call obj,tests/starve/starve.c tests/starve/allocator.c) $(B)/obj/tests/starve/main.o \
		$(filter-out %/cli/main.o,$(CLI_OBJ)) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS) $(STORE_LIBS) $(EXCH_LIBS) \
		-Wl,--wrap=arena_raw,--wrap=arena_get,--wrap=arena_str,--wrap=atexit

# The library's client links the archive, as others would.
$(B)/unit/client: $(B)/obj/tests/api/client.o $(B)/libleitmotif.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# The option table is the command line's, not the library's.
$(B)/unit/test_options: $(call obj,pipeline/cli/options.c pipeline/cli/options_help.c)

$(B)/unit/%: $(B)/obj/tests/unit/%.o $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS) $(TEST_LIBS)

# It makes the archives that it reads; the program loads the library when it needs it.
$(B)/unit/test_source $(B)/unit/test_source_archives $(B)/unit/test_source_damage: TEST_LIBS := -larchive

# Fuzz targets, with the plain driver that replays cases or with libFuzzer's.
FUZZ_OBJ = $(LIB_OBJ)
$(addprefix $(B)/fuzz/,snapshot word_index kept_layers kept_hits): FUZZ_OBJ = $(LIB_OBJ) \
	$(call obj,$(addprefix pipeline/store/,snapshot.c word_index.c kept_layers.c kept_hits.c packing.c))
$(B)/fuzz/charset $(B)/fuzz/pdf: FUZZ_OBJ = $(filter-out %/server.o,$(READER_OBJ))
$(B)/fuzz/charset $(B)/fuzz/pdf: FUZZ_LIBS = $(READER_LIBS)
# A whole reader: its end comes back to the target, and what it sent is read as the main program does.
$(addprefix $(B)/fuzz/,html docx): FUZZ_OBJ = $(sort $(LIB_OBJ) $(filter-out %/server.o,$(READER_OBJ)))
$(addprefix $(B)/fuzz/,html docx): FUZZ_LIBS = -Wl,--wrap=_exit,--wrap=__gcov_dump $(LIBS) $(READER_LIBS) -lxml2
$(B)/fuzz/dictionary: FUZZ_OBJ = $(LIB_OBJ) $(EXCH_OBJ)
$(B)/fuzz/dictionary: FUZZ_LIBS = $(LIBS) $(EXCH_LIBS)
$(B)/fuzz/dictionary: $(EXCH_OBJ)
$(B)/fuzz/fetch: FUZZ_OBJ = $(LIB_OBJ) $(FETCH_OBJ)
$(B)/fuzz/fetch: $(FETCH_OBJ)
FUZZ_LIBS = $(LIBS)
$(B)/fuzz/%: $(B)/obj/tests/fuzz/fuzz_%.o $(LIB_OBJ) $(STORE_OBJ) $(READER_OBJ) \
		$(filter %.o,$(FUZZ_DRIVER))
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS) -o $@ $< $(FUZZ_DRIVER) $(FUZZ_OBJ) \
		$(FUZZ_LIBS)

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
