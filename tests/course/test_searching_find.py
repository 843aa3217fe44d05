from jsonschema import validate
from underhood_course import read_catalog
from underhood_course.schema import schema
from underhood_course.searching import PageTexts, search

from .conftest import cell


def found(course, query):
    answer = search(PageTexts().of(course.catalog()), query, course.catalog())
    validate(answer, schema("search"))
    return answer


def places(answer):
    return [(page["id"], [hit["section"] for hit in page["hits"]]) for page in answer["pages"]]


def test_hits_are_by_section_and_case_and_accents_do_not_matter(course):
    course.page(
        "warps", cell("# Warps\n\nA *warp* is 32 threads."), cell("## Divergence"), cell("Both sides of a WÁRP run.")
    )
    course.page("else", cell("# Else\n\nNothing of it."))
    answer = found(course, "Warp")
    assert places(answer) == [("m1/warps", [None, 0])]
    assert [hit["text"] for hit in answer["pages"][0]["hits"]] == ["A warp is 32 threads.", "Both sides of a WÁRP run."]


def test_all_words_are_wanted_one_of_them_in_the_text(course):
    course.page(
        "warps", cell("# T\n\nA warp is 32 threads."), cell("## Divergence"), cell("Both sides run."), title="Warps"
    )
    assert places(found(course, "warp sides")) == [("m1/warps", [None, 0])]
    assert places(found(course, "divergence sides")) == [("m1/warps", [0])], "a heading helps"
    assert places(found(course, "divergence")) == [], "titles are the browser's"
    assert places(found(course, "warp zebra")) == []
    assert places(found(course, "   ")) == []


def test_sections_with_fewer_of_the_words_are_no_hits(course):
    course.page("p", cell("# T\n\none"), cell("## A\n\ntwo"), cell("## B\n\none and two"))
    assert places(found(course, "one two")) == [("m1/p", [1])]


def test_excerpts_are_short_and_cut_between_words(course):
    long = " ".join(f"word{at}" for at in range(400))
    course.page("p", cell(f"# T\n\n{long} Ünique {long}"))
    (hit,) = found(course, "unique")["pages"][0]["hits"]
    assert "Ünique" in hit["text"]
    assert len(hit["text"]) < 140
    assert hit["text"].startswith("… word")
    assert hit["text"].endswith(" …")


def test_there_is_a_most_and_it_is_said(course, monkeypatch):
    monkeypatch.setattr("underhood_course.searching.find.MOST_PAGES", 2)
    for name in "abc":
        course.page(name, cell("# T\n\nwarp"))
    answer = found(course, "warp")
    assert (len(answer["pages"]), answer["complete"]) == (2, False)
    monkeypatch.undo()
    assert found(course, "warp")["complete"]


def test_a_long_query_is_cut(course):
    course.page("p", cell("# T\n\nwarp"))
    assert found(course, "warp " * 10_000)["pages"]


def test_a_changed_page_is_found_anew_and_others_are_not_read_again(course, monkeypatch):
    texts = PageTexts()
    course.page("a", cell("# T\n\nbefore"))
    course.page("b", cell("# T\n\nother"))
    assert len(search(texts.of(course.catalog()), "before", course.catalog())["pages"]) == 1
    course.page("a", cell("# T\n\nafterwards, and longer"))
    read = []
    from underhood_course.searching import texts as module

    whole = module.read_notebook
    monkeypatch.setattr(module, "read_notebook", lambda file, name: read.append(name) or whole(file, name))
    assert len(search(texts.of(course.catalog()), "afterwards", course.catalog())["pages"]) == 1
    assert search(texts.of(course.catalog()), "before", course.catalog())["pages"] == []
    assert read == ["a.ipynb"]


def test_no_solution_of_a_handin_is_found():
    pages = PageTexts().of(read_catalog())
    handins = {page.id for page in read_catalog().handins()}
    assert handins
    texts = " ".join(text.text for page in pages if page.page.id in handins for text in page.texts)
    assert "SOLUTION" not in texts
    assert "assert" not in texts
    assert "def " not in texts
