/* SPDX-License-Identifier: MIT
 *
 * A web server of bad manners on 127.0.0.1, for the tests of fetch. What it
 * does is in the path: /ok/... answers as it should, /truncated/... breaks off,
 * and so on. It writes its port to a file, and each request with the fields
 * that matter to another.
 * usage: httpd PORT-FILE LOG-FILE [ROBOTS-STATUS]
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIFE_S 100               /* a test that forgets it does not leave it behind for long */
#define BODY 3000

static const char robots[] = "User-agent: *\nDisallow: /\n\nUser-agent: Leitmotif\n"
			     "Disallow: /private\nAllow: /private/open\n";
static char robots_status[40] = "200 OK";

struct request {
	char path[512], etag[128], since[128], range[64], if_range[128], agent[256];
	int count;               /* how often this path was asked for before */
};

static void say(int fd, const char *text)
{
	size_t n = strlen(text);
	while (n) {
		ssize_t k = write(fd, text, n);
		if (k <= 0)
			_exit(0);
		text += k;
		n -= (size_t)k;
	}
}

static void field(const char *line, const char *name, char *to, size_t size)
{
	size_t n = strlen(name);
	if (strncasecmp(line, name, n) == 0 && line[n] == ':')
		snprintf(to, size, "%s", line + n + 1 + (line[n + 1] == ' '));
}

