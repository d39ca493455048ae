// The message pane: days, messages with their replies, live changes. A message that did not change keeps its
// node, so that focus, an open list and a table's page stay as they are.

import { api } from "./api.js";
import { renderBlocks, textNodes } from "./blocks.js";
import { byId, el, localAddress, toast } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { shortValue } from "./fields.js";
import { authorOf, avatar } from "./people.js";
import { appConversation, markRead, noteNewest, state, world } from "./state.js";
import { clockTime, dayName, fullMoment, isoDate } from "./times.js";

const GROUPED_WITHIN = 300; // seconds in which one author's plain lines stand under one name

const nodes = new Map(); // key of a message -> {mark, node}
let shown = { channel: null, viewer: null, known: null };
let asked = 0;

export function startMessages() {
  const pane = byId("messages");
  pane.addEventListener("scroll", () => {
    if (atBottom()) byId("jump").hidden = true;
  });
  byId("jump").addEventListener("click", () => {
    scrollToEnd();
    pane.focus();
  });
}

/** Reads the open conversation again and shows what changed. */
export async function refreshMessages() {
  const channel = state.open;
  const viewer = state.me;
  if (!channel || !viewer) return;
  asked += 1;
  const turn = asked;
  const messages = channel === "app" ? [] : await api.messages(channel, viewer);
  if (turn !== asked) return; // a later request will show something newer
  if (channel !== "app") {
    noteNewest(viewer, channel, messages);
    if (state.tab === "messages") markRead(viewer, channel);
  }
  draw(channel, viewer, messages);
}

function draw(channel, viewer, messages) {
  const pane = byId("messages");
  const moved = shown.channel !== channel || shown.viewer !== viewer;
  const stay = !moved && !atBottom();
  if (moved) nodes.clear();
  const fresh = moved ? [] : messages.filter((message) => !shown.known.has(keyOf(message)) && message.user !== viewer);
  shown = { channel, viewer, known: new Set(messages.map(keyOf)) };
  const focus = focusPlace(pane);
  place(pane, rows(messages));
  restoreFocus(pane, focus);
  if (moved || !stay) scrollToEnd();
  else if (fresh.length) byId("jump").hidden = false;
  if (fresh.length) byId("announcer").textContent = fresh.map(spoken).join(". ");
}

const keyOf = (message) => `${message.ts}${isEphemeral(message) ? "e" : ""}`;
const isEphemeral = (message) => Boolean(message.ephemeral ?? message.is_ephemeral);
const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

function spoken(message) {
  return `${isEphemeral(message) ? "Only visible to you. " : ""}${authorOf(message).name}: ${message.text ?? ""}`;
}

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
  return Boolean(before) && before.user === message.user && plainLine(before) && plainLine(message) && message.ts - before.ts < GROUPED_WITHIN;
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

const divider = (date, name) => reused(`day ${date}`, name, () => el("div", { class: "day", role: "separator", "aria-label": name }, el("span", {}, name)));

function emptyRow() {
  const alone = state.open === appConversation(state.me).id || state.open === "app";
  const text = alone ? "Nothing here yet. Type / below to see what the app can do." : "No messages yet.";
  return reused("empty", text, () => el("p", { class: "empty" }, text));
}

function thread(ts, replies, seen) {
  const count = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const inside = replies.map((reply) => messageRow(reply, seen, { reply: true }));
  const node = reused(`thread ${ts}`, count, () => el("div", { class: "thread", role: "group", "aria-label": count, data: { testid: "thread", ts } }, el("p", { class: "thread-count" }, count)));
  place(node, [node.querySelector(".thread-count"), ...inside]);
  return node;
}

function messageRow(message, seen, { grouped = false, reply = false }) {
  const mark = JSON.stringify([message, grouped, reply, seen.zone, isoDate(seen.now, seen.zone), state.users.size, state.channels.length]);
  return reused(keyOf(message), mark, () => drawMessage(message, seen, { grouped, reply }));
}

