/* SPDX-License-Identifier: MIT
 *
 * See survey.h.
 */
#include <sys/stat.h>

#include "pipeline/io/file.h"
#include "pipeline/io/survey.h"

bool survey_is_hidden(struct str name)
{
	static const struct str junk[] = { STR("__MACOSX"), STR("Thumbs.db"), STR("desktop.ini") };
	if (name.n && name.p[0] == '.' && !str_eq(name, S(".")) && !str_eq(name, S("..")))
		return true;
	for (ptrdiff_t i = 0; i < countof(junk); i++)
		if (str_eq(name, junk[i]))
			return true;
	return false;
}

bool survey_is_hidden_path(struct str path)
{
	while (path.n)
		if (survey_is_hidden(str_cut(&path, '/')))
			return true;
	return false;
}

static void add_file(struct survey *s, const struct stat *st)
{
	s->files++;
	s->bytes += S_ISREG(st->st_mode) ? (uint64_t)st->st_size : 0;
}

static void add_folder(struct survey *s, const char *path)
{
	struct arena mem;
	struct file_list list = { 0 };
	struct error ignored = { 0 };
	struct buf full = { 0 };
	arena_init(&mem, 0);
	file_list(&list, &mem, path, &ignored);
	for (ptrdiff_t i = 0; i < list.names.n; i++) {
		const struct file_name *f = &list.names.at[i];
		struct stat st;
		if (survey_is_hidden(f->name))
			continue;
		buf_reset(&full);
		buf_addf(&full, "%s/%s", path, f->name.p);
		buf_addc(&full, '\0');
		if (!buf_ok(&full))
			break;
		if (f->folder)
			add_folder(s, full.p);
		else if (lstat(full.p, &st) == 0)
			add_file(s, &st);
	}
	buf_release(&full);
	arena_release(&mem);
}

void survey_paths(struct survey *s, char *const *paths, int count)
{
	*s = (struct survey){ 0 };
	for (int i = 0; i < count; i++) {
		struct stat st;
		if (file_is_folder(paths[i]))
			add_folder(s, paths[i]);
		else if (stat(paths[i], &st) == 0)
			add_file(s, &st);
		else
			s->files++;       /* standard input */
	}
}
