import hashlib

import numpy as np
import pytest

from index.errors import StoreError
from index.rows import TEXTS, VECTORS, Pending, new_rows, open_rows


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_what_was_filled_in_is_mapped_again(tmp_path):
    made = new_rows(tmp_path, [sha("a"), sha("b"), sha("a")], 3)
    made[:] = [[1, 2, 3], [4, 5, 6], [1, 2, 3]]
    del made
    rows = open_rows(tmp_path)
    assert rows.vectors.tolist() == [[1, 2, 3], [4, 5, 6], [1, 2, 3]]
    assert rows.text_sha256s == [sha("a"), sha("b"), sha("a")]
    assert {text: vector.tolist() for text, vector in rows.by_text().items()} == {sha("a"): [1, 2, 3], sha("b"): [4, 5, 6]}
    with pytest.raises(ValueError, match="read-only"):
        rows.vectors[0, 0] = 9


@pytest.mark.parametrize("harm", ["missing", "short", "other numbers", "fewer texts"])
def test_rows_that_are_damaged(tmp_path, harm):
    new_rows(tmp_path, [sha("a"), sha("b")], 3)[:] = 1
    if harm == "missing":
        (tmp_path / TEXTS).unlink()
    elif harm == "short":
        (tmp_path / VECTORS).write_bytes((tmp_path / VECTORS).read_bytes()[:-5])
    elif harm == "other numbers":
        np.save(tmp_path / VECTORS, np.ones((2, 3)))
    else:
        np.save(tmp_path / TEXTS, np.zeros((1, 32), dtype=np.uint8))
    with pytest.raises(StoreError, match="clausewise index build"):
        open_rows(tmp_path)


def test_pending_rows_are_kept_as_they_come(tmp_path):
    pending = Pending(tmp_path / "pending", "f" * 64, 2)
    assert pending.read().by_text() == {}
    pending.add([sha("a"), sha("b")], np.array([[1, 0], [0, 1]], dtype=np.float32))
    pending.add([sha("c")], np.array([[0.5, 0.5]], dtype=np.float32))
    again = Pending(tmp_path / "pending", "f" * 64, 2).read().by_text()
    assert {text: vector.tolist() for text, vector in again.items()} == {sha("a"): [1, 0], sha("b"): [0, 1], sha("c"): [0.5, 0.5]}
    assert Pending(tmp_path / "pending", "e" * 64, 2).read().by_text() == {}, "another model's are not ours"


@pytest.mark.parametrize("cut", [1, 39, 40, 41])
def test_a_row_that_was_not_written_to_its_end_is_left_out_and_written_over(tmp_path, cut):
    pending = Pending(tmp_path, "f" * 64, 2)  # a row takes 32 + 2 * 4 bytes
    pending.add([sha("a"), sha("b")], np.array([[1, 0], [0, 1]], dtype=np.float32))
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-cut])
    kept = pending.read().by_text()
    assert len(kept) == (1 if cut <= 40 else 0)
    pending.add([sha("c")], np.array([[3, 4]], dtype=np.float32))
    assert {text: vector.tolist() for text, vector in pending.read().by_text().items()} == {
        **{text: vector.tolist() for text, vector in kept.items()},
        sha("c"): [3, 4],
    }
