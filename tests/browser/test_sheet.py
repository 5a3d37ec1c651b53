"""A sheet of 120 lines in a real browser: tab stops, focus that nothing covers, the weight of the page, saving while typing, pasting."""
import pytest

from lms.db import db
from lms.survey import actions, queries
from tests import builders
from tests.builders import session_cookie
from tests.survey.makers import army, line

pytestmark = pytest.mark.browser
COVERED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  if (!box.width || !box.height) return null;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return top && (one.contains(top) || top.contains(one) || one.labels && [...one.labels].some((label) => label.contains(top))) ? null : one.outerHTML.slice(0, 120);
}"""


@pytest.fixture
def sheet(app):
    """A sheet with 117 people and 3 head counts, a catalogue of 18 topics, and the clerk's cookie."""
    made = army()
    builders.group()
    for number in range(17):
        builders.topic(f"Nội dung số {number} của danh mục")
    found = made.sheet(made.first)
    people = [builders.person(made.first) for _ in range(117)]
    actions.add_people(made.clerk, found, [who.id for who in people], line())
    for heads in (3, 4, 5):
        actions.add_group(made.clerk, found, "N3", heads, line(priority=heads % 3 + 1))
    db.session.commit()
    return made, found.id, {"lms": session_cookie(made.clerk)}


def opened(page, sheet_id: int, tail: str = ""):
    page.goto(f"/sheets/{sheet_id}{tail}")
    return page


def stored(sheet_id: int) -> list:
    db.session.rollback()
    db.session.expire_all()
    return queries.lines_of(sheet_id)


