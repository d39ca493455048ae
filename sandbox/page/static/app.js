// The page of the sandbox workspace. This file wires the parts and follows the live events.
//
// Hooks for tests (all stable; [name] is an attribute):
//   person-picker [data-user]            the button "You are: …"; opens options person-option [data-user]
//   channel-link [data-channel][data-name][data-unread]   a row of the rail; data-channel is "app" for the app's
//                                        conversation until it has one
//   pane-name · tab-messages · tab-home · home            the open conversation and the app's two tabs
//   messages · message [data-ts][data-user][data-ephemeral] · thread [data-ts] · jump
//   action [data-action-id][data-value]  a button, link button or overflow menu in a block
//   field [data-action-id]               a field or select in a block; its list is picker, options have
//                                        role=option and data-value; overflow-option for overflow menus
//   composer-input · composer-send · suggestion [data-command|data-user] · shortcuts · shortcut-option
//   modal [data-view-id][data-callback-id] · modal-title · modal-submit · modal-close · modal-x · modal-back
//   field-error (inside [data-block-id]) · modal-error (errors without a field)
//   confirm · confirm-yes · confirm-no
//   clock-local · clock-utc · clock-playing · clock-hour · clock-tomorrow · clock-week · clock-pick ·
//   clock-field · clock-go
//   chart [data-chart] · data-table · file · unsupported · toast · announcer · drawer-toggle
// Blocks carry data-block (their type) and data-block-id. <html data-ready> appears when the first conversation
// is shown; <html data-live> while the event stream is open.

import { api, listen } from "./api.js";
import { refreshClock, startClock } from "./clock.js";
import { loadCommands, startComposer } from "./composer.js";
import { byId, toast } from "./dom.js";
import { openHome, refreshHome } from "./home.js";
import { refreshMessages, startMessages } from "./messages.js";
import { refreshModals } from "./modal.js";
import { setDrawer, startRail } from "./rail.js";
import {
  appConversation,
  botUser,
  changed,
  channelById,
  channelsOf,
  directsOf,
  firstPerson,
  keep,
  loadChannels,
  loadPeople,
  nameOf,
  noteNewest,
  people,
  restore,
  state,
  titleOf,
} from "./state.js";

const CLOCK_EVERY = 15_000; // milliseconds between looks at a clock that may be running by itself

async function choosePerson(id) {
  if (!id || id === state.me) return;
  state.me = id;
  keep("me", id);
  state.open = appConversation(id).id ?? "app";
  state.tab = "messages";
  setDrawer(false);
  changed("me", "open");
  await showConversation();
  await Promise.all([refreshModals(), lookForUnread(id)]);
}

async function chooseConversation({ id, tab = "messages" }) {
  state.open = id ?? "app";
  state.tab = tab;
  changed("open");
  await showConversation();
}

async function chooseTab(tab) {
  state.tab = tab;
  changed("open");
  await showConversation();
  if (tab === "home") await openHome();
}

async function showConversation() {
  drawHead();
  await refreshMessages();
  await refreshHome();
}

function drawHead() {
  const channel = channelById(state.open);
  const isApp = state.open === "app" || state.open === appConversation(state.me).id;
  const other = isApp
    ? botUser()
    : state.users.get(directsOf(state.me).find((direct) => direct.id === state.open)?.other);
  const name = channel && !channel.is_im ? `#${channel.name}` : (nameOf(other) ?? "");
  byId("pane-name").textContent = state.me ? name : "Nobody is here yet";
  byId("pane-topic").textContent =
    channel && !channel.is_im ? topicOf(channel) : isApp ? "App" : titleOf(other);
  byId("tabs").hidden = !isApp;
  const home = isApp && state.tab === "home";
  for (const [tab, selected] of [
    ["messages", !home],
    ["home", home],
  ]) {
    byId(`tab-${tab}`).setAttribute("aria-selected", String(selected));
    byId(`tab-${tab}`).tabIndex = selected ? 0 : -1;
  }
  byId("messages-panel").hidden = home;
  byId("home-panel").hidden = !home;
  document.title = `${name} · ${byId("workspace-name").textContent}`;
}

