// The grid of a sheet saves itself: changed rows only, a moment after the last key, one request at a time. Nothing is kept in the browser.
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  const said = document.querySelector("[data-saved]");
  if (!form || !said) return;
  const CELL = /^(?:heads|topic_id|level|priority|quarter|reason)-(\d+)$/;
  const dirty = new Set();
  const held = new Map();
  let timer = 0, busy = false, composing = false, waiting = null, retry = 4000;

  const say = (kind, text) => { said.hidden = false; said.className = `saved ${kind}`; said.textContent = text; };
  const cellsOf = (id) => [...form.elements].filter((cell) => CELL.exec(cell.name)?.[1] === id);
  const rowOf = (id) => cellsOf(id)[0]?.closest("tr");
  const plan = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  function touched(event) {
    const id = CELL.exec(event.target.name ?? "")?.[1];
    if (!id) return;
    dirty.add(id);
    held.delete(id);
    say("kept", said.dataset.unsaved);
    if (!event.isComposing) plan(event.type === "change" ? 300 : 2000);
  }

  function packed(ids) {
    const data = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    for (const id of ids) {
      data.set(`seen-${id}`, form.elements[`seen-${id}`].value);
      for (const cell of cellsOf(id)) data.set(cell.name, cell.value);
    }
    return data;
  }

  async function save(leaving = false) {
    if (composing && leaving !== true) return plan(500);
    if (busy || !dirty.size) return finish();
    busy = true;
    const ids = [...dirty];
    dirty.clear();
    say("saving", said.dataset.saving);
    let answer = null, told = null;
    try {
      answer = await fetch(form.dataset.autosave, { method: "POST", body: packed(ids), credentials: "same-origin", keepalive: leaving === true });
      if (answer.headers.get("content-type")?.includes("json")) told = await answer.json();
    } catch { /* no network: said below, tried again */ }
    busy = false;
    if (!told) return failed(ids, answer);
    retry = 4000;
    show(ids, told);
    if (dirty.size) { say("kept", said.dataset.unsaved); plan(300); } else say(held.size ? "other" : "saved", told.status);
    finish();
  }

  function failed(ids, answer) {
    for (const id of ids) dirty.add(id);
    const word = !answer || answer.status >= 500 ? "offline" : answer.status === 401 || answer.status === 400 ? "signedOut" : "refused";
    say("other", said.dataset[word]);
    if (word === "offline") { plan(retry); retry = Math.min(retry * 2, 60000); }
    finish();
  }

  function show(ids, told) {
    for (const id of ids) {
      document.querySelector(`tr[data-note="${id}"]`)?.remove();
      for (const cell of cellsOf(id)) {
        const bad = told.wrong.includes(cell.name);
        cell.closest("td").classList.toggle("wrong", bad);
        if (bad) cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
      }
    }
    for (const [id, version] of Object.entries(told.versions)) form.elements[`seen-${id}`].value = version;
    for (const [id, html] of Object.entries(told.notes)) note(id, html, told.stands[id]);
  }

  function note(id, html, stands) {
    const row = rowOf(id);
    const shell = document.createElement("template");
    shell.innerHTML = html;
    const made = shell.content.querySelector("tr");
    if (!row || !made) return;
    made.dataset.note = id;
    held.set(id, stands);
    made.querySelector("[data-keep]")?.addEventListener("click", () => settle(id, made, stands, false));
    made.querySelector("[data-take]")?.addEventListener("click", () => settle(id, made, stands, true));
    row.after(made);
  }

  // Two versions of a row: one's own is saved over the other, or the other is taken; either way the row goes on from what stands.
  function settle(id, made, stands, theirs) {
    form.elements[`seen-${id}`].value = stands.version;
    const cells = cellsOf(id);
    if (theirs) {
      for (const cell of cells) {
        cell.dispatchEvent(new Event("focusin", { bubbles: true }));
        cell.value = stands.values[cell.name.split("-")[0]];
      }
    }
    made.remove();
    held.delete(id);
    dirty.add(id);
    cells[0]?.focus();
    plan(100);
  }

  function finish() {
    if (!waiting || busy) return;
    const button = waiting;
    waiting = null;
    form.requestSubmit(button);
  }

  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", (event) => { composing = false; touched(event); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!busy) return;
    event.preventDefault();
    waiting = event.submitter;
  });
  addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
})();