@pytest.mark.parametrize("width", [1366, 360])
def test_the_main_action_is_few_tabs_away_and_no_focus_is_covered(sheet, window, width):
    _made, sheet_id, cookies = sheet
    with window(width=width, cookies=cookies) as page:
        opened(page, sheet_id)
        covered, tabs = [], 0
        while tabs < 60:
            page.keyboard.press("Tab")
            tabs += 1
            if found := page.evaluate(COVERED):
                covered.append(found)
            if page.evaluate("document.activeElement.value === 'check' && document.activeElement.name === 'deed'"):
                break
        assert not covered and tabs <= 40, (covered, tabs)
        opened(page, sheet_id)
        page.evaluate("document.querySelector('.skip-link').focus()")
        page.keyboard.press("Enter")
        for tabs in range(1, 30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.value === 'check' && document.activeElement.name === 'deed'"):
                break
        assert tabs <= 25


def test_arrows_move_through_all_lines_and_the_focus_is_never_covered(sheet, window):
    _made, sheet_id, cookies = sheet
    with window(cookies=cookies) as page:
        opened(page, sheet_id)
        page.locator("[name^=reason-]").first.focus()
        covered = []
        for step in range(119):
            page.keyboard.press("ArrowDown")
            if found := page.evaluate(COVERED):
                covered.append((step, found))
        assert page.evaluate("document.activeElement.name") == page.locator("[name^=reason-]").last.get_attribute("name")
        for step in range(119):
            page.keyboard.press("ArrowUp")
            if found := page.evaluate(COVERED):
                covered.append((-step, found))
        assert not covered, covered[:5]
        assert page.locator("table[data-grid] [tabindex='0']").count() == 1


def test_the_page_is_small(sheet, window):
    _made, sheet_id, cookies = sheet
    with window(cookies=cookies) as page:
        opened(page, sheet_id)
        nodes = page.evaluate("document.querySelectorAll('*').length")
        assert nodes <= 6000, nodes


def test_what_is_typed_is_saved_by_itself_and_survives(sheet, window):
    _made, sheet_id, cookies = sheet
    with window(cookies=cookies) as page:
        opened(page, sheet_id)
        reason = page.locator("[name^=reason-]").nth(2)
        reason.click()
        page.keyboard.type("Bảo vệ mạng")
        page.locator("[data-saved]").get_by_text("Chưa lưu").wait_for()
        page.locator("[data-saved]").get_by_text("Đã lưu lúc").wait_for()
        topic = page.locator("select.thin").nth(2)
        topic.focus()
        assert topic.locator("option").count() == 18
        topic.select_option(label="Nội dung số 7 của danh mục")
        with page.expect_response(lambda answer: "autosave" in answer.url):
            page.wait_for_timeout(10)
        page.locator("[data-saved]").get_by_text("Đã lưu lúc").wait_for()
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        lines = stored(sheet_id)
        assert (lines[2].reason, lines[2].topic.name) == ("Bảo vệ mạng", "Nội dung số 7 của danh mục")
        page.locator("button[value=save]").click()
        page.wait_for_load_state()
        assert page.locator("[name^=reason-]").nth(2).input_value() == "Bảo vệ mạng"


def test_two_tabs_see_both_versions_and_nothing_typed_is_lost(sheet, window):
    made, sheet_id, cookies = sheet
    with window(cookies=cookies) as page:
        opened(page, sheet_id)
        need = stored(sheet_id)[4]
        actions.change_line(made.commander, need, {"reason": "Lý do của chỉ huy"})
        db.session.commit()
        reason = page.locator(f"[name=reason-{need.id}]")
        reason.fill("Lý do của trợ lý")
        note = page.locator("tr.grid-note.warning[data-note]")
        note.wait_for()
        assert "Lý do của chỉ huy" in note.inner_text() and reason.input_value() == "Lý do của trợ lý"
        note.locator("[data-keep]").click()
        page.locator("[data-saved]").get_by_text("Đã lưu lúc").wait_for()
        assert stored(sheet_id)[4].reason == "Lý do của trợ lý" and note.count() == 0


def test_nothing_is_sent_while_a_letter_is_being_composed_and_one_request_runs_at_a_time(sheet, window):
    _made, sheet_id, cookies = sheet
    with window(cookies=cookies) as page:
        opened(page, sheet_id)
        running = {"now": 0, "most": 0, "sent": 0}

        def slow(route):
            running["now"] += 1
            running["sent"] += 1
            running["most"] = max(running["most"], running["now"])
            answer = route.fetch()
            running["now"] -= 1
            route.fulfill(response=answer)
        page.route("**/autosave", slow)
        reason = page.locator("[name^=reason-]").first
        reason.focus()
        reason.evaluate("(one) => { one.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true})); one.value = 'Tiê'; one.dispatchEvent(new InputEvent('input', {bubbles: true, isComposing: true})); }")
        page.wait_for_timeout(3000)
        assert running["sent"] == 0
        reason.evaluate("(one) => { one.value = 'Tiếng'; one.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true})); }")
        page.locator("[data-saved]").get_by_text("Đã lưu lúc").wait_for()
        for place in range(6):
            page.locator("[name^=priority-]").nth(place).select_option("3")
        page.wait_for_timeout(600)
        page.locator("[data-saved]").get_by_text("Đã lưu lúc").wait_for()
        assert running["most"] == 1 and stored(sheet_id)[0].reason == "Tiếng" and stored(sheet_id)[5].priority == 3


def test_cells_pasted_into_the_grid_and_lists_pasted_beside_it(sheet, window):
    made, sheet_id, cookies = sheet
    with window(cookies=cookies) as page:
        opened(page, sheet_id)
        rows = "\\n".join("Nội dung số 3 của danh mục\\tNâng cao\\t3 thường\\tQuý III/2027\\tlý do" for _ in range(117))
        put = """(thing, text) => { const data = new DataTransfer(); data.setData('text/plain', text); const began = performance.now();
                 thing.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); return performance.now() - began; }"""
        took = page.locator("select.thin").first.evaluate(put, rows.replace("\\n", "\n").replace("\\t", "\t").encode().decode())
        assert took < 1000
        page.locator("[data-saved]").get_by_text("Đã lưu lúc").wait_for()
        assert {(need.topic.name, need.level, need.priority, need.quarter, need.reason) for need in stored(sheet_id)[:117]} == {
            ("Nội dung số 3 của danh mục", 2, 3, "2027Q3", "lý do")}
        opened(page, sheet_id, "/people")
        who = builders.person(made.first)
        page.locator("body").evaluate(put, f"{who.service_no}\tAn toàn thông tin\tNâng cao\t1\tQuý II/2027")
        page.wait_for_url("**/paste")
        assert "1 dòng mới" in page.inner_text("main")


def test_without_scripts_every_cell_is_an_ordinary_field(sheet, window):
    _made, sheet_id, cookies = sheet
    with window(cookies=cookies, script=False) as page:
        opened(page, sheet_id)
        need = stored(sheet_id)[0]
        page.locator(f"noscript select[name=topic_id-{need.id}], td select:visible[name=topic_id-{need.id}]").first.select_option(label="Nội dung số 5 của danh mục")
        page.locator(f"[name=reason-{need.id}]").fill("không có script")
        page.locator("button[value=save]").click()
        page.wait_for_load_state()
        assert (stored(sheet_id)[0].topic.name, stored(sheet_id)[0].reason) == ("Nội dung số 5 của danh mục", "không có script")
