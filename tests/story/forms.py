"""Reads a page as a person sees it: its links, its forms with their fields and buttons, and its text. Nothing that the page does not offer can be sent."""
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "br", "img", "meta", "link", "hr", "path", "circle", "use", "rect", "line"}
UNSEEN = {"script", "style", "svg"}


@dataclass
class Control:
    """One field: its kind, what people call it, its value, and (select) what may be chosen."""
    name: str
    kind: str
    label: str = ""
    id: str = ""
    value: str = ""
    checked: bool = False
    off: bool = False
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Button:
    """A button that sends the form."""
    text: str
    name: str = ""
    value: str = ""
    action: str = ""


@dataclass
class Form:
    """One form of the page."""
    id: str
    method: str
    action: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def control(self, key: str) -> Control:
        """The field of this name, or the one whose label says this."""
        found = [one for one in self.controls if one.name == key] or [one for one in self.controls if key in one.label]
        assert found, f"the page offers no field {key!r}; it has {[one.label or one.name for one in self.controls if one.kind != 'hidden']}"
        return found[0]

    def fill(self, key: str, value) -> None:
        """Type, choose or tick; refuses what a person could not do."""
        one = self.control(key)
        assert one.kind != "hidden" and not one.off, f"{key!r} cannot be changed on this page"
        if one.kind in ("checkbox", "radio"):
            one.checked = bool(value)
        elif one.kind == "select":
            chosen = [known for known, text in one.options if str(value) in (known, text)] or [known for known, text in one.options if str(value) in text]
            assert chosen, f"{key!r} offers {[text for _known, text in one.options]}, not {value!r}"
            one.value = chosen[0]
        else:
            one.value = str(value)

    def data(self, button: Button) -> list[tuple[str, str]]:
        """What a browser would send with this button."""
        sent = [(one.name, one.value) for one in self.controls if one.name and not one.off and (one.kind not in ("checkbox", "radio") or one.checked)]
        return sent + ([(button.name, button.value)] if button.name else [])


class Page(HTMLParser):
    """A page that was read."""

    def __init__(self, html: str):
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._labels: dict[str, str] = {}
        self._texts, self._open, self._unseen = [], [], 0
        self._form = self._select = self._area = self._option = self._button = None
        self._loose: list[tuple[str, object]] = []
        self.feed(html)
        self._tie_up()

    @property
    def text(self) -> str:
        """All that can be read, with single spaces."""
        return " ".join(" ".join(self._texts).split())

    def button(self, text: str) -> tuple[Form, Button]:
        """The first form that has a button with this text."""
        for form in self.forms:
            for one in form.buttons:
                if one.text == text or one.text.startswith(text):
                    return form, one
        raise AssertionError(f"no button {text!r}; the page has {[one.text for form in self.forms for one in form.buttons]}: {self.text[:1500]}")

    def link(self, text: str) -> str:
        """Where the first link with this text leads."""
        exact = [url for words, url in self.links if words == text] or [url for words, url in self.links if text in words]
        assert exact, f"no link {text!r}; the page has {[words for words, _url in self.links]}"
        return exact[0]

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self._unseen += 1
        if tag not in VOID:
            self._open.append((tag, values, []))
        if tag == "form":
            self._form = Form(values.get("id", ""), values.get("method", "get").lower(), values.get("action", ""))
            self.forms.append(self._form)
        elif tag == "input":
            self._input(values)
        elif tag == "select":
            self._select = self._add(values, "select")
        elif tag == "textarea":
            self._area = self._add(values, "textarea")
        elif tag == "option" and self._select is not None:
            self._option = values

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def _input(self, values: dict) -> None:
        kind = values.get("type", "text")
        one = self._add(values, kind)
        one.value, one.checked = values.get("value", "on" if kind == "checkbox" else ""), "checked" in values

    def _add(self, values: dict, kind: str) -> Control:
        one = Control(values.get("name", ""), kind, values.get("aria-label", ""), values.get("id", ""), off="disabled" in values)
        self._place(values, one)
        return one

    def _place(self, values: dict, one) -> None:
        if "form" in values:
            self._loose.append((values["form"], one))
        elif self._form is not None:
            (self._form.buttons if isinstance(one, Button) else self._form.controls).append(one)

    def handle_endtag(self, tag):
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        while any(name == tag for name, _values, _texts in self._open):
            name, values, texts = self._open.pop()
            if self._open:
                self._open[-1][2].extend(texts)
            self._ended(name, values, " ".join(" ".join(texts).split()))
            if name == tag:
                return

    def _ended(self, tag: str, values: dict, text: str) -> None:
        if tag == "a" and "href" in values:
            self.links.append((values.get("aria-label") or text, values["href"]))
        elif tag == "button" and values.get("type", "submit") == "submit":
            self._place(values, Button(values.get("aria-label") or text, values.get("name", ""), values.get("value", ""), values.get("formaction", "")))
        elif tag == "label" and "for" in values:
            self._labels[values["for"]] = text
        elif tag == "option" and self._select is not None:
            self._chosen(values, text)
        elif tag == "select":
            if not self._select.value and self._select.options:
                self._select.value = self._select.options[0][0]
            self._select = None
        elif tag == "textarea":
            self._area.value, self._area = text, None
        elif tag == "form":
            self._form = None

    def _chosen(self, values: dict, text: str) -> None:
        value = values.get("value", text)
        self._select.options.append((value, text))
        if "selected" in values:
            self._select.value = value

    def handle_data(self, data):
        if self._unseen:
            return
        self._texts.append(data)
        if self._open:
            self._open[-1][2].append(data)

    def _tie_up(self) -> None:
        known = {form.id: form for form in self.forms if form.id}
        for form_id, one in self._loose:
            if form_id in known:
                (known[form_id].buttons if isinstance(one, Button) else known[form_id].controls).append(one)
        for form in self.forms:
            for one in form.controls:
                one.label = one.label or self._labels.get(one.id, "")
