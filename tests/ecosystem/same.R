# SPDX-License-Identifier: MIT
# What R reads with defaults: types and sums.
suppressMessages(library(Matrix))
documents <- read.csv("csv")
themes <- read.csv("long")
matrix <- readMM("matrix")
counts <- grepl("\\.(sentences|mentions|strength|concern|mixed|neutral|better|worse)$", names(documents))
stopifnot(
	all(sapply(documents[counts], is.integer)),
	is.numeric(documents$words),
	nrow(matrix) == nrow(documents),
	sum(matrix) == sum(themes$sentences),
	sum(themes$sentences) == sum(documents[grepl("\\.sentences$", names(documents))]),
	!anyNA(as.Date(documents$publication_date[documents$publication_date != ""]))
)
cat("R:", nrow(documents), "documents,", sum(matrix), "sentences\n")
