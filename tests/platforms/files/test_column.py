from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from survey.platforms.files.column import Column

CELLS = st.lists(st.sampled_from(["", " ", "a", "b", "A", "3"]), min_size=1, max_size=12)


@given(cells=CELLS)
def test_a_column_holds_its_cells_and_each_text_once(cells):
    column = Column.from_cells(cells)
    assert list(column) == cells == column.cells.tolist() == [column[row] for row in range(len(column))]
    assert sorted(set(cells)) == sorted(column.texts)
    assert column.blank.tolist() == [not cell.strip() for cell in cells]
    assert column.filled == any(cell.strip() for cell in cells)


@given(cells=CELLS, data=st.data())
def test_changes_reach_every_cell(cells, data):
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=len(cells), max_size=len(cells))))
    column = Column.from_cells(cells)
    assert list(column.map(str.lower)) == [cell.lower() for cell in cells]
    assert len(set(column.map(str.lower).texts)) == len(column.map(str.lower).texts)
    assert list(column.replace(mask, "a")) == ["a" if hit else cell for cell, hit in zip(cells, mask, strict=True)]
    kept = column.take(mask)
    assert list(kept) == [cell for cell, hit in zip(cells, mask, strict=True) if hit]
    assert set(kept.texts) == set(kept)
