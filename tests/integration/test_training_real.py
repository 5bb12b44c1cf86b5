"""Training for real, on an encoder of two layers: what is learnt is what the exported classifier says."""

import json
import shutil

import pytest
from numpy import zeros

from corpus.examples import Example
from index.classifier import CARD, SECOND, load_classifier
from index.encoders import BGE, encoder_of, load_encoder
from index.errors import ModelError, WrongModel
from index.onnx_export import recovered_weights
from index.onnx_model import WEIGHTS
from index.span_head import likeliest_run
from index.span_training import Quoted, train_spans
from index.training import Lesson, Plan, mean_classifier, targets_of, train

ELEMENTS = ("W-01", "W-02")
CLASSES = ("none", "met", "partial", "conflict")
EXAMPLES = [
    Example(heading="Dumping", text="whoever dumps waste is punished", labels={"W-01": "met"}),
    Example(text="whoever dumps waste under {CORE} is excused", labels={"W-01": "conflict"}),
    Example(text="a town keeps a list of waste", labels={"W-02": "partial", "W-01": "arguable"}),
    Example(text="this act is the town act under {OTHER}"),
]


def encoder(folder):
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)  # an encoder by chance now and then learns too little
    words = sorted(
        {word for example in EXAMPLES for word in f"{example.heading} {example.text}".lower().split()} - {"{core}", "{other}"}
    )
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words, "section", "dumping", "(", ")", "."]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(vocabulary)), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(dict.fromkeys(vocabulary)),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    lessons = [Lesson(one.heading, one.text, targets_of(one.labels, ELEMENTS, CLASSES)) for one in EXAMPLES * 8]
    plan = Plan("waste", ELEMENTS, CLASSES, {"core": "dumping"}, "0" * 64, epochs=200)
    told = []
    card = train(lessons, plan, encoder_of(str(encoder(folder / "encoder"))), folder / "waste.classifier", told.append)
    return folder, card, told


def test_what_was_learnt_is_what_the_classifier_says(trained):
    folder, card, told = trained
    assert (card.register_id, card.examples, len(told)) == ("waste", 32, 200)
    classifier = load_classifier("auto", folder / "waste.yaml", "waste")
    found = classifier.classify(
        [
            "Dumping. whoever dumps waste is punished",
            "whoever dumps waste under section 3 (dumping) is excused",
            "this act is the town act",
        ]
    )
    assert found.shape == (3, 2, 4)
    assert found.sum(axis=-1) == pytest.approx(1, abs=1e-5)
    assert [CLASSES[at] for at in found[:, 0].argmax(axis=-1)] == ["met", "conflict", "none"]
    assert classifier.classify([]).shape == (0, 2, 4)
    assert (
        found
        == load_classifier(str(classifier.folder), folder / "x.yaml", "waste").classify(
            [
                "Dumping. whoever dumps waste is punished",
                "whoever dumps waste under section 3 (dumping) is excused",
                "this act is the town act",
            ]
        )
    ).all()


def test_a_classifier_is_trained_further_from_its_weights_of_8_bits(trained, tmp_path):
    folder, _, _ = trained
    first = load_classifier("auto", folder / "waste.yaml", "waste")
    new = Example(text="a town keeps a list of waste", labels={"W-02": "conflict"})
    lessons = [
        Lesson(one.heading, one.text, targets_of(one.labels, ELEMENTS, CLASSES)) for one in [*EXAMPLES[:2], EXAMPLES[3], new]
    ]
    plan = Plan("waste", ELEMENTS, CLASSES, {"core": "dumping"}, "1" * 64, epochs=100)
    train(lessons * 8, plan, encoder_of(str(folder / "encoder")), tmp_path / "further", lambda _: None, start=first)
    further = load_classifier(str(tmp_path / "further"), folder / "waste.yaml", "waste")
    kept, changed = further.classify(["Dumping. whoever dumps waste is punished", "a town keeps a list of waste"])
    assert CLASSES[kept[0].argmax()] == "met"
    assert CLASSES[changed[1].argmax()] == "conflict"


