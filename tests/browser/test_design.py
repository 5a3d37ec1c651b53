"""The page of all parts in a real browser: no finding of axe, nothing sideways, nothing covered, a grid of one tab stop."""
import pytest

from tests.browser.axe import findings

pytestmark = pytest.mark.browser
FOCUSABLE = "a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
COVERED = """selector => { const out = []; for (const one of document.querySelectorAll(selector)) {
  if (!one.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) continue;
  one.focus(); one.scrollIntoView({block: 'nearest'});
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + Math.min(box.width / 2, 200), box.y + Math.min(box.height / 2, 20));
  if (top && top !== one && !one.contains(top) && !top.contains(one)) out.push(one.outerHTML.slice(0, 100)); } return out; }"""
PASTE = """text => { const cell = document.querySelector('[data-grid] td.edit > select'); cell.focus();
  const data = new DataTransfer(); data.setData('text/plain', text.normalize('NFD'));
  cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
PAIRS = [(360, "light", "en"), (360, "dark", "vi"), (768, "light", "vi"), (1366, "dark", "en"), (1366, "light", "vi")]


@pytest.mark.parametrize(("width", "theme", "lang"), PAIRS)
def test_axe_finds_nothing_and_nothing_runs_off_sideways(window, width, theme, lang):
    with window(width, theme, lang) as page:
        page.goto("/design")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        assert not findings(page)


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 360, 700, 768, 1100, 1366, 1920])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_nothing_in_any_variant(window, width, theme, lang):
    with window(width, theme, lang) as page:
        page.goto("/design")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        assert not findings(page)


@pytest.mark.parametrize("width", [360, 1366])
def test_nothing_that_has_the_focus_is_covered(window, width):
    with window(width) as page:
        page.goto("/design")
        assert page.evaluate(COVERED, FOCUSABLE) == []


def test_the_grid_is_one_tab_stop_and_arrows_move_in_it(window):
    with window() as page:
        page.goto("/design")
        assert page.evaluate("[...document.querySelectorAll('[data-grid] tbody :is(input, select)')].filter(one => one.tabIndex === 0).length") == 1
        page.evaluate("document.querySelector('[data-grid] td.edit > select').focus()")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.name") == "topic-03767404"
        page.keyboard.press("ArrowRight")
        assert page.evaluate("document.activeElement.name") == "level-03767404"
        page.keyboard.press("Escape")
        assert not page.evaluate("document.activeElement.closest('[data-grid]') !== null && document.activeElement.matches('td.edit > *')")


def test_a_paste_fills_many_cells_also_from_decomposed_text(window):
    with window() as page:
        page.goto("/design")
        page.evaluate(PASTE, "An toàn thông tin\tCơ bản\t16\nPhân tích dữ liệu\tNâng cao\t24\n")
        assert page.evaluate("[...document.querySelectorAll('[data-grid] td.edit > *')].slice(0, 6).map(one => one.value)") == ["att", "1", "16", "dl", "3", "24"]


def test_the_theme_changes_at_once_and_is_remembered(window):
    with window(theme="light") as page:
        page.goto("/design")
        with page.expect_response("**/preferences"):
            page.click(".prefs .theme")
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"
        page.reload()
        assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_without_script_language_theme_and_menu_work(window):
    with window(width=900, script=False) as page:
        page.goto("/design")
        assert not page.locator(".prefs").is_visible()
        page.click(".menu-fold summary")
        page.click(".prefs button[value=en]")
        assert page.locator("html").get_attribute("lang") == "en"
        page.click(".menu-fold summary")
        page.click(".prefs .theme")
        assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_thread_unfolds_on_a_phone_without_script(window):
    with window(width=360, script=False) as page:
        page.goto("/design")
        thread = page.locator(".thread").first
        assert thread.locator("li:visible").count() == 3
        thread.locator("summary").click()
        assert thread.locator("li:visible").count() == 10
