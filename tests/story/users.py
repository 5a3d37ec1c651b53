"""A user who opens pages, follows links and presses buttons; nothing else. (The browser's user in tests/browser has the same words.)"""
from tests.conftest import Alone
from tests.story.forms import Page

PASSWORD = "một-mật-khẩu-dài-của-truyện"


class PageUser:
    """Works on the HTML, without a browser."""

    def __init__(self, app):
        self.client, self.page, self.path, self.raw = Alone(app), None, "", b""

    def _take(self, answer, path: str) -> "PageUser":
        if answer.status_code in (302, 303):
            return self.open(answer.headers["Location"])
        self.path, self.raw, self.status = path, answer.get_data(), answer.status_code
        self.page = Page(self.raw.decode()) if answer.mimetype == "text/html" else None
        return self

    def open(self, path: str, status: int = 200) -> "PageUser":
        """Type an address."""
        self._take(self.client.get(path), path)
        assert self.status == status, f"{path} answers {self.status}: {self.page.text[:600] if self.page else ''}"
        return self

    def follow(self, text: str) -> "PageUser":
        """Click a link."""
        target = self.page.link(text)
        return self.open(self._where(target))

    def _where(self, target: str) -> str:
        if target.startswith("?"):
            return self.path.partition("?")[0] + target
        return target or self.path

    def press(self, text: str, fields: dict | None = None) -> "PageUser":
        """Fill in the form of a button and press it; the page must take it."""
        form, button = self.page.button(text)
        for key, value in (fields or {}).items():
            form.fill(key, value)
        target = self._where(button.action or form.action)
        if form.method == "get":
            return self.open(target.partition("?")[0] + "?" + "&".join(f"{name}={value}" for name, value in form.data(button)))
        data: dict[str, list[str]] = {}
        for name, value in form.data(button):
            data.setdefault(name, []).append(value)
        answer = self.client.post(target, data=data)
        self._take(answer, target)
        assert self.status == 200, f"{text!r} answers {self.status}: {self.page.text[:1500] if self.page else ''}"
        return self

    def see(self, *texts: str) -> "PageUser":
        """The page says all of it."""
        for text in texts:
            assert text in self.page.text, f"{text!r} is not on {self.path}: {self.page.text[:3000]}"
        return self

    @property
    def text(self) -> str:
        """All that the page says."""
        return self.page.text

    def links_to(self, beginning: str) -> list[str]:
        """Addresses of the links that begin like this."""
        return [url for _words, url in self.page.links if url.startswith(beginning)]

    def download(self, path: str) -> bytes:
        """A file."""
        return self.open(path).raw

    def links_of(self, beginning: str, end: str) -> list[str]:
        """Addresses of the links that begin and end like this."""
        return [url for url in self.links_to(beginning) if url.endswith(end)]
