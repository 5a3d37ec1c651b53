// The entry grid: one tab stop, arrows inside, paste of many cells, selection. Without this file every cell is an ordinary field.
(() => {
  "use strict";
  const FOLD = (text) => text.normalize("NFC").trim().toLocaleLowerCase("vi");

  class Grid {
    constructor(table) {
      this.table = table;
      this.cells = () => [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => [...row.querySelectorAll("td.edit > :is(input, select), td.pick > input")]).filter((row) => row.length);
      this.enter(table.querySelector("td.edit > :is(input, select)") ?? table.querySelector("td.pick > input"), false);
      table.addEventListener("focusin", (event) => { if (this.isCell(event.target)) { this.fill(event.target); this.enter(event.target, false); } });
      table.addEventListener("pointerdown", (event) => { if (this.isCell(event.target)) this.fill(event.target); });
      table.addEventListener("keydown", (event) => this.key(event));
      table.addEventListener("paste", (event) => this.paste(event));
      table.addEventListener("change", (event) => this.changed(event));
      this.count();
    }

    // A long list stands once, in the bar above; a cell gets it when it is first entered (120 lines x 18 topics would be 2,000 nodes).
    fill(cell) {
      const source = cell.dataset?.options && cell.form?.elements[cell.dataset.options];
      if (!source || cell.options.length > 1) return;
      const kept = cell.value;
      for (const one of source.options) if (one.value !== "0" && one.value !== kept) cell.add(new Option(one.text, one.value));
      const order = [...source.options].map((one) => one.value);
      cell.append(...[...cell.options].sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value)));
      cell.value = kept;
    }

    isCell(thing) { return thing.matches("td.edit > *, td.pick > input"); }

    // Only the current cell takes part in Tab; the others are reached by arrows.
    enter(cell, focus = true) {
      if (!cell) return;
      for (const row of this.cells()) for (const one of row) one.tabIndex = -1;
      cell.tabIndex = 0;
      if (focus) { cell.focus(); if (cell.select && cell.type !== "checkbox") cell.select(); }
    }

    // Rows may have different cells to fill in (a person has no number): up and down keep to the column.
    at(cell) { return cell.closest("td").cellIndex; }
    under(row, column) { return row.find((one) => this.at(one) === column); }

    place(cell) {
      const rows = this.cells();
      const row = rows.findIndex((one) => one.includes(cell));
      return { rows, row, column: row < 0 ? -1 : rows[row].indexOf(cell) };
    }

    key(event) {
      const cell = event.target;
      if (event.isComposing || event.keyCode === 229 || !this.isCell(cell)) return;
      if (event.key === "Escape") { event.preventDefault(); return this.leave(); }
      const text = cell.tagName === "INPUT" && cell.type !== "checkbox";
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter" && cell.tagName === "SELECT") { event.preventDefault(); return cell.showPicker?.(); }
      const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Enter: [1, 0] };
      const step = steps[event.key];
      if (!step) return;
      if (text && step[1] && !this.atEdge(cell, step[1])) return;
      event.preventDefault();
      const { rows, row, column } = this.place(cell);
      const target = rows[Math.min(Math.max(row + step[0], 0), rows.length - 1)];
      if (step[0]) return this.enter(this.under(target, this.at(cell)) ?? target[Math.min(column, target.length - 1)]);
      this.enter(target[Math.min(Math.max(column + step[1], 0), target.length - 1)]);
    }

    atEdge(cell, side) {
      if (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length) return true;
      return side < 0 ? cell.selectionEnd === 0 : cell.selectionStart === cell.value.length;
    }

    // Escape: to the first thing after the grid.
    leave() {
      const order = [...document.querySelectorAll("a[href], button:not([disabled]), input:not([type=hidden]), select, textarea, summary, [tabindex='0']")];
      const next = order.find((one) => !this.table.contains(one) && this.table.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && one.offsetParent);
      next?.focus();
    }

    paste(event) {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!this.isCell(event.target) || event.target.type === "checkbox" || !/[\t\n]/.test(text.trim())) return;
      event.preventDefault();
      const { rows, row, column } = this.place(event.target);
      const columns = rows[row].slice(column).map((one) => this.at(one));
      let missed = 0;
      text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
        line.split("\t").forEach((value, along) => {
          const cell = rows[row + down] && this.under(rows[row + down], columns[along]);
          if (!cell || cell.type === "checkbox" || !this.put(cell, value)) missed += 1;
        });
      });
      this.table.dispatchEvent(new CustomEvent("pasted", { bubbles: true, detail: { missed } }));
    }

    put(cell, value) {
      if (cell.tagName === "SELECT") {
        this.fill(cell);
        const wanted = FOLD(value);
        const option = [...cell.options].find((one) => FOLD(one.text) === wanted || FOLD(one.value) === wanted);
        if (!option) return false;
        cell.value = option.value;
      } else cell.value = value.normalize("NFC").trim();
      cell.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    }

    changed(event) {
      if (event.target.matches("[data-pick-all]")) for (const one of this.table.querySelectorAll("[data-pick]")) one.checked = event.target.checked;
      if (event.target.matches("[data-pick-all], [data-pick]")) this.count();
    }

    // The bulk bar says how many are chosen: the number in its words is replaced.
    count() {
      const picks = [...this.table.querySelectorAll("[data-pick]")];
      const chosen = picks.filter((one) => one.checked).length;
      const every = this.table.querySelector("[data-pick-all]");
      if (every) { every.checked = chosen > 0 && chosen === picks.length; every.indeterminate = chosen > 0 && chosen < picks.length; }
      const bar = this.table.closest(".grid-box")?.querySelector(".bulk");
      for (const said of bar?.querySelectorAll("[data-bulk-said], .button:not(.quiet)") ?? []) {
        const place = [...said.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && /\d/.test(node.data));
        if (place) place.data = place.data.replace(/\d[\d.,]*/, String(chosen));
      }
    }
  }

  for (const table of document.querySelectorAll("[data-grid]")) new Grid(table);

  // Rows of a spreadsheet pasted anywhere outside of a field lead to the page that finds their people and shows what would be written.
  const lists = document.querySelector("form[data-lists]");
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const search = event.target.type === "search";
    if (!lists || event.defaultPrevented || !/[\t\n]/.test(text.trim()) || (event.target.matches?.("input, select, textarea") && !search && event.target.type !== "checkbox")) return;
    event.preventDefault();
    lists.elements.text.value = text;
    lists.requestSubmit();
  });
})();
