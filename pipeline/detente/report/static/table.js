"use strict";

// A table with sortable columns, a search and pages; sorted by a stable sort, in place of none.
detente.table = (() => {
  const { el, format } = detente.dom;

  // columns: {title, value(row), cell(row), numeric, descending}; without value a column isn't sorted.
  function make(container, { caption, columns, size, sortBy, searchIn, onRow, isChosen, empty }) {
    let rows = [];
    let page = 0;
    let sort = { column: sortBy, descending: columns[sortBy].descending || false };
    let words = "";

    const head = el("thead");
    const body = el("tbody");
    const status = el("span", { class: "pager-status", role: "status" });
    const previous = el("button", { type: "button", on: { click: () => turn(-1) } }, "Previous");
    const next = el("button", { type: "button", on: { click: () => turn(1) } }, "Next");
    const search = searchIn
      ? el("input", { type: "search", placeholder: "Search", "aria-label": `Search: ${caption}`, on: { input: () => find(search.value) } })
      : null;
    const scroll = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
      el("table", {}, el("caption", { class: "unseen" }, caption), head, body));
    container.replaceChildren(
      el("div", { class: "table-tools" }, search, status, el("span", { class: "pager" }, previous, next)),
      scroll,
    );

    function turn(step) {
      page += step;
      draw();
    }

    function find(text) {
      words = text.trim().toLowerCase();
      page = 0;
      draw();
    }

    function order(column) {
      sort = sort.column === column
        ? { column, descending: !sort.descending }
        : { column, descending: columns[column].descending || false };
      page = 0;
      draw();
      head.querySelectorAll("th")[column].querySelector("button").focus();
    }

    function compare(x, y) {
      const { value } = columns[sort.column];
      const [one, other] = sort.descending ? [value(y), value(x)] : [value(x), value(y)];
      return typeof one === "number" ? one - other : String(one).localeCompare(String(other), "en");
    }

    function headCell(column, index) {
      const attributes = { scope: "col", class: column.numeric ? "numeric" : null };
      if (!column.value) return el("th", attributes, column.title);
      const direction = sort.column === index ? (sort.descending ? "descending" : "ascending") : null;
      const arrow = direction ? (sort.descending ? "↓" : "↑") : "";
      return el("th", { ...attributes, "aria-sort": direction },
        el("button", { type: "button", class: "sort", on: { click: () => order(index) } }, column.title,
          el("span", { class: "arrow", "aria-hidden": "true" }, arrow)));
    }

    function bodyRow(row) {
      return el("tr", {
        class: onRow ? "clickable" : null,
        "aria-current": isChosen && isChosen(row) ? "true" : null,
        on: onRow ? { click: (event) => event.target.closest("button, a") || onRow(row) } : {},
      }, columns.map((column) => el("td", { class: column.numeric ? "numeric" : null, dir: column.numeric ? null : "auto" }, column.cell(row))));
    }

    function draw() {
      const found = words ? rows.filter((row) => searchIn(row).toLowerCase().includes(words)) : rows;
      const sorted = [...found].sort(compare);
      const pages = Math.max(1, Math.ceil(sorted.length / size));
      page = Math.min(Math.max(page, 0), pages - 1);
      const first = page * size;
      const shown = sorted.slice(first, first + size);
      head.replaceChildren(el("tr", {}, columns.map(headCell)));
      body.replaceChildren(...(shown.length
        ? shown.map(bodyRow)
        : [el("tr", {}, el("td", { colspan: columns.length, class: "empty" }, empty))]));
      status.textContent = sorted.length
        ? `${format(first + 1)}–${format(first + shown.length)} of ${format(sorted.length)}` : "none";
      previous.disabled = page === 0;
      next.disabled = page === pages - 1;
    }

    return {
      show(newRows) {
        rows = newRows;
        page = 0;
        draw();
      },
      redraw: draw,
    };
  }

  return { make };
})();
