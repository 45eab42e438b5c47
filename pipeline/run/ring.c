/* SPDX-License-Identifier: MIT
 *
 * See ring.h. The only file that knows threads.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "pipeline/run/ring.h"

/* Slots are numbered by how many were filled before: number % slots is the place. */
struct ring {
	const struct ring_work *work;
	void *ctx;
	int slots;
	pthread_mutex_t lock;
	pthread_cond_t filled, done;
	bool *is_done;                   /* one a slot */
	uint64_t in, taken, out;         /* filled, given to workers, emptied */
	bool eof;
};

struct worker {
	struct ring *ring;
	int number;
	pthread_t thread;
};

static void *worker_main(void *arg)
{
	struct worker *me = arg;
	struct ring *r = me->ring;
	pthread_mutex_lock(&r->lock);
	for (;;) {
		while (r->taken == r->in && !r->eof)
			pthread_cond_wait(&r->filled, &r->lock);
		if (r->taken == r->in)
			break;
		int i = (int)(r->taken++ % (uint64_t)r->slots);
		pthread_mutex_unlock(&r->lock);
		r->work->work(r->ctx, me->number, i);
		pthread_mutex_lock(&r->lock);
		r->is_done[i] = true;
		pthread_cond_signal(&r->done);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* The calling thread: empty what is done, else fill what is free, else wait. */
static int feed(struct ring *r, struct error *e)
{
	int rc = 0;
	bool more = true;
	pthread_mutex_lock(&r->lock);
	while (rc >= 0 && (more || r->out < r->in)) {
		int i = (int)(r->out % (uint64_t)r->slots);
		if (r->out < r->in && r->is_done[i]) {
			r->is_done[i] = false;
			pthread_mutex_unlock(&r->lock);
			rc = r->work->empty(r->ctx, i, e);
			pthread_mutex_lock(&r->lock);
			r->out++;
		} else if (more && r->in - r->out < (uint64_t)r->slots) {
			i = (int)(r->in % (uint64_t)r->slots);
			pthread_mutex_unlock(&r->lock);
			rc = r->work->fill(r->ctx, i, e);
			pthread_mutex_lock(&r->lock);
			more = rc > 0;
			if (more) {
				r->in++;
				pthread_cond_signal(&r->filled);
			}
		} else {
			pthread_cond_wait(&r->done, &r->lock);
		}
	}
	if (rc < 0)
		r->taken = r->in;        /* after a failure nothing more is begun */
	r->eof = true;
	pthread_cond_broadcast(&r->filled);
	pthread_mutex_unlock(&r->lock);
	return rc < 0 ? rc : 0;
}

static int run_alone(const struct ring_work *work, void *ctx, struct error *e)
{
	int rc;
	while ((rc = work->fill(ctx, 0, e)) > 0) {
		work->work(ctx, 0, 0);
		if ((rc = work->empty(ctx, 0, e)) < 0)
			break;
	}
	return rc;
}

int ring_run(const struct ring_work *work, void *ctx, int workers, int slots, struct error *e)
{
	if (workers <= 1)
		return run_alone(work, ctx, e);
	struct ring r = { .work = work, .ctx = ctx, .slots = slots,
			  .lock = PTHREAD_MUTEX_INITIALIZER, .filled = PTHREAD_COND_INITIALIZER,
			  .done = PTHREAD_COND_INITIALIZER };
	struct worker *w = calloc((size_t)workers, sizeof *w);
	r.is_done = calloc((size_t)slots, sizeof *r.is_done);
	int rc = w && r.is_done ? 0 : fail(e, E_NOMEM, "no memory for the workers");
	int started = 0;
	while (rc == 0 && started < workers) {
		w[started] = (struct worker){ .ring = &r, .number = started };
		if (pthread_create(&w[started].thread, NULL, worker_main, &w[started]) != 0)
			break;
		started++;
	}
	if (rc == 0)
		rc = started ? feed(&r, e) : run_alone(work, ctx, e);
	for (int i = 0; i < started; i++)
		pthread_join(w[i].thread, NULL);
	free(w);
	free(r.is_done);
	return rc;
}
