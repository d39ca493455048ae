// The left rail: who one is, the channels, the direct messages and the app. On a phone it is a drawer.

import { byId, el, icon, trapTab } from "./dom.js";
import { avatar } from "./people.js";
import { openPicker } from "./picker.js";
import {
  appConversation,
  botUser,
  channelsOf,
  directsOf,
  isUnread,
  nameOf,
  on,
  people,
  state,
  titleOf,
  viewer,
  zoneOf,
} from "./state.js";
import { statusButton, statusOf } from "./status.js";
import { clockTime, placeOf } from "./times.js";

const narrow = window.matchMedia("(max-width: 760px)");

/** Wires the rail; `choose.person(id)` and `choose.conversation({id, other, tab})` are called on a pick. */
export function startRail(choose) {
  on("users channels unread open me clock", () => {
    drawPerson(choose);
    drawConversations(choose);
  });
  byId("drawer-toggle").addEventListener("click", () => setDrawer(true));
  byId("drawer-close").addEventListener("click", () => setDrawer(false));
  byId("scrim").addEventListener("click", () => setDrawer(false));
  byId("rail").addEventListener("keydown", (event) => {
    if (!isDrawerOpen()) return;
    if (event.key === "Escape") setDrawer(false);
    else trapTab(event, byId("rail"));
  });
  narrow.addEventListener("change", () => setDrawer(false));
}

const isDrawerOpen = () => byId("rail").classList.contains("open");

export function setDrawer(open) {
  const was = isDrawerOpen();
  byId("rail").classList.toggle("open", open);
  byId("scrim").hidden = !open;
  byId("drawer-toggle").setAttribute("aria-expanded", String(open));
  byId("pane").inert = open;
  if (open) byId("rail").querySelector("#person button")?.focus();
  else if (was) byId("drawer-toggle").focus();
}

function drawPerson(choose) {
  const me = viewer();
  if (!me) return;
  const focused = byId("person").contains(document.activeElement);
  const others = people().some((user) => user.id !== state.me && hasUnread(user.id));
  const button = el(
    "button",
    {
      type: "button",
      class: "person-button",
      "aria-haspopup": "listbox",
      "aria-expanded": byId("person").querySelector("button")?.getAttribute("aria-expanded") ?? "false",
      data: { testid: "person-picker", user: me.id },
    },
    el("span", { class: "with-dot" }, avatar(me), others ? unreadDot("Others have unread messages") : null),
    el(
      "span",
      { class: "person-text" },
      el("span", { class: "person-lead" }, "You are: "),
      el("span", { class: "person-name" }, nameOf(me)),
      titleOf(me) ? el("span", { class: "person-note" }, titleOf(me)) : null,
      el("span", { class: "person-note" }, placeAndTime(me)),
    ),
    el("span", { class: "chevron", "aria-hidden": "true" }, "▾"),
  );
  button.addEventListener("click", () => openPeople(button, choose));
  // An open list hangs on its button: that one stays until the list closes.
  if (byId("person").querySelector("button[aria-expanded='true']")) return;
  byId("person").replaceChildren(button, statusButton());
  if (focused) button.focus();
}

function placeAndTime(user) {
  return `${placeOf(zoneOf(user))} ${clockTime(state.now, zoneOf(user))}`;
}

/** Whether the app has written to a person something they have not looked at. */
function hasUnread(user) {
  return [...directsOf(user), ...channelsOf(user)].some((one) => isUnread(user, one.id));
}

function openPeople(anchor, choose) {
  const options = people().map((user) => ({
    value: user.id,
    label: nameOf(user),
    description: [statusOf(user), titleOf(user)].filter(Boolean).join(" · "),
    keywords: `${titleOf(user)} ${user.tz ?? ""} ${user.name ?? ""}`,
    aside: placeAndTime(user),
    mark: () =>
      el(
        "span",
        { class: "with-dot" },
        avatar(user, "small"),
        hasUnread(user.id) ? unreadDot("unread messages") : null,
      ),
    data: { testid: "person-option", user: user.id },
  }));
  openPicker({
    anchor,
    label: "Be another person",
    options,
    chosen: [state.me],
    className: "people-picker",
    search: true,
    onDone: ([id]) => choose.person(id),
  });
}

function drawConversations(choose) {
  if (!state.me) return;
  const holder = byId("conversations");
  const focused = document.activeElement?.closest?.("#conversations a")?.dataset.key;
  const bot = botUser();
  const app = appConversation(state.me);
  const directs = directsOf(state.me).filter((direct) => direct.other !== bot?.id);
  const groups = [
    group(
      "Apps",
      bot
        ? [
            row(
              { ...app, key: "app", label: nameOf(bot), mark: avatar(bot, "tiny"), tab: "messages" },
              choose,
            ),
          ]
        : [],
    ),
    group(
      "Channels",
      channelsOf(state.me).map((channel) =>
        row({ id: channel.id, key: channel.id, label: channel.name, mark: channelMark(channel) }, choose),
      ),
    ),
    group(
      "Direct messages",
      directs.map(({ id, other }) =>
        row(
          {
            id,
            other,
            key: id,
            label: nameOf(state.users.get(other)) ?? other,
            mark: avatar(state.users.get(other), "tiny"),
          },
          choose,
        ),
      ),
    ),
  ];
  holder.replaceChildren(...groups.filter(Boolean));
  if (focused) holder.querySelector(`a[data-key="${CSS.escape(focused)}"]`)?.focus();
  byId("drawer-dot").hidden = !people().some((user) => hasUnread(user.id));
}

const unreadDot = (words) => el("span", { class: "dot", role: "img", "aria-label": words, title: words });

function channelMark(channel) {
  const lock = () => icon("M5.5 9h9v7h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9");
  return el("span", { class: "hash", "aria-hidden": "true" }, channel.is_private ? lock() : "#");
}

function group(title, rows) {
  return rows.length
    ? el(
        "section",
        { class: "rail-group" },
        el("h2", {}, title),
        el(
          "ul",
          {},
          rows.map((item) => el("li", {}, item)),
        ),
      )
    : null;
}

function row({ id, other, key, label, mark, tab }, choose) {
  const current = state.open === (id ?? "app");
  const unread = id && !current && isUnread(state.me, id);
  const pick = (event) => {
    event.preventDefault();
    choose.conversation({ id, other, tab });
    if (narrow.matches) setDrawer(false);
  };
  return el(
    "a",
    {
      href: `#${id ?? "app"}`,
      class: `conversation${unread ? " unread" : ""}`,
      "aria-current": current ? "page" : undefined,
      data: {
        testid: "channel-link",
        channel: id ?? "app",
        name: label,
        key,
        unread: unread ? "true" : undefined,
      },
      on: { click: pick },
    },
    mark,
    el("span", { class: "conversation-name" }, label),
    unread ? unreadDot("unread") : null,
  );
}