static int read_request(int fd, struct request *r)
{
	char bytes[8192] = "", *save;
	size_t n = 0;
	*r = (struct request){ 0 };
	while (!strstr(bytes, "\r\n\r\n")) {
		ssize_t k = n < sizeof bytes - 1 ? read(fd, bytes + n, sizeof bytes - 1 - n) : 0;
		if (k <= 0)
			return -1;
		n += (size_t)k;
		bytes[n] = '\0';
	}
	for (char *line = strtok_r(bytes, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
		sscanf(line, "GET %511s", r->path);
		field(line, "If-None-Match", r->etag, sizeof r->etag);
		field(line, "If-Modified-Since", r->since, sizeof r->since);
		field(line, "Range", r->range, sizeof r->range);
		field(line, "If-Range", r->if_range, sizeof r->if_range);
		field(line, "User-Agent", r->agent, sizeof r->agent);
	}
	return 0;
}

static int count(const char *path)
{
	static struct {
		char path[512];
		int n;
	} seen[200];
	for (int i = 0; i < 200; i++) {
		if (!seen[i].n)
			snprintf(seen[i].path, sizeof seen[i].path, "%s", path);
		if (strcmp(seen[i].path, path) == 0)
			return seen[i].n++;
	}
	return 0;
}

/* BODY bytes that look like a PDF and tell their place, from the byte `from` on, `n` of them. */
static void send_body(int fd, int from, int n)
{
	char body[BODY + 1];
	int at = snprintf(body, sizeof body, "%%PDF-1.4\n");
	while (at < BODY)
		body[at] = (char)('a' + at % 26), at++;
	body[from + n] = '\0';
	say(fd, body + from);
}

static void head(int fd, const char *status, const char *fields, long length)
{
	char text[1000];
	snprintf(text, sizeof text, "HTTP/1.1 %s\r\n%sContent-Length: %ld\r\nConnection: close\r\n\r\n",
		 status, fields, length);
	say(fd, text);
}

static void not_modified(int fd, const char *tag)
{
	char text[300];
	snprintf(text, sizeof text, "HTTP/1.1 304 Not Modified\r\nETag: %s\r\nConnection: close\r\n\r\n",
		 tag);
	say(fd, text);
}

static int under(const struct request *r, const char *folder)
{
	return strncmp(r->path, folder, strlen(folder)) == 0;
}

/* The first time it breaks off in the middle; asked for the rest, it sends it. */
static void truncated(int fd, const struct request *r)
{
	int from = 0;
	const char *tag = "ETag: \"one\"\r\nContent-Type: application/pdf\r\n";
	if (strcmp(r->etag, "\"one\"") == 0) {
		not_modified(fd, r->etag);
		return;
	}
	if (sscanf(r->range, "bytes=%d-", &from) == 1 && strcmp(r->if_range, "\"one\"") == 0 &&
	    from < BODY) {
		char fields[200];
		snprintf(fields, sizeof fields, "%sContent-Range: bytes %d-%d/%d\r\n", tag, from, BODY - 1,
			 BODY);
		head(fd, "206 Partial Content", fields, BODY - from);
		send_body(fd, from, under(r, "/truncated/twice") && r->count == 1 ? 100 : BODY - from);
		return;
	}
	head(fd, "200 OK", tag, BODY);
	send_body(fd, 0, 1200);
}

static void endless(int fd)
{
	say(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
	for (;;)
		say(fd, "10\r\n0123456789abcdef\r\n");
}

static void ok(int fd, const struct request *r)
{
	const char *fields = "ETag: \"v1\"\r\nLast-Modified: Wed, 01 Jan 2025 00:00:00 GMT\r\n"
			     "Content-Type: application/pdf\r\n";
	if (strcmp(r->etag, "\"v1\"") == 0) {
		not_modified(fd, r->etag);
		return;
	}
	head(fd, "200 OK", fields, BODY);
	send_body(fd, 0, BODY);
}

static void page(int fd, const char *text)
{
	head(fd, "200 OK", "Content-Type: text/html\r\n", (long)strlen(text));
	say(fd, text);
}

static void plain(int fd, const char *text)
{
	head(fd, "200 OK", "Content-Type: text/plain\r\n", (long)strlen(text));
	say(fd, text);
}

static void redirect(int fd, const char *to)
{
	char fields[300];
	snprintf(fields, sizeof fields, "Location: %s\r\n", to);
	head(fd, "302 Found", fields, 0);
}

static void answer(int fd, const struct request *r)
{
	if (strcmp(r->path, "/robots.txt") == 0)
		head(fd, robots_status, "", (long)strlen(robots)), say(fd, robots);
	else if (under(r, "/ok/") || under(r, "/private/"))
		ok(fd, r);
	else if (under(r, "/truncated/"))
		truncated(fd, r);
	else if (under(r, "/changing/"))
		plain(fd, r->count ? "Caseloads are low.\n" : "Caseloads are too high.\n");
	else if (under(r, "/plain/"))
		plain(fd, "Caseloads are too high.\n");
	else if (under(r, "/slow/"))
		sleep(3);
	else if (under(r, "/busy/") && r->count == 0)
		head(fd, "429 Too Many Requests", "Retry-After: 1\r\n", 0);
	else if (under(r, "/busy/"))
		ok(fd, r);
	else if (under(r, "/later/"))
		head(fd, "503 Service Unavailable", "Retry-After: 86400\r\n", 0);
	else if (under(r, "/down/"))
		head(fd, "503 Service Unavailable", "", 0);
	else if (under(r, "/page/"))
		page(fd, "<!DOCTYPE html>\n<title>Not here</title><p>Gone.</p>\n");
	else if (under(r, "/big/"))
		head(fd, "200 OK", "", 1L << 40);
	else if (under(r, "/endless/"))
		endless(fd);
	else if (under(r, "/moved/private"))
		redirect(fd, "/private/x.pdf");
	else if (under(r, "/moved/file"))
		redirect(fd, "file:///etc/passwd");
	else if (under(r, "/moved/"))
		redirect(fd, "../ok/moved.pdf");
	else if (under(r, "/loop/"))
		redirect(fd, r->path);
	else if (under(r, "/empty/"))
		head(fd, "200 OK", "", 0);
	else
		head(fd, "404 Not Found", "", 0);
}

static void serve(int fd, FILE *log)
{
	struct request r;
	if (read_request(fd, &r) == 0) {
		r.count = count(r.path);
		fprintf(log, "%s%s%s%s%s%s%s%s%s | %s\n", r.path, r.etag[0] ? " none-match " : "", r.etag,
			r.since[0] ? " since " : "", r.since, r.range[0] ? " range " : "", r.range,
			r.if_range[0] ? " if " : "", r.if_range, r.agent);
		fflush(log);
		if (fork() == 0) {
			answer(fd, &r);
			_exit(0);
		}
	}
	close(fd);
}

int main(int argc, char **argv)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int s = socket(AF_INET, SOCK_STREAM, 0);
	FILE *log = argc > 2 ? fopen(argv[2], "w") : NULL;
	if (argc > 3)
		snprintf(robots_status, sizeof robots_status, "%s Whatever", argv[3]);
	if (!log || s < 0 || bind(s, (struct sockaddr *)&a, sizeof a) < 0 || listen(s, 16) < 0 ||
	    getsockname(s, (struct sockaddr *)&a, &n) < 0)
		return 2;
	FILE *port = fopen(argv[1], "w");
	if (!port || fprintf(port, "%d\n", ntohs(a.sin_port)) < 0 || fclose(port) != 0)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	alarm(LIFE_S);
	for (;;) {
		int fd = accept(s, NULL, NULL);
		if (fd >= 0)
			serve(fd, log);
	}
}
