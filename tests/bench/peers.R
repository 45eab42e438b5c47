# SPDX-License-Identifier: MIT
#
# Theme counts of every text in a folder with tm: a document-term matrix over
# n-grams of stems, with the terms as its dictionary.
# usage: Rscript peers.R TERMS FOLDER; prints how many occurrences there were.
suppressMessages({ library(tm); library(SnowballC) })
args <- commandArgs(trailingOnly = TRUE)
terms <- read.delim(args[1], header = FALSE, quote = "", col.names = c("theme", "phrase"))
stems <- function(text) {
	words <- regmatches(tolower(text), gregexpr("[[:alnum:]]+(['’][[:alnum:]]+)*", tolower(text)))
	wordStem(unlist(words), "english")
}
terms$phrase <- vapply(terms$phrase, function(p) paste(stems(p), collapse = " "), "")
terms <- terms[!duplicated(terms$phrase), ]
longest <- max(lengths(strsplit(terms$phrase, " ")))
grams <- function(x) {
	words <- stems(as.character(x))
	unlist(lapply(seq_len(longest), function(n)
		vapply(NLP::ngrams(words, n), paste, "", collapse = " ")))
}
corpus <- VCorpus(DirSource(args[2], encoding = "UTF-8"))
counts <- DocumentTermMatrix(corpus, control = list(tokenize = grams, tolower = FALSE,
	removePunctuation = FALSE, wordLengths = c(1, Inf), dictionary = terms$phrase))
themes <- rowsum(t(as.matrix(counts)), terms$theme[match(colnames(counts), terms$phrase)])
cat(sum(themes), "\n")
