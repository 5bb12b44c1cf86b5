import pytest

from corpus.errors import RegisterError
from corpus.examples import Example, examples_file, examples_sha256, read_examples

LINE = '{"heading": "Helpers", "text": "Whoever helps is punished.", "labels": {"W-01": "met", "W-02": "arguable"}}'


def written(tmp_path, text):
    path = tmp_path / "waste.examples.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_examples_are_read_in_their_order(tmp_path):
    path = written(tmp_path, LINE + '\n\n{"text": "This Act is the Waste Act."}\n')
    first, second = read_examples(path, {"W-01", "W-02"})
    assert (first.heading, first.labels) == ("Helpers", {"W-01": "met", "W-02": "arguable"})
    assert second == Example(text="This Act is the Waste Act.")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not json", "no example"),
        ('{"heading": "Helpers"}', "text"),
        ('{"text": "Whoever helps.", "labels": {"W-01": "perhaps"}}', "labels.W-01"),
        ('{"text": "Whoever helps.", "labels": {"W-09": "met"}}', "no element W-09"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, said):
    with pytest.raises(RegisterError, match=said) as raised:
        read_examples(written(tmp_path, f"{LINE}\n{line}\n"), {"W-01", "W-02"})
    assert raised.value.where.endswith(":2")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(RegisterError, match="cannot be read"):
        read_examples(examples_file(tmp_path / "waste.yaml"), {"W-01"})


def test_the_hash_is_of_what_is_said_not_of_how_it_is_written(tmp_path):
    one = read_examples(written(tmp_path, LINE), {"W-01", "W-02"})
    other = read_examples(written(tmp_path, LINE.replace(": ", ":") + "\n\n"), {"W-01", "W-02"})
    assert examples_sha256(one) == examples_sha256(other)
    assert examples_sha256(one) != examples_sha256([*one, Example(text="More.")])
