// The page: small comforts. Everything works without this file.
(() => {
  "use strict";
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const typing = (event) => event.isComposing || event.keyCode === 229;

  for (const thing of all(".scripted")) thing.hidden = false;
  document.querySelector("[data-focus]")?.focus();

  // A form that was answered in place: Back and reload open its page anew instead of asking to send the form again (ERR_CACHE_MISS).
  const { reopen } = document.documentElement.dataset;
  if (reopen) history.replaceState(null, "", reopen);

  // Theme: at once, without loading the page again. The form stays the way for everybody else.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  for (const form of all("[data-preferences]")) {
    const button = form.querySelector("[name=theme]");
    form.addEventListener("submit", (event) => {
      if (event.submitter !== button) return;
      event.preventDefault();
      const root = document.documentElement;
      const now = root.dataset.theme === "auto" ? (dark.matches ? "dark" : "light") : root.dataset.theme;
      const next = now === "dark" ? "light" : "dark";
      const data = new FormData(form);
      data.set("theme", next);
      root.dataset.theme = next;
      document.querySelector("meta[name=color-scheme]").content = next;
      fetch(form.action, { method: "POST", body: data, redirect: "manual", credentials: "same-origin" }).catch(() => {});
    });
  }

  // "/" goes to the search field; Escape and a click outside close an open menu.
  document.addEventListener("keydown", (event) => {
    if (typing(event)) return;
    if (event.key === "/" && !event.target.closest("input, select, textarea, [contenteditable]") && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-slash]");
      if (search?.offsetParent) { event.preventDefault(); search.focus(); }
    }
    if (event.key === "Escape") {
      const menu = event.target.closest?.("details[data-menu][open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of all("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
    if (event.target.closest("[data-print]")) print();
    const reveal = event.target.closest("[data-reveal]");
    if (reveal) {
      const field = document.getElementById(reveal.dataset.reveal);
      const shown = field.type === "text";
      reveal.dataset.show ??= reveal.textContent;
      field.type = shown ? "password" : "text";
      reveal.textContent = shown ? reveal.dataset.show : reveal.dataset.hide;
      field.focus();
    }
  });

  // A form goes once: a second press while it is under way does nothing. (The server knows it too.)
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
  });
  addEventListener("pageshow", () => { for (const form of all("form[data-sent]")) delete form.dataset.sent; });

  // A text with a limit: what is left is said near the end; nothing is cut, the server says it again.
  const length = (field) => field.value.replace(/\r\n/g, "\n").trim().length;
  for (const field of all("[data-most]")) {
    const most = Number(field.dataset.most);
    const cell = field.closest("td.edit");
    const said = cell ? null : document.createElement("p");
    if (said) { said.className = "left"; said.setAttribute("role", "status"); field.after(said); }
    const count = () => {
      const used = length(field);
      cell?.classList.toggle("wrong", used > most);
      if (!said) return;
      said.classList.toggle("over", used > most);
      said.textContent = used > most * .8 ? `${used} / ${most}` : "";
    };
    field.addEventListener("input", count);
    if (!cell) count();
  }

  // Running work: look again every few seconds while the page is in sight.
  for (const job of all("[data-job][data-address]")) {
    const look = async () => {
      if (!document.hidden) {
        const answer = await fetch(job.dataset.address, { credentials: "same-origin" }).catch(() => null);
        const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
        const fresh = page?.querySelector("[data-job]");
        if (page && !fresh) return location.reload();
        if (fresh) {
          job.querySelector("progress").value = fresh.querySelector("progress").value;
          const [said, now] = [job.querySelector("[role=status]"), fresh.querySelector("[role=status]")];
          if (said.textContent !== now.textContent) said.textContent = now.textContent;
        }
      }
      setTimeout(look, 3000);
    };
    setTimeout(look, 3000);
  }
})();
