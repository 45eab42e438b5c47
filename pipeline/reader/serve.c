/* SPDX-License-Identifier: MIT
 *
 * leitmotif-reader --serve: takes requests from the main program over fd 3, forks a child for each,
 * waits with a deadline, kills the child's group when it is over, and says how the child ended. The
 * server itself never looks into a document and stays small, so that a fork is cheap.
 */
#include "pipeline/reader/serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/reader/child.h"

struct server {
	pid_t pid;
	int sock;
	struct sandbox box;
	struct note *note;                      /* shared with the child of the moment */
	bool loaded;                            /* the libraries that not all documents take */
};

struct end {
	int status;
	bool late, gone;                        /* over the deadline; the main program has gone */
	struct rusage use;
};

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A request with its two descriptors. 0 = the main program has closed, < 0 = not a request. */
static int take(int sock, struct wire_request *q, int fds[2])
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control;
	struct iovec iov = { q, sizeof *q };
	struct msghdr m = { .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof control };
	ssize_t n;
	do
		n = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return 0;
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	if (!c || c->cmsg_type != SCM_RIGHTS || c->cmsg_len != CMSG_LEN(2 * sizeof(int)))
		return -1;
	memcpy(fds, CMSG_DATA(c), 2 * sizeof(int));
	return n == sizeof *q && q->magic == WIRE_REQUEST_MAGIC ? 1 : -1;
}

/* The uid may be at its limit of processes for a moment: try again a few times. */
static pid_t fork_patiently(void)
{
	pid_t pid = fork();
	for (long ms = 1; pid < 0 && errno == EAGAIN && ms <= 256; ms *= 4) {
		nanosleep(&(struct timespec){ 0, ms * 1000000 }, NULL);
		pid = fork();
	}
	return pid;
}

/* The child holds the write end of a pipe for life, so its end is seen as a hang-up: this works
 * where pidfd_open() is refused. The socket hangs up when the main program has gone. */
static struct end await(const struct server *s, const struct wire_request *q, pid_t pid, int life)
{
	struct end e = { 0 };
	struct pollfd p[2] = { { .fd = life, .events = POLLIN }, { .fd = s->sock } };
	int64_t deadline = now_ms() + q->wall_ms;
	for (;;) {
		int64_t left = q->wall_ms ? deadline - now_ms() : 60000;
		int got = poll(p, 2, left < 0 ? 0 : left > 60000 ? 60000 : (int)left);
		if (got < 0 && errno != EINTR)
			break;
		if (got > 0 && p[0].revents)
			break;
		e.gone = got > 0 && p[1].revents;
		e.late = q->wall_ms && now_ms() >= deadline;
		if (e.gone || e.late)
			break;
	}
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL);
	while (wait4(pid, &e.status, 0, &e.use) < 0 && errno == EINTR) {
	}
	return e;
}

static void say(struct wire_reply *r, enum wire_outcome outcome, const char *detail)
{
	r->outcome = outcome;
	snprintf(r->detail, sizeof r->detail, "%s", detail);
}

/* The child's own words: any bytes may stand there if it was taken over. */
static void quote(struct wire_reply *r, const struct note *note)
{
	size_t i = 0;
	for (; i + 1 < sizeof r->detail && note->detail[i]; i++)
		r->detail[i] = (unsigned char)note->detail[i] < ' ' ? ' ' : note->detail[i];
	memset(r->detail + i, 0, sizeof r->detail - i);
}

static void classify_signal(struct wire_reply *r, int sig)
{
	char s[WIRE_DETAIL_MAX];
	switch (sig) {
	case SIGXCPU:
		say(r, WIRE_TIMEOUT, "over the limit of processor time");
		break;
	case SIGKILL: /* not by us: the hard CPU limit, or the kernel is out of memory */
		say(r, WIRE_MEMORY, "killed, most likely by the system for want of memory");
		break;
	case SIGSYS:
		say(r, WIRE_SANDBOX, "the parser made a forbidden system call");
		break;
	default:
		snprintf(s, sizeof s, "the parser crashed: %s", strsignal(sig));
		say(r, WIRE_CRASH, s);
	}
}

