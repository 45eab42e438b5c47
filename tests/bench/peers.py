# SPDX-License-Identifier: MIT
#
# Theme counts of every text in a folder, as people make them in Python.
# usage: peers.py HOW TERMS FOLDER
#   HOW: sklearn, CountVectorizer over n-grams of stems, each word stemmed once;
#        trie, a loop over words through a tree of stems, each word stemmed once;
#        nltk, ngrams() of stems, each word stemmed anew
#   TERMS: lines "theme TAB words"
# Prints how many occurrences there were.
import functools
import os
import re
import sys

from nltk.stem.snowball import SnowballStemmer
from nltk.util import ngrams

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
stemmer = SnowballStemmer("english")
stem_once = functools.lru_cache(maxsize=None)(stemmer.stem)


def words(text, stem=stem_once):
    return [stem(w) for w in WORD.findall(text.lower())]


def read_terms(path):
    themes = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            theme, phrase = line.rstrip("\n").split("\t")
            themes.setdefault(" ".join(words(phrase)), theme)
    return themes


def texts(folder):
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as f:
            yield f.read()


def by_sklearn(themes, folder):
    from sklearn.feature_extraction.text import CountVectorizer
    import numpy

    longest = max(t.count(" ") + 1 for t in themes)
    counter = CountVectorizer(tokenizer=words, token_pattern=None, lowercase=False,
                              vocabulary=sorted(themes), ngram_range=(1, longest))
    counts = counter.fit_transform(texts(folder))
    names = sorted(set(themes.values()))
    to_theme = numpy.zeros((len(themes), len(names)), dtype=int)
    for column, phrase in enumerate(sorted(themes)):
        to_theme[column, names.index(themes[phrase])] = 1
    return int((counts @ to_theme).sum())


def by_trie(themes, folder):
    trie = {}
    for phrase, theme in themes.items():
        node = trie
        for word in phrase.split(" "):
            node = node.setdefault(word, {})
        node[None] = theme
    total = 0
    for text in texts(folder):
        found = {}
        stems = words(text)
        for i, first in enumerate(stems):
            node, k = trie.get(first), i + 1
            while node is not None:
                if None in node:
                    found[node[None]] = found.get(node[None], 0) + 1
                node = node.get(stems[k]) if k < len(stems) else None
                k += 1
        total += sum(found.values())
    return total


def by_nltk(themes, folder):
    longest = max(t.count(" ") + 1 for t in themes)
    total = 0
    for text in texts(folder):
        found = {}
        stems = words(text, stemmer.stem)
        for n in range(1, longest + 1):
            for gram in ngrams(stems, n):
                theme = themes.get(" ".join(gram))
                if theme:
                    found[theme] = found.get(theme, 0) + 1
        total += sum(found.values())
    return total


how = {"sklearn": by_sklearn, "trie": by_trie, "nltk": by_nltk}[sys.argv[1]]
print(how(read_terms(sys.argv[2]), sys.argv[3]))
