// How a person is shown: initials on a colour of their own.

import { el } from "./dom.js";
import { nameOf, state } from "./state.js";

const HUES = 8;
const SLACKBOT = "USLACKBOT"; // speaks for the workspace itself: "/log failed with the error …"

/** A square with initials; for an app, a small mark instead of a person. */
export function avatar(user, size = "") {
  const name = nameOf(user) ?? "?";
  const initials = name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0].toUpperCase())
    .join("");
  const hue =
    [...(user?.id ?? name)].reduce((sum, character) => (sum * 31 + character.codePointAt(0)) % 997, 7) % HUES;
  return el(
    "span",
    { class: `avatar ${size} ${user?.is_bot ? "avatar-app" : `face-${hue}`}`, "aria-hidden": "true" },
    initials,
  );
}

/** The author of a message as {id, name, user}; an app may post under a name of its own. */
export function authorOf(message) {
  const user =
    state.users.get(message.user) ??
    [...state.users.values()].find((one) => message.bot_id && one.profile?.bot_id === message.bot_id);
  const name = message.username ?? nameOf(user) ?? (message.user === SLACKBOT ? "Sandbox" : message.user);
  return {
    user: user ?? { id: message.user ?? message.bot_id, name, is_bot: Boolean(message.bot_id) },
    name,
  };
}