static struct wire_reply classify(const struct server *s, const struct wire_request *q,
				  const struct end *e)
{
	struct wire_reply r = { .magic = WIRE_REPLY_MAGIC,
				.level = s->note->level,
				.outcome = WIRE_INTERNAL };
	r.cpu_ms = (uint32_t)((e->use.ru_utime.tv_sec + e->use.ru_stime.tv_sec) * 1000
			      + (e->use.ru_utime.tv_usec + e->use.ru_stime.tv_usec) / 1000);
	r.rss_kb = (uint32_t)e->use.ru_maxrss;
	if (e->late) {
		snprintf(r.detail, sizeof r.detail, "over the limit of %u ms", q->wall_ms);
		r.outcome = WIRE_TIMEOUT;
	} else if (WIFSIGNALED(e->status)) {
		classify_signal(&r, WTERMSIG(e->status));
	} else if (WEXITSTATUS(e->status) >= OUT_STATUS
		   && WEXITSTATUS(e->status) < OUT_STATUS + WIRE_OUTCOME_COUNT) {
		r.outcome = (uint32_t)(WEXITSTATUS(e->status) - OUT_STATUS);
		quote(&r, s->note);
	} else {
		snprintf(r.detail, sizeof r.detail, "the parser ended with status %d",
			 WEXITSTATUS(e->status));
		r.outcome = WIRE_CRASH;
	}
	return r;
}

_Noreturn static void become_child(struct server *s, const struct wire_request *q, const int fds[2])
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != s->pid) /* the server died before the line above */
		_exit(OUT_STATUS + WIRE_INTERNAL);
	close(s->sock);
	signal(SIGXCPU, SIG_DFL);
	child_run(&s->box, q, fds[0], fds[1], s->note);
}

/* Behind the filter no library can be loaded. A server that reads no DOCX is spared those that it
 * takes: by their mappings each fork would be dearer. */
static void load_libraries(struct server *s, uint32_t kind)
{
	if (s->loaded || (kind != WIRE_DOCX && kind != WIRE_AUTO))
		return;
	docx_prepare();
	sandbox_measure(&s->box);
	s->loaded = true;
}

static struct wire_reply handle(struct server *s, const struct wire_request *q, int fds[2],
				bool *gone)
{
	struct wire_reply r = { .magic = WIRE_REPLY_MAGIC };
	int life[2];
	memset(s->note, 0, sizeof *s->note);
	load_libraries(s, q->kind);
	if (pipe(life) != 0) {
		say(&r, WIRE_INTERNAL, "no pipe");
		return r;
	}
	pid_t pid = fork_patiently();
	if (pid == 0) {
		close(life[0]);
		become_child(s, q, fds);
	}
	close(life[1]);
	close(fds[0]);
	close(fds[1]);
	fds[0] = fds[1] = -1;
	if (pid < 0) {
		say(&r, WIRE_INTERNAL, "no process: the system's limit is reached");
	} else {
		setpgid(pid, pid);
		struct end e = await(s, q, pid, life[0]);
		*gone = e.gone;
		r = classify(s, q, &e);
	}
	close(life[0]);
	return r;
}

static int serve(struct server *s)
{
	bool gone = false;
	while (!gone) {
		struct wire_request q = { 0 };
		struct wire_reply r = { .magic = WIRE_REPLY_MAGIC,
					.outcome = WIRE_INTERNAL,
					.detail = "not a request" };
		int fds[2] = { -1, -1 }, got = take(s->sock, &q, fds);
		if (got == 0)
			break;
		if (got > 0)
			r = handle(s, &q, fds, &gone);
		for (int i = 0; i < 2; i++)
			if (fds[i] >= 0)
				close(fds[i]);
		if (!gone && send(s->sock, &r, sizeof r, MSG_NOSIGNAL) != sizeof r)
			break;
	}
	return 0;
}

int server_run(int sock)
{
	struct server s = { .sock = sock, .pid = getpid() };
	static const int ignored[] = { SIGPIPE, SIGINT, SIGTERM, SIGHUP };
	/* The main program decides when to stop: a signal to the group must not lose a document. */
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		signal(ignored[i], SIG_IGN);
	s.note = mmap(NULL, sizeof *s.note, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (s.note == MAP_FAILED)
		return 1;
	sandbox_init(&s.box);
	pdf_prepare();
	int rc = serve(&s);
	sandbox_release(&s.box);
	return rc;
}
