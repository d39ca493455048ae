// The message field: plain messages, commands with completion, @people, and the app's shortcuts.

import { api } from "./api.js";
import { byId, el, toast } from "./dom.js";
import { refreshMessages, reportUnanswered } from "./messages.js";
import { refreshModals } from "./modal.js";
import { avatar } from "./people.js";
import { openPicker } from "./picker.js";
import { appConversation, botUser, channelById, loadChannels, nameOf, on, people, state, titleOf } from "./state.js";

const MOST_SUGGESTIONS = 8;

let commands = [];
let globals = [];
let suggested = [];
let active = 0;
let opened = () => {};
let usualHint = [];

/** Wires the field; `onOpened(id)` is called when the first message made a conversation with the app. */
export function startComposer(onOpened) {
  opened = onOpened;
  usualHint = [...byId("composer-hint").childNodes];
  const input = byId("composer-input");
  input.addEventListener("input", () => {
    grow();
    suggest();
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && hideSuggestions(), 150));
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("shortcuts").addEventListener("click", openShortcuts);
  on("open users channels me", drawPlaceholder);
}

export async function loadCommands() {
  const answer = await api.commands();
  commands = [...(answer.commands ?? [])].sort((a, b) => a.command.localeCompare(b.command));
  globals = (answer.shortcuts ?? []).filter((shortcut) => shortcut.type !== "message");
  byId("shortcuts").hidden = !globals.length;
}

function drawPlaceholder() {
  const channel = channelById(state.open);
  const bot = nameOf(botUser()) ?? "the app";
  const target = channel && !channel.is_im ? `#${channel.name}` : bot;
  byId("composer-input").placeholder = `Message ${target}`;
  byId("composer-input").setAttribute("aria-label", `Message ${target}`);
}

function grow() {
  const input = byId("composer-input");
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 180)}px`;
}

// ---- suggestions ----

function suggest() {
  const input = byId("composer-input");
  const before = input.value.slice(0, input.selectionStart);
  const command = /^\/(\S*)$/.exec(before);
  const person = /(?:^|\s)@([\p{L}\p{N}._-]*)$/u.exec(before);
  if (command) suggested = commandSuggestions(command[1]);
  else if (person) suggested = personSuggestions(person[1], before.length - person[1].length - 1);
  else suggested = [];
  active = 0;
  drawSuggestions();
  drawHint();
}

function commandSuggestions(typed) {
  const wanted = typed.toLowerCase();
  const fits = commands.filter(({ command }) => command.slice(1).toLowerCase().startsWith(wanted));
  return fits.slice(0, MOST_SUGGESTIONS).map((one) => ({
    node: [el("b", {}, one.command), one.usage_hint ? el("code", {}, one.usage_hint) : null, el("span", { class: "picker-note" }, one.description ?? "")],
    data: { command: one.command },
    whole: one.command.slice(1).toLowerCase() === wanted,
    apply: () => fill(`${one.command} `, 0),
  }));
}

function personSuggestions(typed, from) {
  const wanted = typed.toLowerCase();
  const fits = people().filter((user) => `${nameOf(user)} ${user.name ?? ""}`.toLowerCase().split(/\s+/).some((word) => word.startsWith(wanted)));
  return fits.slice(0, MOST_SUGGESTIONS).map((user) => ({
    node: [avatar(user, "tiny"), el("b", {}, nameOf(user)), el("span", { class: "picker-note" }, titleOf(user))],
    data: { user: user.id },
    apply: () => fill(`@${nameOf(user)} `, from),
  }));
}

function fill(text, from) {
  const input = byId("composer-input");
  input.setRangeText(text, from, input.selectionStart, "end");
  input.focus();
  suggest();
  grow();
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
        { class: `picker-option${index === active ? " active" : ""}`, role: "option", id: `suggestion-${index}`, "aria-selected": String(index === active), data: { testid: "suggestion", ...one.data }, on: { pointerdown: (event) => event.preventDefault(), click: () => one.apply() } },
        one.node,
      ),
    ),
  );
  if (suggested.length) input.setAttribute("aria-activedescendant", `suggestion-${active}`);
  else input.removeAttribute("aria-activedescendant");
  document.getElementById(`suggestion-${active}`)?.scrollIntoView({ block: "nearest" });
}

function hideSuggestions() {
  suggested = [];
  drawSuggestions();
}

/** While a command's words are typed, its usage stands under the field. */
function drawHint() {
  const name = /^(\/\S+)\s/.exec(byId("composer-input").value)?.[1];
  const known = commands.find(({ command }) => command === name);
  const hint = byId("composer-hint");
  hint.classList.toggle("usage", Boolean(known));
  hint.replaceChildren(...(known ? [[known.command, known.usage_hint, known.description && `– ${known.description}`].filter(Boolean).join(" ")] : usualHint));
}

function onKey(event) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (suggested.length && step) {
    active = (active + step + suggested.length) % suggested.length;
    drawSuggestions();
  } else if (suggested.length && event.key === "Escape") hideSuggestions();
  else if (suggested.length && (event.key === "Tab" || (event.key === "Enter" && !suggested[active].whole))) suggested[active].apply();
  else if (event.key === "Enter" && !event.shiftKey) send();
  else return;
  event.preventDefault();
}

// ---- sending ----

async function send() {
  const input = byId("composer-input");
  const text = input.value.trim();
  if (!text || byId("composer").getAttribute("aria-busy")) return;
  byId("composer").setAttribute("aria-busy", "true");
  try {
    await (text.startsWith("/") ? runCommand(text) : say(text));
    input.value = "";
    grow();
    suggest();
  } catch (error) {
    toast(error.message);
  }
  byId("composer").removeAttribute("aria-busy");
  await settle();
}

async function runCommand(text) {
  const [name] = text.split(/\s/, 1);
  const known = commands.find(({ command }) => command === name);
  if (!known) throw new Error(`There is no command ${name} in this workspace. Type / to see those there are.`);
  const words = text.slice(name.length).trim();
  const body = { user: state.me, command: name, text: known.should_escape ? withMentions(words, true) : words, channel: channelId() };
  reportUnanswered(await api.command(body), name);
}

async function say(text) {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  await api.say(state.me, channelId() ?? botUser()?.id, withMentions(escaped, false));
}

const channelId = () => (state.open === "app" ? undefined : state.open);

/** Turns @Full Name into the mention Slack sends; longer names first, so that "@Mei Ling Tan" wins over "@Mei". */
function withMentions(text, labelled) {
  const byLength = people().sort((a, b) => nameOf(b).length - nameOf(a).length);
  return byLength.reduce((done, user) => done.replaceAll(`@${nameOf(user)}`, labelled ? `<@${user.id}|${user.name ?? nameOf(user)}>` : `<@${user.id}>`), text);
}

function openShortcuts() {
  const options = globals.map((shortcut) => ({ value: shortcut.callback_id, label: shortcut.name ?? shortcut.callback_id, description: shortcut.description, data: { testid: "shortcut-option" } }));
  const run = async ([callbackId]) => {
    try {
      reportUnanswered(await api.shortcut(state.me, callbackId), "The shortcut");
    } catch (error) {
      toast(error.message);
    }
    await settle();
  };
  openPicker({ anchor: byId("shortcuts"), label: "Shortcuts", options, menu: true, search: false, onDone: run });
}

/** After anything was sent: shows what came of it. */
async function settle() {
  if (state.open === "app") {
    await loadChannels();
    const { id } = appConversation(state.me);
    if (id) opened(id);
  }
  await Promise.all([refreshMessages(), refreshModals()]);
}
