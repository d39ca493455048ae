// A list that opens under a button: selects, overflow menus, the person picker. Arrow keys move, typing
// filters, Enter picks, Escape and Tab leave.

import { el, freshId } from "./dom.js";
import { topSurface } from "./overlays.js";

let current = null; // {anchor, close} of the list that is open

/**
 * Opens the list. Options are {value, label, description?, group?, mark?, data?}; `label`, `description` and
 * `mark` may be text or nodes made by a function. `onDone(values)` is called with the values chosen: at once,
 * or for `multiple` when the list closes and something changed.
 */
export function openPicker({
  anchor,
  label,
  options,
  chosen = [],
  multiple = false,
  search = options.length > 8,
  menu = false,
  onDone,
  className = "",
}) {
  const again = current?.anchor === anchor;
  current?.close();
  if (again) return; // a second click on its button closes a list
  const picked = new Set(chosen);
  const before = [...picked].join("\n");
  const listId = freshId("list");
  const list = el("div", {
    class: "picker-list",
    id: listId,
    role: menu ? "menu" : "listbox",
    "aria-label": label,
    "aria-multiselectable": multiple || undefined,
    tabindex: search ? undefined : "0",
  });
  const input = !search
    ? null
    : el("input", {
        class: "picker-search",
        type: "text",
        role: "combobox",
        "aria-expanded": "true",
        "aria-controls": listId,
        "aria-label": `Search: ${label}`,
        placeholder: "Search",
      });
  const panel = el("div", { class: `popover ${className}`, data: { testid: "picker" } }, input, list);
  const focused = input ?? list;
  let shown = [];
  let active = 0;

  function draw() {
    const wanted = (input?.value ?? "").trim().toLowerCase();
    shown = options.filter(
      (option) =>
        option.label.toLowerCase().includes(wanted) || (option.keywords ?? "").toLowerCase().includes(wanted),
    );
    let group;
    const rows = shown.flatMap((option, index) => {
      const heading =
        option.group && option.group !== group
          ? [el("div", { class: "picker-group", role: "presentation" }, option.group)]
          : [];
      group = option.group;
      return [...heading, optionRow(option, index)];
    });
    list.replaceChildren(...(rows.length ? rows : [el("p", { class: "picker-none" }, "Nothing found")]));
    activate(Math.min(active, Math.max(shown.length - 1, 0)));
  }

  function optionRow(option, index) {
    const on = picked.has(option.value);
    return el(
      "div",
      {
        class: "picker-option",
        id: `${listId}-${index}`,
        role: menu ? "menuitem" : "option",
        "aria-selected": menu ? undefined : String(on),
        data: { value: option.value, ...option.data },
        on: { click: () => choose(index), pointermove: () => active !== index && activate(index) },
      },
      multiple ? el("span", { class: "tick-box", "aria-hidden": "true" }, on ? "✓" : "") : null,
      option.mark?.() ?? null,
      el(
        "span",
        { class: "picker-text" },
        el("span", { class: "picker-label" }, option.show?.() ?? option.label),
        option.description ? el("span", { class: "picker-note" }, option.description) : null,
      ),
      option.aside ? el("span", { class: "picker-aside" }, option.aside) : null,
    );
  }

  function activate(index) {
    active = index;
    for (const row of list.querySelectorAll(".picker-option"))
      row.classList.toggle("active", row.id === `${listId}-${index}`);
    const row = document.getElementById(`${listId}-${index}`);
    if (row) focused.setAttribute("aria-activedescendant", row.id);
    else focused.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  function choose(index) {
    const option = shown[index];
    if (!option) return;
    if (!multiple) {
      picked.clear();
      picked.add(option.value);
      finish(true);
      return;
    }
    if (!picked.delete(option.value)) picked.add(option.value);
    draw();
  }

  function finish(send) {
    if (current?.close !== leave) return;
    current = null;
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("resize", leave);
    panel.remove();
    anchor.setAttribute("aria-expanded", "false");
    if (anchor.isConnected) anchor.focus();
    if (send || (multiple && [...picked].join("\n") !== before)) onDone([...picked]);
  }

  const leave = () => finish(false);
  const outside = (event) => {
    if (!panel.contains(event.target) && !anchor.contains(event.target)) leave();
  };

  panel.addEventListener("keydown", (event) => {
    const moves = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: shown.length - 1 };
    if (event.key in moves && !(input && ["Home", "End"].includes(event.key)))
      activate((moves[event.key] + shown.length) % Math.max(shown.length, 1));
    else if (event.key === "Enter" || (event.key === " " && !input)) choose(active);
    else if (event.key === "Escape" || event.key === "Tab") leave();
    else return;
    event.stopPropagation();
    if (event.key !== "Tab") event.preventDefault();
  });
  input?.addEventListener("input", () => {
    active = 0;
    draw();
  });

  current = { anchor, close: leave };
  active = Math.max(
    options.findIndex((option) => picked.has(option.value)),
    0,
  );
  topSurface().append(panel);
  anchor.setAttribute("aria-expanded", "true");
  draw();
  place(panel, anchor);
  focused.focus();
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", leave);
}

/** Puts a panel beside its anchor where there is more room, inside the window. */
export function place(panel, anchor) {
  const box = anchor.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - 12;
  const above = box.top - 12;
  const up = below < Math.min(260, panel.offsetHeight) && above > below;
  panel.style.minWidth = `${Math.min(box.width, window.innerWidth - 16)}px`;
  panel.style.maxHeight = `${Math.max(up ? above : below, 140)}px`;
  panel.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - panel.offsetWidth - 8))}px`;
  if (up) panel.style.bottom = `${window.innerHeight - box.top + 4}px`;
  else panel.style.top = `${box.bottom + 4}px`;
}