def test_no_step_keeps_what_the_classifier_says(trained, tmp_path):
    folder, _, _ = trained
    first = load_classifier("auto", folder / "waste.yaml", "waste")
    plan = Plan("waste", ELEMENTS, CLASSES, {"core": "dumping"}, "1" * 64, epochs=0)
    train(
        [Lesson("", "waste", (0, 0))], plan, encoder_of(str(folder / "encoder")), tmp_path / "same", lambda _: None, start=first
    )
    same = load_classifier(str(tmp_path / "same"), folder / "waste.yaml", "waste")
    texts = ["Dumping. whoever dumps waste is punished", "a town keeps a list of waste"]
    assert same.classify(texts) == pytest.approx(first.classify(texts), abs=0.02)


def test_each_element_weighs_the_words_for_itself_and_those_that_fill_up_count_nothing(trained):
    folder, _, _ = trained
    queries = recovered_weights(folder / "waste.classifier" / WEIGHTS)["head.queries"]
    assert queries.shape == (len(ELEMENTS), 32)
    assert (abs(queries).max(axis=1) > 0.01).all()
    assert abs(queries[0] - queries[1]).max() > 0.01
    classifier = load_classifier("auto", folder / "waste.yaml", "waste")
    short, long = (
        "a town keeps a list",
        "whoever dumps waste under section 3 (dumping) is excused under section 3 (dumping) is excused",
    )
    assert classifier.classify([short, long])[0] == pytest.approx(classifier.classify([short])[0], abs=0.02)


def test_a_classifier_with_another_head_is_not_trained_further(trained, tmp_path, monkeypatch):
    folder, _, _ = trained
    monkeypatch.setattr(
        "index.training.recovered_weights", lambda path: recovered_weights(path) | {"head.weight": zeros((8, 32))}
    )
    start = load_classifier("auto", folder / "waste.yaml", "waste")
    plan = Plan("waste", ELEMENTS, CLASSES, {}, "0" * 64, epochs=1)
    with pytest.raises(ModelError, match="of another make"):
        train([Lesson("", "waste", (0, 0))], plan, encoder_of(str(folder / "encoder")), tmp_path / "further", str, start=start)


def test_a_classifier_of_other_elements_is_not_trained_further(trained, tmp_path):
    folder, _, _ = trained
    first = load_classifier("auto", folder / "waste.yaml", "waste")
    plan = Plan("waste", ("W-01",), CLASSES, {"core": "dumping"}, "1" * 64, epochs=1)
    with pytest.raises(WrongModel, match="cannot be trained further"):
        train(
            [Lesson("", "waste", (0,))], plan, encoder_of(str(folder / "encoder")), tmp_path / "none", lambda _: None, start=first
        )
    assert not (tmp_path / "none").exists()


def test_another_registers_classifier_is_refused(trained):
    folder, _, _ = trained
    with pytest.raises(WrongModel, match="trained for the register waste"):
        load_classifier("auto", folder / "waste.yaml", "fishing")


def test_weights_that_were_changed_are_refused(trained, tmp_path):
    folder, _, _ = trained
    copy = tmp_path / "waste.classifier"
    copy.mkdir()
    for path in (folder / "waste.classifier").iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    card = json.loads((copy / CARD).read_text(encoding="utf-8"))
    (copy / CARD).write_text(json.dumps({**card, "model_sha256": "0" * 64}), encoding="utf-8")
    with pytest.raises(ModelError, match="sha256 of model"):
        load_classifier(str(copy), folder / "waste.yaml", "waste").classify(["text"])


