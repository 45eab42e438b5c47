/* SPDX-License-Identifier: MIT
 *
 * leitmotif-reader --dump: what the reader sends for a file, readable, one record a line. It goes
 * through a server and a sandboxed child as a run of the main program does, so it is also the way
 * to try a file that makes trouble.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pipeline/reader/serve.h"

#define WIRE_X(name, number, word) [number] = word,
static const char *const outcome_words[] = { WIRE_OUTCOMES(WIRE_X) };
#undef WIRE_X

static const char *const block_words[] = {
	"?", "heading", "para", "item", "row", "footnote", "furniture", "quote", "title",
};

static int complain(const char *what, const char *path)
{
	fprintf(stderr, "leitmotif-reader: %s%s%s: %s\n", what, *path ? " " : "", path,
		strerror(errno));
	return -1;
}

/* The file's bytes in a memfd, or -1. */
static int load(const char *path, uint64_t *size)
{
	char buf[65536];
	ssize_t n = 0;
	int from = open(path, O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return complain("cannot open", path);
	int to = memfd_create("document", MFD_CLOEXEC);
	*size = 0;
	while (to >= 0 && (n = read(from, buf, sizeof buf)) > 0) {
		if (write(to, buf, (size_t)n) != n) {
			n = -1;
			break;
		}
		*size += (uint64_t)n;
	}
	if (to < 0 || n < 0) {
		complain("cannot read", path);
		if (to >= 0)
			close(to);
		to = -1;
	}
	close(from);
	return to;
}

static bool submit(int sock, const struct wire_request *q, int doc, int pipe)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(2 * sizeof(int))];
	} control = { 0 };
	struct wire_request copy = *q;
	struct iovec iov = { &copy, sizeof copy };
	struct msghdr m = { .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof control };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(2 * sizeof(int));
	memcpy(CMSG_DATA(c), (int[2]){ doc, pipe }, 2 * sizeof(int));
	return sendmsg(sock, &m, MSG_NOSIGNAL) == sizeof copy;
}

static void print_text(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] == '\t')
			fputs("\\t", stdout);
		else if (p[i] == '\n')
			fputs("\\n", stdout);
		else if (p[i] == '\\')
			fputs("\\\\", stdout);
		else if ((unsigned char)p[i] < ' ' || p[i] == 0x7f)
			printf("\\x%02x", (unsigned)(unsigned char)p[i]);
		else
			putchar(p[i]);
	putchar('\n');
}

static void print_line(const char *p, size_t n)
{
	struct wire_line l;
	if (n < sizeof l)
		return;
	memcpy(&l, p, sizeof l);
	printf("L %u %x %.1f %.1f %.1f %.1f %.1f ", l.page, l.flags, (double)l.x0, (double)l.y0,
	       (double)l.x1, (double)l.y1, (double)l.size);
	print_text(p + sizeof l, n - sizeof l);
}

static void print_block(const struct wire_record *h, const char *p, size_t n)
{
	struct wire_block b;
	if (n < sizeof b)
		return;
	memcpy(&b, p, sizeof b);
	printf("B %s %u %x %u ", block_words[h->a <= WIRE_TITLE ? h->a : 0], h->b, b.flags,
	       b.group);
	print_text(p + sizeof b, n - sizeof b);
}

static void print_record(const struct wire_record *h, const char *p)
{
	struct wire_page page;
	switch (h->type) {
	case WIRE_PAGE:
		if (h->len != sizeof page)
			break;
		memcpy(&page, p, sizeof page);
		printf("P %u %x %.1f %.1f\n", page.number, page.flags, (double)page.width,
		       (double)page.height);
		return;
	case WIRE_LINE:
		print_line(p, h->len);
		return;
	case WIRE_BLOCK:
		print_block(h, p, h->len);
		return;
	case WIRE_META: {
		size_t key = strnlen(p, h->len);
		printf("M %.*s ", (int)key, p);
		print_text(p + key + 1, key < h->len ? h->len - key - 1 : 0);
		return;
	}
	case WIRE_WARNING:
		fputs("W ", stdout);
		print_text(p, h->len);
		return;
	case WIRE_END:
		printf("E %s ", h->a < WIRE_OUTCOME_COUNT ? outcome_words[h->a] : "?");
		print_text(p, h->len);
		return;
	default:
		break;
	}
	printf("? type %u, %u bytes\n", h->type, h->len);
}

/* Print records until the pipe closes; stops at the first that cannot be one. -1 when they could not
 * be printed. */
static int print_records(FILE *in)
{
	struct wire_record h;
	char *p = malloc(WIRE_RECORD_MAX + 1u);
	if (!p)
		return complain("cannot read the records", "");
	while (fread(&h, sizeof h, 1, in) == 1) {
		if (h.len > WIRE_RECORD_MAX || fread(p, 1, h.len, in) != h.len) {
			puts("? not a record");
			break;
		}
		p[h.len] = 0;
		print_record(&h, p);
	}
	free(p);
	return 0;
}

static int converse(int sock, const struct wire_request *q, int doc)
{
	struct wire_reply r = { 0 };
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return complain("no pipe", "");
	FILE *in = fdopen(ends[0], "r");
	bool sent = in && submit(sock, q, doc, ends[1]);
	int rc = sent ? 0 : complain("no server", "");
	close(ends[1]);
	if (sent)
		rc = print_records(in);
	if (in)
		fclose(in);
	else
		close(ends[0]);
	if (rc < 0)
		return rc;
	if (recv(sock, &r, sizeof r, 0) != sizeof r || r.outcome >= WIRE_OUTCOME_COUNT)
		return complain("no reply", "");
	printf("= %s level %u cpu %u ms rss %u KB: %s\n", outcome_words[r.outcome], r.level,
	       r.cpu_ms, r.rss_kb, r.detail);
	if (fflush(stdout) != 0 || ferror(stdout))
		return complain("cannot write what was read", "");
	return r.outcome == WIRE_OK || r.outcome == WIRE_PARTIAL ? 0 : 1;
}

int dump_file(const char *path, struct wire_request *q)
{
	int ends[2], doc = load(path, &q->size);
	if (doc < 0)
		return 2;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
		complain("no socket", "");
		close(doc);
		return 2;
	}
	pid_t pid = fork();
	if (pid == 0) {
		close(ends[0]);
		close(doc);
		_exit(server_run(ends[1]));
	}
	close(ends[1]);
	int rc = pid > 0 ? converse(ends[0], q, doc) : complain("no process for the server", "");
	close(ends[0]);
	close(doc);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return rc < 0 ? 2 : rc;
}
