"""A served app and a real browser."""
import os
import shutil
import threading
from contextlib import contextmanager

import pytest
from werkzeug.serving import make_server


@pytest.fixture
def served(app):
    """The app of this test behind a port; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("LMS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium, served):
    """window(width=1366, theme="light", lang="vi", cookies={}, script=True) -> a page of a fresh context, whose console must stay silent."""
    @contextmanager
    def opened(width=1366, theme="light", lang="vi", cookies=None, script=True):
        context = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=True, java_script_enabled=script, base_url=served)
        jar = {"lms_theme": theme, "lms_lang": lang, **(cookies or {})}
        context.add_cookies([{"name": name, "value": value, "url": served} for name, value in jar.items()])
        page, faults = context.new_page(), []
        page.on("pageerror", lambda error: faults.append(str(error)))
        try:
            yield page
        finally:
            context.close()
        assert not faults, faults
    return opened
