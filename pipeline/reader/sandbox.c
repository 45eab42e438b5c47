/* SPDX-License-Identifier: MIT
 *
 * Limits and the seccomp filter. What is allowed was found by running the three parsers; sysinfo is
 * there because glibc's qsort asks for the size of memory. Any other call answers ENOSYS, which the
 * C library can live with (a new call of a newer library falls back to an older one); what only an
 * attacker would ask for kills. No namespaces: containers often have none to give.
 */
#include "pipeline/reader/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/reader/cover.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(exit_group), SCMP_SYS(exit), SCMP_SYS(brk),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(newfstatat),
	SCMP_SYS(fstat), SCMP_SYS(getrandom), SCMP_SYS(sysinfo), SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(restart_syscall),
#ifdef SANITIZED
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(sched_yield), SCMP_SYS(sigaltstack),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(getrlimit), SCMP_SYS(prlimit64),
#endif
};

static const int forbidden[] = {
	SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(execve),
	SCMP_SYS(execveat), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(clone), SCMP_SYS(clone3), SCMP_SYS(kill),
	SCMP_SYS(tkill),
	SCMP_SYS(creat), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat),
	SCMP_SYS(renameat2), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink),
	SCMP_SYS(symlinkat),
	SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(chmod), SCMP_SYS(fchmodat), SCMP_SYS(truncate),
	SCMP_SYS(mount), SCMP_SYS(bpf), SCMP_SYS(openat2), SCMP_SYS(io_uring_setup),
};

/* Kill open() for writing; other opens fall to ENOSYS. A flag of O_ACCMODE's two bits is enough. */
static int forbid_open(scmp_filter_ctx f, int call, unsigned arg)
{
	static const scmp_datum_t bits[] = { O_WRONLY, O_RDWR, O_CREAT };
	for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
		struct scmp_arg_cmp c = { arg, SCMP_CMP_MASKED_EQ, bits[i], bits[i] };
		int rc = seccomp_rule_add_array(f, SCMP_ACT_KILL_PROCESS, call, 1, &c);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* Allow mapping memory, but never as code. */
static int allow_data(scmp_filter_ctx f, int call)
{
	struct scmp_arg_cmp c = { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 };
	return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &c);
}

static int add_rules(scmp_filter_ctx f)
{
	int rc = 0;
	for (size_t i = 0; !rc && i < sizeof allowed / sizeof *allowed; i++)
		rc = seccomp_rule_add_array(f, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
	for (size_t i = 0; !rc && i < sizeof forbidden / sizeof *forbidden; i++)
		rc = seccomp_rule_add_array(f, SCMP_ACT_KILL_PROCESS, forbidden[i], 0, NULL);
	if (!rc)
		rc = forbid_open(f, SCMP_SYS(open), 1);
	if (!rc)
		rc = forbid_open(f, SCMP_SYS(openat), 2);
	if (!rc)
		rc = allow_data(f, SCMP_SYS(mmap));
	return rc ? rc : allow_data(f, SCMP_SYS(mprotect));
}

/* The rules as the kernel's program: libseccomp only writes it to a descriptor. */
static void compile(struct sandbox *s, scmp_filter_ctx f)
{
	struct stat st;
	int fd = memfd_create("filter", MFD_CLOEXEC);
	if (fd < 0)
		return;
	if (seccomp_export_bpf(f, fd) == 0 && fstat(fd, &st) == 0 && st.st_size > 0) {
		size_t n = (size_t)st.st_size;
		struct sock_filter *code = malloc(n);
		if (code && pread(fd, code, n, 0) == (ssize_t)n) {
			s->prog.filter = code;
			s->prog.len = (unsigned short)(n / sizeof *code);
		} else {
			free(code);
		}
	}
	close(fd);
}

static uint64_t address_space(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	if (f) {
		if (fscanf(f, "%lu", &pages) != 1)
			pages = 0;
		fclose(f);
	}
	if (pages == 0)
		return 256ull << 20; /* no /proc: more than the program and its libraries need */
	return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

void sandbox_measure(struct sandbox *s)
{
	s->base = address_space();
}

void sandbox_init(struct sandbox *s)
{
	*s = (struct sandbox){ 0 };
	sandbox_measure(s);
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	if (!f)
		return;
	if (add_rules(f) == 0)
		compile(s, f);
	seccomp_release(f);
}

void sandbox_release(struct sandbox *s)
{
	free(s->prog.filter);
	*s = (struct sandbox){ 0 };
}

static bool cap(int which, uint64_t soft, uint64_t hard)
{
	return setrlimit((__rlimit_resource_t)which, &(struct rlimit){ soft, hard }) == 0;
}

bool sandbox_limit(const struct sandbox *s, const struct wire_request *q)
{
	bool ok = cap(RLIMIT_CORE, 0, 0) && (COVER || cap(RLIMIT_FSIZE, 0, 0));
	if (q->cpu_s)
		ok = cap(RLIMIT_CPU, q->cpu_s, q->cpu_s + 1ull) && ok;
#ifdef SANITIZED
	(void)s; /* the sanitizer reserves terabytes of addresses */
#else
	uint64_t room = s->base + q->size + ((uint64_t)q->mem_mb << 20);
	if (q->mem_mb)
		ok = cap(RLIMIT_AS, room, room) && ok;
#endif
	if (!COVER)
		cap(RLIMIT_NOFILE, 0, 0); /* valgrind does not allow it, and the filter covers it */
	return ok;
}

bool sandbox_enter(const struct sandbox *s)
{
	if (s->prog.len == 0 || COVER) {
		errno = ENOSYS;
		return false;
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	return prctl(PR_SET_SECCOMP, 2 /* SECCOMP_MODE_FILTER */, &s->prog, 0, 0) == 0;
}
