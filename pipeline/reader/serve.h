/* SPDX-License-Identifier: MIT
 *
 * The server loop (--serve) and its command line.
 */
#ifndef LEITMOTIF_READER_SERVE_H
#define LEITMOTIF_READER_SERVE_H

#include "pipeline/doc/wire.h"

/* Serve requests on a SOCK_SEQPACKET socket until the other end closes. Returns an exit status. */
int server_run(int sock);

/* Send a file through a server of our own and print its records, one a line. Limits, kind, sandbox
 * and fault are taken from q. Returns an exit status: 0 when the outcome is ok or partial. */
int dump_file(const char *path, struct wire_request *q);

#endif
