"""A document as HTML that stands by itself: links, tooltips, nothing that runs, nothing endless."""

from __future__ import annotations

from standoff.report.document import Clause, Document, Line, Part, note
from standoff.report.html.fragment import MAX_LINKS, fragment, iso, links, safe_text, short
from standoff.report.html.letters import MAX_TEXT


def test_a_clause_links_each_sentence_once_with_its_line() -> None:
    clause = Clause("she draws", ("a#s4", "a#s5"), ("wants: draw", "wants: draw"))
    assert [(link.label, link.anchor, link.line) for link in links(clause)] == [
        ("a s4", "e-a-4", "wants: draw"),
        ("s5", "e-a-5", "wants: draw"),  # the source is named once
    ]
    called = [link.label for link in links(Clause("x", ("a#s4", "b#s1")), {"a": "The Gazette"})]
    assert called == ["The Gazette s4", "b s1"]
    (both,) = links(Clause("x", ("a#s4", "a#s4"), ("readings/a.yaml:1", "case.yaml:2")))
    assert (both.label, short(both.line, "a")) == ("a s4", "1;case:2")


def test_a_source_is_not_named_where_the_words_before_it_or_the_part_around_do() -> None:
    names = {"a": "The Gazette", "b": "The Courier"}
    cited = Clause("said by The Gazette", ("a#s4", "b#s1", "a#s2"))
    said = [link.label for link in links(cited, names, cited.text)]
    assert said == ["s4", "The Courier s1", "The Gazette s2"]
    assert [link.label for link in links(cited, names, "", "The Gazette")] == said
    assert next(links(cited, names, "said by Another Gazette")).label == "The Gazette s4"


def test_many_sentences_are_linked_up_to_a_number_and_none_is_made_up() -> None:
    assert len(list(links(Clause("x", ("a#s1-5000",))))) == MAX_LINKS
    assert list(links(Clause("x", ("not a citation",)))) == []


def test_a_word_of_the_field_is_explained_once() -> None:
    part = Part(intro="Nash stability; again Nash stability", title=note("How it is read"))
    document = Document("", (part,), glossary={"Nash stability": "no move is better"})
    assert fragment(document, style=False).count("no move is better") == 1


def test_markup_is_shown_and_not_run() -> None:
    hostile = '<script>alert("x")</script>'
    document = Document(
        hostile, (Line((Clause(hostile, computed=True),)),), glossary={"script": hostile}
    )
    made = fragment(document, style=False)
    assert "<script" not in made
    assert "&lt;" in made


def test_no_text_is_endless_and_none_turns_the_page_round() -> None:
    assert len(safe_text("x" * (MAX_TEXT + 1))) < MAX_TEXT + 80
    assert "\u202e" not in safe_text("a\u202eb")
    assert safe_text(7) == 7


def test_only_what_may_run_from_right_to_left_is_set_apart() -> None:
    assert str(iso("A <b> & C")) == "A &lt;b&gt; &amp; C"
    for text in ("سد", "סכר", "the \u200f mark", "12 سد"):
        assert str(iso(text)) == f"<bdi>{text}</bdi>"
