// What the page knows: who one is, people, conversations, what is unread. Views ask `on` to be called when the
// part they show changed.

import { api } from "./api.js";
import { textNodes } from "./blocks.js";
import { knownZone } from "./times.js";

export const state = {
  me: null,
  users: new Map(),
  channels: [],
  open: null, // id of the conversation shown
  tab: "messages",
  now: new Date(0),
  target: undefined, // where the clock is on its way to, while instants are being played
  lastRead: restore("read") ?? {}, // "user channel" -> ts of the newest message seen
  newest: {}, // channel -> ts of the newest message by somebody else, per viewer "user channel"
};

const listeners = new Map();

/** Calls `listener` after any of the named parts changed. */
export function on(parts, listener) {
  for (const part of parts.split(" ")) listeners.set(part, [...(listeners.get(part) ?? []), listener]);
}

export function changed(...parts) {
  const called = new Set(parts.flatMap((part) => listeners.get(part) ?? []));
  for (const listener of called) listener();
}

export async function loadPeople() {
  const users = await api.users();
  state.users = new Map(users.map((user) => [user.id, user]));
  changed("users");
}

export async function loadChannels() {
  state.channels = await api.channels();
  changed("channels");
}

/** People one can be, by name. */
export function people() {
  return living().sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

/** Whom one is at first: who was named first where the workspace was made. */
export const firstPerson = () => living()[0];

const living = () =>
  [...state.users.values()].filter((user) => !user.is_bot && !user.deleted && user.id !== "USLACKBOT");

/** The app's own user, to which the App Home belongs. */
export const botUser = () =>
  [...state.users.values()].find((user) => user.is_bot && !user.deleted && user.id !== "USLACKBOT");

export const nameOf = (user) =>
  user?.profile?.display_name || user?.profile?.real_name || user?.real_name || user?.name || user?.id;
export const titleOf = (user) => user?.profile?.title || user?.title || "";
export const zoneOf = (user) => knownZone(user?.tz);
export const viewer = () => state.users.get(state.me);
export const zone = () => zoneOf(viewer());

const membersOf = (channel) => channel.members ?? [];
const alive = (channel) => !channel.is_archived && !channel.archived;

/** Channels that `user` can read. */
export function channelsOf(user) {
  const open = state.channels.filter(
    (channel) =>
      !channel.is_im && alive(channel) && (membersOf(channel).includes(user) || !channel.is_private),
  );
  return open.sort((a, b) => (a.name ?? "").localeCompare(b.name ?? ""));
}

/** Direct messages of `user`, as [{id, other}]. */
export function directsOf(user) {
  return state.channels
    .filter((channel) => channel.is_im && (channel.user === user || membersOf(channel).includes(user)))
    .map((channel) => ({
      id: channel.id,
      other: membersOf(channel).find((id) => id !== user) ?? botUser()?.id,
    }));
}

/** The conversation of `user` with the app; its id is null until either has written. */
export function appConversation(user) {
  const bot = botUser();
  return { id: directsOf(user).find((direct) => direct.other === bot?.id)?.id ?? null, other: bot?.id };
}

export const channelById = (id) => state.channels.find((channel) => channel.id === id);

/** Whether the newest message of somebody else in a channel was not seen by `user`. */
export function isUnread(user, channel) {
  const key = `${user} ${channel}`;
  return Boolean(state.newest[key]) && Number(state.newest[key]) > Number(state.lastRead[key] ?? 0);
}

/** Remembers the newest message somebody else wrote that `user` can see in a channel. */
export function noteNewest(user, channel, messages) {
  const others = messages.filter((message) => message.user !== user).map((message) => Number(message.ts));
  if (others.length) state.newest[`${user} ${channel}`] = String(Math.max(...others));
  changed("unread");
}

export function markRead(user, channel) {
  const key = `${user} ${channel}`;
  if (!state.newest[key] || state.lastRead[key] === state.newest[key]) return;
  state.lastRead[key] = state.newest[key];
  keep("read", state.lastRead);
  changed("unread");
}

/** How ids, times and text objects look to the viewer. */
export function world() {
  const choice = (user) => ({ value: user.id, label: nameOf(user), description: titleOf(user) });
  const channelChoice = (channel) => ({ value: channel.id, label: `#${channel.name}` });
  const seen = {
    me: state.me,
    now: state.now,
    zone: zone(),
    userName: (id) => (state.users.has(id) ? nameOf(state.users.get(id)) : undefined),
    channelName: (id) => channelById(id)?.name,
    peopleChoices: () => people().map(choice),
    channelChoices: () => channelsOf(state.me).map(channelChoice),
    conversationChoices: () => [...channelsOf(state.me).map(channelChoice), ...people().map(choice)],
    text: (text) => textNodes(text, seen),
  };
  return seen;
}

/** Values that outlive a reload of this tab. */
export function keep(name, value) {
  sessionStorage.setItem(`sandbox-${name}`, JSON.stringify(value));
}

export function restore(name) {
  return JSON.parse(sessionStorage.getItem(`sandbox-${name}`) ?? "null");
}
