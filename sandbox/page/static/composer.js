// The message field: plain messages, commands with completion, @people, and the app's shortcuts.

import { attempt, reportUnanswered } from "./actions.js";
import { api } from "./api.js";
import { byId } from "./dom.js";
import { refreshMessages } from "./messages.js";
import { refreshModals } from "./modal.js";
import { openPicker } from "./picker.js";
import { appConversation, botUser, channelById, loadChannels, nameOf, on, people, state } from "./state.js";
import { hideSuggestions, startSuggestions, suggest, suggestionKey } from "./suggestions.js";

let commands = [];
let globals = [];
let opened = () => {};
let usualHint = [];

/** Wires the field; `onOpened(id)` is called when the first message made a conversation with the app. */
export function startComposer(onOpened) {
  opened = onOpened;
  usualHint = [...byId("composer-hint").childNodes];
  const input = byId("composer-input");
  input.addEventListener("input", typed);
  startSuggestions(typed);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", () =>
    setTimeout(() => document.activeElement !== input && hideSuggestions(), 150),
  );
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  byId("shortcuts").addEventListener("click", openShortcuts);
  byId("attach").addEventListener("click", () => byId("attached").click());
  byId("attached").addEventListener("change", shareFiles);
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

function typed() {
  grow();
  suggest(commands);
  drawHint();
}

const TALLEST = 180; // pixels

function grow() {
  const input = byId("composer-input");
  input.style.height = "auto";
  input.style.overflowY = input.scrollHeight > TALLEST ? "auto" : "hidden";
  input.style.height = `${Math.min(input.scrollHeight, TALLEST)}px`;
}

/** While a command's words are typed, its usage stands under the field. */
function drawHint() {
  const name = /^(\/\S+)\s/.exec(byId("composer-input").value)?.[1];
  const known = commands.find(({ command }) => command === name);
  const hint = byId("composer-hint");
  hint.classList.toggle("usage", Boolean(known));
  hint.replaceChildren(
    ...(known
      ? [
          [known.command, known.usage_hint, known.description && `– ${known.description}`]
            .filter(Boolean)
            .join(" "),
        ]
      : usualHint),
  );
}

function onKey(event) {
  if (event.isComposing) return;
  if (!suggestionKey(event)) {
    if (event.key !== "Enter" || event.shiftKey) return;
    send();
  }
  event.preventDefault();
}

async function send() {
  const input = byId("composer-input");
  const text = input.value.trim();
  if (!text) return;
  // The field is free for the next message at once; what could not be sent comes back into it.
  input.value = "";
  typed();
  await attempt(async () => {
    try {
      await (text.startsWith("/") ? runCommand(text) : say(text));
    } catch (error) {
      input.value ||= text;
      typed();
      throw error;
    }
  });
  await settle();
}

async function runCommand(text) {
  const [name] = text.split(/\s/, 1);
  const known = commands.find(({ command }) => command === name);
  // Without a manifest the sandbox knows no commands, and the app may have any.
  if (!known && commands.length)
    throw new Error(`There is no command ${name} in this workspace. Type / to see those there are.`);
  const words = text.slice(name.length).trim();
  // A command that is not acknowledged is answered by the workspace itself, in the conversation.
  await api.command({
    user: state.me,
    command: name,
    text: known?.should_escape ? withMentions(words, true) : words,
    channel: channelId(),
  });
}

async function say(text) {
  if (state.open === "app") await beginConversation();
  await api.say(state.me, channelId(), withMentions(text, false));
}

/** Shares the files that were chosen, what stands in the field stays there. */
async function shareFiles() {
  const chosen = [...byId("attached").files];
  byId("attached").value = "";
  if (!chosen.length) return;
  await attempt(async () => {
    const files = await Promise.all(
      chosen.map(async (file) => ({
        name: file.name,
        mimetype: file.type,
        content_base64: (await asDataUrl(file)).split(",", 2)[1],
      })),
    );
    if (state.open === "app") await beginConversation();
    await api.share(state.me, channelId(), files);
  });
  await settle();
}

const asDataUrl = (file) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => done(String(reader.result)));
    reader.addEventListener("error", () => failed(new Error(`${file.name} cannot be read.`)));
    reader.readAsDataURL(file);
  });

/** The first message to the app: reading one's own direct conversation makes it. */
async function beginConversation() {
  await api.messages(state.me, state.me);
  await openConversation();
}

const channelId = () => (state.open === "app" ? undefined : state.open);

/** Turns @Full Name into the mention Slack sends; longer names first, so that "@Mei Ling Tan" wins over "@Mei". */
function withMentions(text, labelled) {
  const byLength = people().sort((a, b) => nameOf(b).length - nameOf(a).length);
  return byLength.reduce(
    (done, user) =>
      done.replaceAll(
        `@${nameOf(user)}`,
        labelled ? `<@${user.id}|${user.name ?? nameOf(user)}>` : `<@${user.id}>`,
      ),
    text,
  );
}

function openShortcuts() {
  const options = globals.map((shortcut) => ({
    value: shortcut.callback_id,
    label: shortcut.name ?? shortcut.callback_id,
    description: shortcut.description,
    data: { testid: "shortcut-option" },
  }));
  const run = async ([callbackId]) => {
    await attempt(async () => reportUnanswered(await api.shortcut(state.me, callbackId), "The shortcut"));
    await settle();
  };
  openPicker({
    anchor: byId("shortcuts"),
    label: "Shortcuts",
    options,
    menu: true,
    search: false,
    onDone: run,
  });
}

/** After anything was sent: shows what came of it. */
async function settle() {
  if (state.open === "app") await openConversation();
  await Promise.all([refreshMessages(), refreshModals()]);
}

async function openConversation() {
  await loadChannels();
  const { id } = appConversation(state.me);
  if (id) await opened(id);
}
