// What a person says of themself beside their name: shown in the rail, and set as in Slack from a short list.

import { attempt } from "./actions.js";
import { api } from "./api.js";
import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { openPicker } from "./picker.js";
import { state, viewer, zoneOf } from "./state.js";
import { localTimeAfterDays, partsIn } from "./times.js";

/** Slack's own ready-made statuses that say "away", each with the ends that it offers. */
const CHOICES = [
  { key: "sick", emoji: ":face_with_thermometer:", text: "Out sick", note: "Today", days: () => 1 },
  { key: "away-today", emoji: ":palm_tree:", text: "Vacationing", note: "Today", days: () => 1 },
  { key: "away-week", emoji: ":palm_tree:", text: "Vacationing", note: "This week", days: daysToMonday },
  { key: "away", emoji: ":palm_tree:", text: "Vacationing", note: "Don't clear", days: () => 0 },
  { key: "meeting", emoji: ":calendar:", text: "In a meeting", note: "Today", days: () => 1 },
];

/** The button under the person: their status, or that they can set one. */
export function statusButton() {
  const said = statusOf(viewer());
  const button = el(
    "button",
    {
      type: "button",
      class: "status-button",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      data: { testid: "status-picker" },
    },
    said || "Set a status",
  );
  button.addEventListener("click", () => openStatuses(button));
  return button;
}

/** A person's status in one line; empty where they have none. */
export function statusOf(user) {
  const { status_emoji: emoji = "", status_text: text = "" } = user?.profile ?? {};
  return withEmoji(`${emoji} ${text}`.trim());
}

function openStatuses(anchor) {
  const options = CHOICES.map(({ key, emoji, text, note }) => ({
    value: key,
    label: withEmoji(`${emoji} ${text}`),
    aside: note,
    data: { testid: "status-option", status: key },
  }));
  if (statusOf(viewer()))
    options.push({ value: "", label: "Clear the status", data: { testid: "status-option", status: "clear" } });
  openPicker({ anchor, label: "Set a status", options, menu: true, onDone: ([key]) => setStatus(key) });
}

function setStatus(key) {
  const found = CHOICES.find((choice) => choice.key === key);
  const days = found?.days() ?? 0;
  const until = days ? localTimeAfterDays(state.now, zoneOf(viewer()), days, 0, 0).toISOString() : undefined;
  return attempt(() =>
    api.setStatus({ user: state.me, emoji: found?.emoji ?? "", text: found?.text ?? "", until }),
  );
}

function daysToMonday() {
  const { year, month, day } = partsIn(state.now, zoneOf(viewer()));
  return ((8 - new Date(Date.UTC(year, month - 1, day)).getUTCDay()) % 7) || 7;
}
