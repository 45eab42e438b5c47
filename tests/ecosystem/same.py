# SPDX-License-Identifier: MIT
"""All formats of one store, read with defaults: the types are right and the sums are the same."""
import json
import sqlite3

import pandas as pd
import scipy.io
from sklearn.datasets import load_svmlight_file

documents, themes, ledger = (pd.read_csv(name) for name in ("csv", "long", "ledger"))
evidence = pd.read_json("evidence", lines=True)
objects = [json.loads(line) for line in open("jsonl")]
matrix = scipy.io.mmread("matrix").tocsr()
rates, grades = load_svmlight_file("svmlight")

names = list(dict.fromkeys(themes.theme))
text = {"doc", "status", "region_code", "ltla23cd", "local_authority", "inspectorate", "kind",
        "inspection_framework", "inspector_name", "inspection_theme", "program_version",
        "stemmer_version", "lexicon_hash"}
for column in documents.columns:
    values = documents[column].dropna()
    if column.endswith("_date"):
        pd.to_datetime(values, format="%Y-%m-%d")
    elif column not in text and not column.endswith("_grade"):
        assert pd.api.types.is_numeric_dtype(values), column

# Sentences of each theme, by every way.
sentences = {
    "csv": [documents[f"{name}.sentences"].sum() for name in names],
    "long": [themes.sentences[themes.theme == name].sum() for name in names],
    "jsonl": [sum(o["themes"].get(name, {}).get("sentences", 0) for o in objects) for name in names],
    "evidence": [(evidence.theme == name).sum() for name in names],
    "matrix": matrix.sum(axis=0).tolist()[0],
}
store = sqlite3.connect("file:s.db?mode=ro", uri=True)
for view in ("v_vectors_long", "v_vectors"):
    sums = dict(store.execute(f"SELECT theme, sum(sentences) FROM {view} GROUP BY theme"))
    sentences[view] = [sums.get(name, 0) for name in names]
rows = store.execute("SELECT count(*) FROM v_evidence").fetchone()[0]
assert rows == len(evidence), (rows, len(evidence))
for way, counts in sentences.items():
    assert list(counts) == list(sentences["csv"]), way

# The same documents in the same order; rates per 1,000 words.
assert matrix.shape == (len(documents), len(names)) == (len(objects), rates.shape[1])
wide = documents[[f"{name}.per_1000_words" for name in names]].to_numpy()
assert abs(rates.toarray() - wide).max() < 1e-9
assert [o["doc"] for o in objects] == list(documents.doc)
classes = documents.overall_effectiveness_grade.map(
    {"outstanding": 1, "good": 2, "requires improvement": 3, "adequate": 3, "inadequate": 4}).fillna(0)
assert list(classes) == list(grades)
assert len(ledger) == 69 and (ledger.status == "ok").sum() == len(documents)
print(f"pandas, scipy, scikit-learn, sqlite3: {len(names)} themes, {sum(sentences['csv'])} sentences, "
      f"the same {len(sentences)} ways")
