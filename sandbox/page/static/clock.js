// The clock bar: the workspace's time, the viewer's, and the buttons that move it.

import { attempt } from "./actions.js";
import { api } from "./api.js";
import { coalesced } from "./coalesce.js";
import { byId, el, freshId } from "./dom.js";
import { openLayer } from "./overlays.js";
import { changed, on, state, zone } from "./state.js";
import {
  clockTime,
  fieldValue,
  instantOfField,
  localTimeAfterDays,
  partsIn,
  placeOf,
  weekdayAndDate,
} from "./times.js";

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

// Where each button takes the clock, from the instant shown and in the viewer's zone.
const MOVES = {
  hour: (now) => new Date(now.getTime() + HOUR),
  tomorrow: (now) => localTimeAfterDays(now, zone(), 1, 8, 30),
  week: (now) => new Date(now.getTime() + WEEK),
};

export function startClock() {
  on("clock me users", draw);
  byId("clock").addEventListener("click", (event) => {
    const move = MOVES[event.target.dataset?.move];
    if (move && !state.target) moveTo(move(state.now));
  });
  byId("clock-pick").addEventListener("click", () => !state.target && pick());
}

export const refreshClock = coalesced(async () => hear(await api.clock()));

/** Takes over the clock's state from an answer; the page shows minutes. */
function hear({ now, target }) {
  const before = [minutes(state.now), state.target?.getTime()];
  state.now = new Date(now);
  state.target = target ? new Date(target) : undefined;
  if (before[0] !== minutes(state.now) || before[1] !== state.target?.getTime()) changed("clock");
}

const minutes = (instant) => Math.floor(instant.getTime() / 60_000);

async function moveTo(instant) {
  await attempt(async () => hear(await api.moveClock(instant.toISOString())));
}

function draw() {
  if (!state.now.getTime()) return;
  const { now, target } = state;
  const here = zone();
  byId("clock-local").textContent = `${weekdayAndDate(now, here)}, ${clockTime(now, here)}`;
  byId("clock-local").dateTime = now.toISOString();
  byId("clock-utc").textContent =
    here === "UTC" ? "UTC" : `in ${placeOf(here)} · ${clockTime(now, "UTC")} UTC`;
  byId("clock-utc").dateTime = now.toISOString();
  byId("clock").classList.toggle("playing", Boolean(target));
  byId("clock-utc").hidden = Boolean(target);
  const words = target ? `playing… until ${weekdayAndDate(target, here)}, ${clockTime(target, here)}` : "";
  if (byId("clock-playing").textContent !== words) byId("clock-playing").textContent = words;
  for (const button of byId("clock").querySelectorAll(".clock-moves button"))
    button.setAttribute("aria-disabled", String(Boolean(target)));
  const { hour, minute } = partsIn(now, here);
  byId("clock-hour").setAttribute("transform", `rotate(${(hour % 12) * 30 + minute / 2} 12 12)`);
  byId("clock-minute").setAttribute("transform", `rotate(${minute * 6} 12 12)`);
}

function pick() {
  const title = freshId("pick");
  const field = el("input", {
    id: `${title}-field`,
    class: "input",
    type: "datetime-local",
    value: fieldValue(state.now, zone()),
    data: { testid: "clock-field" },
  });
  const close = () => layer.close();
  const go = () => {
    const instant = instantOfField(field.value, zone());
    if (!instant) return field.focus();
    close();
    return moveTo(instant);
  };
  const content = [
    el("h2", { id: title, class: "confirm-title" }, "Move the clock"),
    el(
      "div",
      { class: "field confirm-text" },
      el("label", { class: "label", for: `${title}-field` }, `To this time in ${placeOf(zone())}`),
      field,
      el("p", { class: "hint" }, "Everything due on the way is played in order."),
    ),
    el(
      "div",
      { class: "dialog-foot" },
      el("button", { type: "button", class: "button", on: { click: close } }, "Cancel"),
      el(
        "button",
        { type: "button", class: "button primary", data: { testid: "clock-go" }, on: { click: go } },
        "Go",
      ),
    ),
  ];
  const layer = openLayer({
    content,
    labelledBy: title,
    className: "confirm",
    testid: "clock-dialog",
    onEscape: close,
  });
  field.addEventListener("keydown", (event) => event.key === "Enter" && go());
  field.focus();
}