function topicOf(channel) {
  const members = channel.members?.length ?? 0;
  const topic = typeof channel.topic === "object" ? channel.topic?.value : channel.topic;
  return [channel.is_private ? "Private" : null, `${members} ${members === 1 ? "member" : "members"}`, topic]
    .filter(Boolean)
    .join(" · ");
}

/** Looks into each conversation of a person once, to know which hold something new. */
async function lookForUnread(user) {
  const ids = [...directsOf(user), ...channelsOf(user)]
    .map((one) => one.id)
    .filter((id) => id !== state.open);
  await Promise.all(ids.map(async (id) => noteNewest(user, id, await api.messages(id, user))));
}

const HEARD = {
  message: heardMessage,
  ephemeral: heardMessage,
  home: async (event) => (!event.user || event.user === state.me) && refreshHome(),
  view: async (event) => (!event.user || event.user === state.me) && refreshModals(),
  clock: refreshClock,
  users: async () => {
    await loadPeople();
    await choosePerson(state.me ?? firstPerson()?.id);
    drawHead();
    await refreshMessages();
  },
  channels: async () => {
    await loadChannels();
    drawHead();
  },
};

async function heardMessage(event) {
  if (event.channel && !channelById(event.channel)) await loadChannels();
  if (state.open === "app" && appConversation(state.me).id)
    await chooseConversation({ id: appConversation(state.me).id, tab: state.tab });
  const channel = channelById(event.channel);
  if (event.channel === state.open || !channel) await refreshMessages();
  else if (seenBy(channel, event, state.me))
    noteNewest(state.me, event.channel, await api.messages(event.channel, state.me));
  if (channel) noteForOthers(channel, event);
}

function seenBy(channel, event, user) {
  if (event.kind === "ephemeral") return event.user === user;
  return channel.is_im
    ? channel.user === user || (channel.members ?? []).includes(user)
    : (channel.members ?? []).includes(user);
}

/** Those one is not at the moment get a dot beside their name in the list of people. */
function noteForOthers(channel, event) {
  const others = people().filter(
    ({ id }) => id !== state.me && id !== event.author && seenBy(channel, event, id),
  );
  const when = event.ts ?? String(state.now.getTime() / 1000);
  for (const { id } of others) state.newest[`${id} ${event.channel}`] = when;
  if (others.length) changed("unread");
}

async function joinStream() {
  document.documentElement.dataset.live = "true";
  // What happened while the stream was closed was not heard.
  await Promise.all([loadPeople(), loadChannels(), refreshClock()]);
  if (state.me) await Promise.all([refreshMessages(), refreshHome(), refreshModals()]);
}

function wireTabs() {
  for (const tab of ["messages", "home"]) byId(`tab-${tab}`).addEventListener("click", () => chooseTab(tab));
  byId("tabs").addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const tab = state.tab === "home" ? "messages" : "home";
    chooseTab(tab);
    byId(`tab-${tab}`).focus();
  });
}

async function start() {
  startClock();
  startMessages();
  startRail({ person: choosePerson, conversation: chooseConversation });
  startComposer((id) => chooseConversation({ id }));
  wireTabs();
  await Promise.all([loadPeople(), loadChannels(), loadCommands(), refreshClock()]);
  const last = restore("me");
  const me = state.users.has(last) ? last : firstPerson()?.id;
  // What only one person sees is gone when Slack is loaded again.
  if (me && last) await api.reload(me);
  await choosePerson(me);
  document.documentElement.dataset.ready = "true";
  listen(
    (event) => HEARD[event.kind]?.(event)?.catch?.((error) => toast(error.message)),
    () => joinStream().catch((error) => toast(error.message)),
  ).addEventListener("error", () => delete document.documentElement.dataset.live);
  setInterval(() => refreshClock().catch(() => undefined), CLOCK_EVERY);
}

start().catch((error) => toast(error.message));
