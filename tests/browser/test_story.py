"""The whole way once in a real browser, with the same steps as tests/story."""
import pytest

from lms.audit.actions import seal
from lms.audit.queries import verify_chain
from lms.db import db, work
from lms.doctor.queries import examine
from tests.story.place import DAY, build, drain, on
from tests.story.walk import Walk

pytestmark = pytest.mark.browser


class BrowserUser:
    """The words of tests/story/users.py, done with a mouse and a keyboard."""

    def __init__(self, context, base: str):
        self.tab, self.base = context.new_page(), base
        self.tab.set_default_timeout(60_000)

    @property
    def path(self) -> str:
        """The address without the host."""
        return self.tab.url.removeprefix(self.base)

    @property
    def text(self) -> str:
        """All that the page says, also what is folded away."""
        return " ".join(self.tab.locator("body").text_content().split())

    def open(self, path: str, status: int = 200) -> "BrowserUser":
        """Type an address."""
        answer = self.tab.goto(self.base + path.removeprefix(self.base))
        assert answer.status == status, f"{path} answers {answer.status}: {self.text[:600]}"
        return self

    def follow(self, text: str) -> "BrowserUser":
        """Click a link; one in a folded menu is opened first."""
        self._click(self.tab.get_by_role("link", name=text, exact=True).or_(self.tab.get_by_role("link", name=text)).first)
        return self

    def _click(self, place) -> None:
        with self.tab.expect_navigation():
            place.click()

    def press(self, text: str, fields: dict | None = None) -> "BrowserUser":
        """Fill in the form of a button and press it."""
        button = self.tab.get_by_role("button", name=text, exact=True).or_(self.tab.get_by_role("button", name=text)).first
        form = button.evaluate_handle("one => one.form").as_element()
        for key, value in (fields or {}).items():
            self._fill(form, key, value)
        self._click(button)
        return self

    def _fill(self, form, key: str, value) -> None:
        control = form.evaluate_handle(
            """(form, key) => [...form.elements].find(one => one.name === key) ||
               [...form.elements].find(one => one.type !== 'hidden' && (one.getAttribute('aria-label') || [...(one.labels || [])].map(l => l.textContent).join(' ')).includes(key))""",
            key).as_element()
        assert control is not None, f"the page offers no field {key!r}"
        kind = control.evaluate("one => one.type")
        if kind in ("checkbox", "radio"):
            control.set_checked(bool(value))
        elif kind.startswith("select"):
            chosen = control.evaluate("""(one, said) => { const all = [...one.options];
                return (all.find(o => o.value === said || o.text.trim() === said) || all.find(o => o.text.includes(said)) || {}).value }""", str(value))
            assert chosen is not None, f"{key!r} does not offer {value!r}"
            control.select_option(chosen)
        else:
            control.fill(str(value))

    def see(self, *texts: str) -> "BrowserUser":
        """The page says all of it."""
        for text in texts:
            assert text in self.text, f"{text!r} is not on {self.path}: {self.text[:2000]}"
        return self

    def links_to(self, beginning: str) -> list[str]:
        """Addresses of the links that begin like this."""
        found = self.tab.locator("a[href]").evaluate_all("all => all.map(one => one.getAttribute('href'))")
        return [url for url in found if url.startswith(beginning)]

    def links_of(self, beginning: str, end: str) -> list[str]:
        """Addresses of the links that begin and end like this."""
        return [url for url in self.links_to(beginning) if url.endswith(end)]

    def download(self, path: str) -> bytes:
        """A file, with the session of this window."""
        return self.tab.request.get(self.base + path).body()


def test_the_whole_way_in_a_browser(app, chromium, served):
    with on(DAY, 7):
        build()
    db.session.remove()
    contexts = []

    def enter() -> BrowserUser:
        while contexts:
            contexts.pop().close()
        contexts.append(chromium.new_context(viewport={"width": 1366, "height": 900}, locale="vi-VN"))
        return BrowserUser(contexts[0], served)
    walk = Walk(enter, lambda: drain(app))
    walk.whole()
    contexts.pop().close()
    assert walk.seen["pdf"][:5] == b"%PDF-"
    assert {len(set(stations)) for stations in walk.seen["threads"].values()} == {10}
    with work():
        seal()
    assert examine() == []
    assert verify_chain().faults == []
