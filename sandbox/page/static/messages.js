// The message pane: days, messages with their replies, live changes. A message that did not change keeps its
// node, so that focus, an open list and a table's page stay as they are.

import { api } from "./api.js";
import { coalesced } from "./coalesce.js";
import { byId, el } from "./dom.js";
import { drawMessage, isEphemeral, spoken } from "./message.js";
import { appConversation, markRead, noteNewest, state, world } from "./state.js";
import { dayName, isoDate } from "./times.js";

const GROUPED_WITHIN = 300; // seconds in which one author's plain lines stand under one name

const nodes = new Map(); // key of a message -> {mark, node}
let shown = { channel: null, viewer: null, known: null };

export function startMessages() {
  const pane = byId("messages");
  let ended = true;
  pane.addEventListener("scroll", () => {
    ended = atBottom();
    if (ended) byId("jump").hidden = true;
  });
  // A turned phone, or a keyboard that opens, leaves the newest message in sight.
  new ResizeObserver(() => ended && scrollToEnd()).observe(pane);
  byId("jump").addEventListener("click", () => {
    scrollToEnd();
    pane.focus();
  });
}

/** Reads the open conversation again and shows what changed. */
export const refreshMessages = coalesced(async () => {
  const channel = state.open;
  const viewer = state.me;
  if (!channel || !viewer) return;
  const messages = channel === "app" ? [] : await api.messages(channel, viewer);
  if (channel !== state.open || viewer !== state.me) return; // whoever changed it asked again
  if (channel !== "app") {
    noteNewest(viewer, channel, messages);
    if (state.tab === "messages") markRead(viewer, channel);
  }
  draw(channel, viewer, messages);
});

function draw(channel, viewer, messages) {
  const pane = byId("messages");
  const begun = shown.channel === "app" && channel === appConversation(viewer).id;
  const moved = shown.viewer !== viewer || (shown.channel !== channel && !begun);
  const stay = !moved && !atBottom();
  if (moved) nodes.clear();
  const fresh = moved
    ? []
    : messages.filter((message) => !shown.known.has(keyOf(message)) && message.user !== viewer);
  shown = { channel, viewer, known: new Set(messages.map(keyOf)) };
  const focus = focusPlace(pane);
  place(pane, rows(messages));
  restoreFocus(pane, focus);
  if (moved || !stay) scrollToEnd();
  else if (fresh.length) byId("jump").hidden = false;
  if (fresh.length) byId("announcer").textContent = fresh.map(spoken).join(". ");
}

const keyOf = (message) => `${message.ts}${isEphemeral(message) ? "e" : ""}`;
const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

function rows(messages) {
  const seen = world();
  const ordered = [...messages].sort((a, b) => Number(a.ts) - Number(b.ts));
  const parents = new Set(ordered.filter((message) => !isReply(message)).map((message) => message.ts));
  const list = [];
  let day;
  let before;
  for (const message of ordered) {
    if (isReply(message) && parents.has(message.thread_ts)) continue;
    const instant = new Date(Number(message.ts) * 1000);
    const date = isoDate(instant, seen.zone);
    if (date !== day) list.push(divider(date, dayName(instant, seen.now, seen.zone)));
    const grouped = date === day && continues(before, message);
    day = date;
    list.push(messageRow(message, seen, { grouped }));
    const replies = ordered.filter((reply) => isReply(reply) && reply.thread_ts === message.ts);
    if (replies.length) list.push(thread(message.ts, replies, seen));
    before = replies.length ? null : message;
  }
  return list.length ? list : [emptyRow()];
}

function continues(before, message) {
  const plainLine = (one) => !one.blocks?.length && !isEphemeral(one);
  return (
    Boolean(before) &&
    before.user === message.user &&
    plainLine(before) &&
    plainLine(message) &&
    message.ts - before.ts < GROUPED_WITHIN
  );
}

/** A node by key, built anew only when what it shows changed. */
function reused(key, mark, build) {
  const known = nodes.get(key);
  if (known?.mark === mark) return known.node;
  const node = build();
  node.dataset.key = key;
  nodes.set(key, { mark, node });
  return node;
}

const divider = (date, name) =>
  reused(`day ${date}`, name, () =>
    el("div", { class: "day", role: "separator", "aria-label": name }, el("span", {}, name)),
  );

function emptyRow() {
  const alone = state.open === appConversation(state.me).id || state.open === "app";
  const text = alone ? "Nothing here yet. Type / below to see what the app can do." : "No messages yet.";
  return reused("empty", text, () => el("p", { class: "empty" }, text));
}

function thread(ts, replies, seen) {
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const inside = replies.map((reply) => messageRow(reply, seen, { reply: true }));
  const node = reused(`thread ${ts}`, count, () =>
    el(
      "div",
      { class: "thread", role: "group", "aria-label": count, data: { testid: "thread", ts } },
      el("p", { class: "thread-count" }, count),
    ),
  );
  place(node, [node.querySelector(".thread-count"), ...inside]);
  return node;
}

function messageRow(message, seen, { grouped = false, reply = false }) {
  const mark = JSON.stringify([
    message,
    grouped,
    reply,
    seen.zone,
    isoDate(seen.now, seen.zone),
    state.users.size,
    state.channels.length,
  ]);
  const placed = { grouped, reply, channel: state.open, done: refreshMessages };
  return reused(keyOf(message), mark, () => drawMessage(message, seen, placed));
}

/** Makes `wanted` the children of `parent`, touching only what differs. */
function place(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
}

function focusPlace(pane) {
  const active = document.activeElement;
  const message = pane.contains(active) && active.closest?.("[data-key]");
  return message
    ? { active, key: message.dataset.key, action: active.dataset.actionId, value: active.dataset.value }
    : null;
}

function restoreFocus(pane, focus) {
  if (!focus || focus.active.isConnected) return;
  const message = pane.querySelector(`[data-key="${CSS.escape(focus.key)}"]`);
  const same = [...(message?.querySelectorAll("[data-action-id]") ?? [])].find(
    (node) => node.dataset.actionId === focus.action && node.dataset.value === focus.value,
  );
  (same ?? message ?? pane).focus({ preventScroll: true });
}

const atBottom = () =>
  byId("messages").scrollHeight - byId("messages").scrollTop - byId("messages").clientHeight < 60;

function scrollToEnd() {
  byId("messages").scrollTop = byId("messages").scrollHeight;
  byId("jump").hidden = true;
}
