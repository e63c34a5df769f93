import collections, os
from hypothesis import given, settings, Phase, strategies as st
import pytest, importlib.util

seen = collections.Counter()
VALIDATE = bool(os.environ.get("VALIDATE"))


@settings(max_examples=int(os.environ.get("N", "150")), deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_fuzz(drawn_questionnaires, form_of, data):
    from pyxform.xls2xform import convert

    q = data.draw(drawn_questionnaires())
    form = form_of(q)
    try:
        r = convert(form.content, file_type=".xlsx", validate=VALIDATE)
        for w in r.warnings:
            seen["W " + w[:300]] += 1
    except Exception as e:
        k = type(e).__name__ + " " + str(e)[:300]
        if k not in seen:
            import pathlib

            pathlib.Path("/tmp/xf/fail.xlsx").write_bytes(form.content)
        seen[k] += 1


def test_zz():
    for k, v in seen.most_common(20):
        print(v, k)
