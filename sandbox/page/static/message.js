// One message: who, when, its text or blocks, and what hangs on it.

import { click } from "./actions.js";
import { renderBlocks, textNodes } from "./blocks.js";
import { el, localAddress } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { authorOf, avatar } from "./people.js";
import { clockTime, fullMoment } from "./times.js";

export const isEphemeral = (message) => Boolean(message.ephemeral ?? message.is_ephemeral);

/** What a screen reader says of a message that just came: its text is written to stand alone. */
export function spoken(message) {
  return `${isEphemeral(message) ? "Only visible to you. " : ""}${authorOf(message).name}: ${message.text ?? ""}`;
}

/** The message as a node; `done` is called after somebody used one of its elements. */
export function drawMessage(message, seen, { grouped, reply, channel, done }) {
  const { user, name } = authorOf(message);
  const instant = new Date(Number(message.ts) * 1000);
  const ephemeral = isEphemeral(message);
  const time = el(
    "time",
    { class: "time", datetime: instant.toISOString(), title: fullMoment(instant, seen.zone) },
    clockTime(instant, seen.zone),
  );
  const head = grouped
    ? null
    : el(
        "div",
        { class: "message-head" },
        el("span", { class: "author" }, name),
        user.is_bot ? el("span", { class: "app-badge" }, "APP") : null,
        time,
      );
  return el(
    "article",
    {
      class: `message${grouped ? " grouped" : ""}${reply ? " reply" : ""}${ephemeral ? " ephemeral" : ""}`,
      tabindex: "-1",
      "aria-label": `${name}, ${clockTime(instant, seen.zone)}`,
      data: {
        testid: "message",
        ts: message.ts,
        user: message.user,
        ephemeral: ephemeral ? "true" : undefined,
      },
    },
    grouped ? el("span", { class: "gutter" }, time) : avatar(user),
    el(
      "div",
      { class: "message-body" },
      ephemeral
        ? el("p", { class: "only-you" }, el("span", { "aria-hidden": "true" }, "◉ "), "Only visible to you")
        : null,
      head,
      content(message, seen, { channel, done }),
    ),
  );
}

function content(message, seen, { channel, done }) {
  const act = (action) => click({ channel, ts: message.ts }, action).then(done);
  const surface = { world: seen, act };
  const edited = message.edited ? el("span", { class: "edited" }, "(edited)") : null;
  const text = message.blocks?.length
    ? null
    : el(
        "div",
        { class: "text message-text" },
        textNodes(
          { type: message.mrkdwn === false ? "plain_text" : "mrkdwn", text: message.text ?? "" },
          seen,
        ),
        edited && " ",
        edited,
      );
  return [
    text,
    message.blocks?.length
      ? el("div", { class: "blocks" }, renderBlocks(message.blocks, surface), edited)
      : null,
    (message.attachments ?? []).map((attachment) => attached(attachment, surface)),
    (message.files ?? []).map(fileCard),
    message.reactions?.length ? el("div", { class: "reactions" }, message.reactions.map(reaction)) : null,
  ];
}

function attached(attachment, surface) {
  const text = attachment.blocks?.length
    ? renderBlocks(attachment.blocks, surface)
    : el(
        "div",
        { class: "text" },
        textNodes({ type: "mrkdwn", text: attachment.text ?? attachment.fallback ?? "" }, surface.world),
      );
  const node = el("div", { class: "attachment" }, text);
  if (attachment.color) node.style.borderInlineStartColor = `#${attachment.color.replace(/^#/, "")}`;
  return node;
}

function fileCard(file) {
  const address = localAddress(file.url_private ?? file.permalink ?? "");
  const name = file.title || file.name || "file";
  if (address && file.mimetype?.startsWith("image/")) {
    return el(
      "figure",
      { class: "file-image", data: { testid: "file" } },
      el("figcaption", {}, name),
      el("img", { src: address, alt: file.alt_txt ?? name }),
    );
  }
  const label = [
    el(
      "span",
      { class: "file-mark", "aria-hidden": "true" },
      (file.filetype ?? file.name?.split(".").pop() ?? "file").toUpperCase(),
    ),
    el("span", {}, name),
  ];
  return address
    ? el("a", { class: "file", href: address, download: file.name ?? "", data: { testid: "file" } }, label)
    : el("div", { class: "file", data: { testid: "file" } }, label);
}

function reaction({ name, count, users = [] }) {
  return el(
    "span",
    { class: "reaction", title: `:${name}:` },
    emojiOf(name) ?? `:${name}:`,
    ` ${count ?? users.length}`,
  );
}
