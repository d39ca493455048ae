// The data_table and table blocks: a real HTML table with a caption; data_table also sorts and turns pages.

import { el } from "./dom.js";
import { withBars } from "./mrkdwn.js";
import { richText } from "./richtext.js";

const DEFAULT_PAGE = 5;

export function dataTable(block, world) {
  const [head = [], ...rows] = block.rows ?? [];
  const view = { page: 0, size: block.page_size ?? DEFAULT_PAGE, column: null, down: false };
  const body = el("tbody");
  const pages = el("div", { class: "table-pages" });
  const headers = head.map((cell, column) =>
    sortHeader(cell, world, side(rows, column), () => sortBy(column)),
  );

  function sortBy(column) {
    view.down = view.column === column && !view.down;
    view.column = column;
    view.page = 0;
    draw();
  }

  function draw() {
    const sorted = view.column === null ? rows : sortedRows(rows, view.column, view.down);
    const from = view.page * view.size;
    const shown = sorted.slice(from, from + view.size);
    body.replaceChildren(
      ...shown.map((row) => bodyRow(row, world, rows, block.row_header_column_index ?? 0)),
    );
    headers.forEach((header, column) =>
      header.setAttribute(
        "aria-sort",
        column === view.column ? (view.down ? "descending" : "ascending") : "none",
      ),
    );
    pages.replaceChildren(...pageButtons(view, rows.length, from, shown.length, draw));
    pages.hidden = rows.length <= view.size;
  }

  draw();
  const table = el(
    "table",
    { class: "data-table" },
    el("caption", {}, block.caption ?? ""),
    el("thead", {}, el("tr", {}, headers)),
    body,
  );
  return el(
    "div",
    { class: "block-table", data: { testid: "data-table" } },
    el("div", { class: "table-scroll" }, table),
    pages,
  );
}

/** The older table block: rows as they come, alignment by column. */
export function plainTable(block, world) {
  const settings = block.column_settings ?? [];
  const [head = [], ...rows] = block.rows ?? [];
  const cells = (row, tag) =>
    row.map((cell, column) =>
      el(tag, { class: `align-${settings[column]?.align ?? "left"}` }, cellContent(cell, world)),
    );
  const table = el(
    "table",
    { class: "data-table" },
    el("thead", {}, el("tr", {}, cells(head, "th"))),
    el(
      "tbody",
      {},
      rows.map((row) => el("tr", {}, cells(row, "td"))),
    ),
  );
  return el("div", { class: "block-table" }, el("div", { class: "table-scroll" }, table));
}

const side = (rows, column) => (numeric(rows, column) ? "align-right" : "align-left");

function sortHeader(cell, world, align, sort) {
  return el(
    "th",
    { scope: "col", class: align },
    el("button", { type: "button", class: "sort", on: { click: sort } }, cellContent(cell, world)),
  );
}

function bodyRow(row, world, rows, headerColumn) {
  const cells = row.map((cell, column) => {
    const align = side(rows, column);
    return column === headerColumn
      ? el("th", { scope: "row", class: align }, cellContent(cell, world))
      : el("td", { class: align }, cellContent(cell, world));
  });
  return el("tr", {}, cells);
}

function cellContent(cell, world) {
  if (cell?.type === "rich_text") return richText(cell, world);
  if (cell?.type === "raw_number") return cell.text ?? String(cell.value);
  return withBars(cell?.text ?? "");
}

function numeric(rows, column) {
  return rows.every((row) => row[column]?.type === "raw_number");
}

function sortedRows(rows, column, down) {
  const text = (row) =>
    row[column]?.type === "rich_text" ? JSON.stringify(row[column].elements) : (row[column]?.text ?? "");
  const compare = numeric(rows, column)
    ? (a, b) => a[column].value - b[column].value
    : (a, b) => text(a).localeCompare(text(b));
  return [...rows].sort((a, b) => (down ? -compare(a, b) : compare(a, b)));
}

function pageButtons(view, total, from, count, draw) {
  const turn = (by) => () => {
    view.page += by;
    draw();
  };
  return [
    el("span", {}, `${from + 1}–${from + count} of ${total}`),
    el(
      "button",
      { type: "button", class: "button small", disabled: view.page === 0, on: { click: turn(-1) } },
      "Previous",
    ),
    el(
      "button",
      { type: "button", class: "button small", disabled: from + count >= total, on: { click: turn(1) } },
      "Next",
    ),
  ];
}
