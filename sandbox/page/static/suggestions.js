// The list above the message field: commands after a slash, people after an @.

import { byId, el } from "./dom.js";
import { avatar } from "./people.js";
import { nameOf, people, titleOf } from "./state.js";

const MOST_SUGGESTIONS = 8;

let suggested = [];
let active = 0;
let filled = () => {};

/** `onFilled` is called after a suggestion was put into the field. */
export function startSuggestions(onFilled) {
  filled = onFilled;
}

/** Shows what fits the word before the caret; `commands` are those of the manifest. */
export function suggest(commands) {
  const input = byId("composer-input");
  const before = input.value.slice(0, input.selectionStart);
  const command = /^\/(\S*)$/.exec(before);
  const person = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(before);
  if (command) suggested = commandSuggestions(commands, command[1]);
  else if (person) suggested = personSuggestions(person[1], before.length - person[1].length - 1);
  else suggested = [];
  active = 0;
  drawSuggestions();
}

function commandSuggestions(commands, typed) {
  const wanted = typed.toLowerCase();
  const fits = commands.filter(({ command }) => command.slice(1).toLowerCase().startsWith(wanted));
  return fits.slice(0, MOST_SUGGESTIONS).map((one) => ({
    node: [
      el("b", {}, one.command),
      one.usage_hint ? el("code", {}, one.usage_hint) : null,
      el("span", { class: "picker-note" }, one.description ?? ""),
    ],
    data: { command: one.command },
    whole: one.command.slice(1).toLowerCase() === wanted,
    apply: () => fill(`${one.command} `, 0),
  }));
}

function personSuggestions(typed, from) {
  const wanted = typed.toLowerCase();
  const fits = people().filter((user) =>
    `${nameOf(user)} ${user.name ?? ""}`
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(wanted)),
  );
  return fits.slice(0, MOST_SUGGESTIONS).map((user) => ({
    node: [
      avatar(user, "tiny"),
      el("b", {}, nameOf(user)),
      el("span", { class: "picker-note" }, titleOf(user)),
    ],
    data: { user: user.id },
    apply: () => fill(`@${nameOf(user)} `, from),
  }));
}

function fill(text, from) {
  const input = byId("composer-input");
  input.setRangeText(text, from, input.selectionStart, "end");
  input.focus();
  filled();
}

function drawSuggestions() {
  const list = byId("suggestions");
  const input = byId("composer-input");
  list.hidden = !suggested.length;
  input.setAttribute("aria-expanded", String(Boolean(suggested.length)));
  list.replaceChildren(
    ...suggested.map((one, index) =>
      el(
        "div",
        {
          class: `picker-option${index === active ? " active" : ""}`,
          role: "option",
          id: `suggestion-${index}`,
          "aria-selected": String(index === active),
          data: { testid: "suggestion", ...one.data },
          on: { pointerdown: (event) => event.preventDefault(), click: () => one.apply() },
        },
        one.node,
      ),
    ),
  );
  if (suggested.length) input.setAttribute("aria-activedescendant", `suggestion-${active}`);
  else input.removeAttribute("aria-activedescendant");
  document.getElementById(`suggestion-${active}`)?.scrollIntoView({ block: "nearest" });
}

export function hideSuggestions() {
  suggested = [];
  drawSuggestions();
}

/** Takes the keys that belong to the list; says whether it did. */
export function suggestionKey(event) {
  if (!suggested.length) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  // Enter on a command typed in full sends it.
  const accepts = event.key === "Tab" || (event.key === "Enter" && !suggested[active].whole);
  if (step) {
    active = (active + step + suggested.length) % suggested.length;
    drawSuggestions();
  } else if (event.key === "Escape") hideSuggestions();
  else if (accepts) suggested[active].apply();
  else return false;
  return true;
}