function drawMessage(message, seen, { grouped, reply }) {
  const { user, name } = authorOf(message);
  const instant = new Date(Number(message.ts) * 1000);
  const ephemeral = isEphemeral(message);
  const time = el("time", { class: "time", datetime: instant.toISOString(), title: fullMoment(instant, seen.zone) }, clockTime(instant, seen.zone));
  const head = grouped
    ? null
    : el("div", { class: "message-head" }, el("span", { class: "author" }, name), user.is_bot ? el("span", { class: "app-badge" }, "APP") : null, time);
  return el(
    "article",
    {
      class: `message${grouped ? " grouped" : ""}${reply ? " reply" : ""}${ephemeral ? " ephemeral" : ""}`,
      tabindex: "-1",
      "aria-label": `${name}, ${clockTime(instant, seen.zone)}`,
      data: { testid: "message", ts: message.ts, user: message.user, ephemeral: ephemeral ? "true" : undefined },
    },
    grouped ? el("span", { class: "gutter" }, time) : avatar(user),
    el("div", { class: "message-body" }, ephemeral ? el("p", { class: "only-you" }, el("span", { "aria-hidden": "true" }, "◉ "), "Only visible to you") : null, head, content(message, seen)),
  );
}

function content(message, seen) {
  const surface = { world: seen, act: (action) => click(message, action) };
  const edited = message.edited ? el("span", { class: "edited" }, "(edited)") : null;
  const text = message.blocks?.length ? null : el("div", { class: "text message-text" }, textNodes({ type: message.mrkdwn === false ? "plain_text" : "mrkdwn", text: message.text ?? "" }, seen), edited && " ", edited);
  return [
    text,
    message.blocks?.length ? el("div", { class: "blocks" }, renderBlocks(message.blocks, surface), edited) : null,
    (message.attachments ?? []).map((attachment) => attached(attachment, surface)),
    (message.files ?? []).map(fileCard),
    message.reactions?.length ? el("div", { class: "reactions" }, message.reactions.map(reaction)) : null,
  ];
}

function attached(attachment, surface) {
  const text = attachment.blocks?.length ? renderBlocks(attachment.blocks, surface) : el("div", { class: "text" }, textNodes({ type: "mrkdwn", text: attachment.text ?? attachment.fallback ?? "" }, surface.world));
  const node = el("div", { class: "attachment" }, text);
  if (attachment.color) node.style.borderInlineStartColor = `#${attachment.color.replace(/^#/, "")}`;
  return node;
}

function fileCard(file) {
  const address = localAddress(file.url_private ?? file.permalink ?? "");
  const name = file.title || file.name || "file";
  if (address && file.mimetype?.startsWith("image/")) {
    return el("figure", { class: "file-image", data: { testid: "file" } }, el("figcaption", {}, name), el("img", { src: address, alt: file.alt_txt ?? name }));
  }
  const label = [el("span", { class: "file-mark", "aria-hidden": "true" }, (file.filetype ?? file.name?.split(".").pop() ?? "file").toUpperCase()), el("span", {}, name)];
  return address ? el("a", { class: "file", href: address, download: file.name ?? "", data: { testid: "file" } }, label) : el("div", { class: "file", data: { testid: "file" } }, label);
}

function reaction({ name, count, users = [] }) {
  return el("span", { class: "reaction", title: `:${name}:` }, emojiOf(name) ?? `:${name}:`, ` ${count ?? users.length}`);
}

async function click(message, action) {
  const body = { user: state.me, channel: state.open, ts: message.ts, action_id: action.action_id, block_id: action.block_id, value: shortValue(action.state) };
  try {
    reportUnanswered(await api.click(body));
  } catch (error) {
    toast(error.message);
  }
  await refreshMessages();
}

/** Says so when an app did not acknowledge, as a person would be told. */
export function reportUnanswered(answer, what = "That") {
  if (answer.acked === false) toast(`${what} did not work: ${answer.error === "operation_timeout" || !answer.error ? "the app did not answer within 3 seconds" : answer.error}.`);
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
  return message ? { active, key: message.dataset.key, action: active.dataset.actionId, value: active.dataset.value } : null;
}

function restoreFocus(pane, focus) {
  if (!focus || focus.active.isConnected) return;
  const message = pane.querySelector(`[data-key="${CSS.escape(focus.key)}"]`);
  const same = [...(message?.querySelectorAll("[data-action-id]") ?? [])].find((node) => node.dataset.actionId === focus.action && node.dataset.value === focus.value);
  (same ?? message ?? pane).focus({ preventScroll: true });
}

const atBottom = () => byId("messages").scrollHeight - byId("messages").scrollTop - byId("messages").clientHeight < 60;

function scrollToEnd() {
  byId("messages").scrollTop = byId("messages").scrollHeight;
  byId("jump").hidden = true;
}