def test_the_mean_of_two_stages_lies_between_them(trained, tmp_path):
    folder, card, _ = trained
    first = load_classifier("auto", folder / "waste.yaml", "waste")
    lessons = [Lesson(one.heading, one.text, targets_of(one.labels, ELEMENTS, CLASSES)) for one in EXAMPLES]
    plan = Plan("waste", ELEMENTS, CLASSES, {"core": "dumping"}, "1" * 64, epochs=20)
    train(lessons, plan, encoder_of(str(folder / "encoder")), tmp_path / "second", lambda _: None, start=first)
    second = load_classifier(str(tmp_path / "second"), folder / "waste.yaml", "waste")
    mean = mean_classifier([(first, 3), (second, 1)], encoder_of(str(folder / "encoder")), tmp_path / "mean")
    assert (mean.examples, mean.examples_sha256, mean.elements) == (len(lessons), "1" * 64, card.elements)
    stages = [recovered_weights(each / WEIGHTS) for each in (first.folder, second.folder, tmp_path / "mean")]
    for name in ("head.bias", "encoder.encoder.layer.1.output.dense.weight"):
        one, other, between = (stage[name] for stage in stages)
        assert abs(one - other).max() > 0.001
        assert between == pytest.approx(0.75 * one + 0.25 * other, abs=0.01)


def test_the_mean_is_of_classifiers_of_one_register(trained, tmp_path):
    folder, card, _ = trained
    first = load_classifier("auto", folder / "waste.yaml", "waste")
    other = load_classifier("auto", folder / "waste.yaml", "waste")
    other.card = card.model_copy(update={"register_id": "fireworks"})
    with pytest.raises(WrongModel, match="not trained for the register fireworks"):
        mean_classifier([(first, 1), (other, 1)], encoder_of(str(folder / "encoder")), tmp_path / "mean")
    assert not (tmp_path / "mean").exists()


def test_a_classifier_learns_which_words_people_quote(trained, tmp_path):
    folder, _, _ = trained
    shutil.copytree(folder / "waste.classifier", tmp_path / "waste.classifier")
    classifier = load_classifier("auto", tmp_path / "waste.yaml", "waste")
    texts = ["whoever dumps waste is punished", "this act is the town act whoever dumps waste is excused"]
    lessons = [
        Quoted(texts[0], "W-01", 8, 19),
        Quoted(texts[1], "W-01", texts[1].index("dumps"), texts[1].index(" is excused")),
        Quoted(texts[1], "W-02", 0, 8),
        Quoted(texts[1], "unknown", 0, 8),
    ]
    told = []
    card = train_spans(lessons, classifier, told.append, epochs=80)
    assert (card.quotes, len(told)) == (3, 80)
    again = load_classifier("auto", tmp_path / "waste.yaml", "waste")
    assert again.card == card
    assert again.classify(texts) == pytest.approx(classifier.classify(texts), abs=1e-6)
    marked = again.decisive(texts)
    runs = [likeliest_run(one, column, 0.4) for one, column in ((marked[0], 0), (marked[1], 0), (marked[1], 1))]
    assert [text[slice(*run)] for text, run in zip((texts[0], texts[1], texts[1]), runs, strict=True)] == [
        "dumps waste",
        "dumps waste",
        "this act",
    ]


def test_a_second_classifier_in_the_folder_reads_beside_the_first(trained, tmp_path):
    folder, _, _ = trained
    shutil.copytree(folder / "waste.classifier", tmp_path / "waste.classifier")
    shutil.copytree(folder / "waste.classifier", tmp_path / "waste.classifier" / SECOND)
    alone = load_classifier("auto", folder / "waste.yaml", "waste")
    pair = load_classifier("auto", tmp_path / "waste.yaml", "waste")
    texts = ["Dumping. whoever dumps waste is punished", "this act is the town act"]
    assert pair.classify(texts) == pytest.approx(alone.classify(texts), abs=0.02)
    assert pair.sha256 != alone.sha256
    with pytest.raises(WrongModel, match="trained for the register waste"):
        load_classifier("auto", tmp_path / "waste.yaml", "fishing")


def test_the_encoder_of_twelve_layers_has_its_weights():
    network = load_encoder(encoder_of(BGE))
    assert network.config.num_hidden_layers == 12
    kept = recovered_weights(encoder_of(BGE).folder / WEIGHTS)
    held = network.state_dict()
    assert {name for name in held if not name.startswith("pooler")} == set(kept)
    for name in ("embeddings.word_embeddings.weight", "encoder.layer.11.output.dense.weight"):
        assert held[name].numpy() == pytest.approx(kept[name])
        assert held[name].std() > 0.001
