// Slack's mrkdwn as DOM nodes: *bold* _italic_ ~strike~ `code` ```pre``` > quote, <links|with text>,
// <@people>, <#channels>, <!dates^…>, :emoji:. Everything else stays text.
//
// `world` says how names look up: {userName(id), channelName(id), now, zone, me}.

import { el, safeAddress } from "./dom.js";
import { emojiOf, withEmoji } from "./emoji.js";
import { fillDateFormat } from "./times.js";

const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const BARE_ADDRESS = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]}'"]/giu;
const BLOCK_CHARACTERS = /[\u2580-\u259f][\u2503\u2580-\u259f]*|\u2503[\u2580-\u259f]+/gu;

/** Slack escapes three characters and only these. */
function unescapeText(text) {
  return text.replace(/&(lt|gt|amp);/g, (whole, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
}

/** The nodes of a mrkdwn text with its blocks (preformatted text, quotes). */
export function mrkdwn(text, world, { verbatim = false } = {}) {
  const nodes = [];
  for (const [index, part] of text.split("```").entries()) {
    const fenced = index % 2 === 1 && text.split("```").length > index + 1;
    if (fenced)
      nodes.push(el("pre", {}, unescapeText(linkTexts(part.replace(/^\n/, "").replace(/\n$/, ""), world))));
    else nodes.push(...quotesAndLines(index % 2 === 1 ? "```" + part : part, world, verbatim, index > 0));
  }
  return nodes;
}

/** plain_text: emoji and progress bars, nothing else. */
export function plain(text, { emoji = true } = {}) {
  return withBars(unescapeText(emoji ? withEmoji(text) : text));
}

function quotesAndLines(text, world, verbatim, afterFence) {
  const nodes = [];
  let lines = [];
  let quoted = [];
  const flush = () => {
    if (lines.length) nodes.push(...inline(lines.join("\n"), world, verbatim));
    if (quoted.length) nodes.push(el("blockquote", {}, inline(quoted.join("\n"), world, verbatim)));
    lines = [];
    quoted = [];
  };
  const all = (afterFence ? text.replace(/^\n/, "") : text).split("\n");
  for (const [index, line] of all.entries()) {
    const rest = /^(?:>>>|&gt;&gt;&gt;) ?(.*)$/su.exec(all.slice(index).join("\n"));
    const quote = /^(?:>|&gt;) ?(.*)$/u.exec(line);
    if (rest) {
      flush();
      nodes.push(el("blockquote", {}, inline(rest[1], world, verbatim)));
      return nodes;
    }
    if (Boolean(quote) !== Boolean(quoted.length)) flush();
    if (quote) quoted.push(quote[1]);
    else lines.push(line);
  }
  flush();
  return nodes;
}

/** The nodes of one stretch of text without blocks. */
export function inline(text, world, verbatim = false) {
  const nodes = [];
  let pending = "";
  const push = (node) => {
    if (pending) nodes.push(...leaf(pending, verbatim));
    pending = "";
    nodes.push(node);
  };
  for (let at = 0; at < text.length;) {
    const found =
      codeAt(text, at) ??
      angleAt(text, at, world) ??
      styledAt(text, at, world, verbatim) ??
      emojiAt(text, at);
    if (found) {
      push(found.node);
      at = found.end;
    } else {
      pending += text[at];
      at += 1;
    }
  }
  if (pending) nodes.push(...leaf(pending, verbatim));
  return nodes;
}

function codeAt(text, at) {
  const found = matchAt(/`([^`\n]+)`/y, text, at);
  return found && { node: el("code", {}, withBars(unescapeText(found[1]))), end: at + found[0].length };
}

function emojiAt(text, at) {
  const found = matchAt(/:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/iy, text, at);
  const character = found && emojiOf(found[1]);
  return character && { node: emojiNode(found[1], character), end: at + found[0].length };
}

export function emojiNode(name, character) {
  return el(
    "span",
    { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` },
    character,
  );
}

function styledAt(text, at, world, verbatim) {
  const tag = STYLES[text[at]];
  if (
    !tag ||
    (at > 0 && WORD.test(text[at - 1])) ||
    !/[^\s]/.test(text[at + 1] ?? " ") ||
    text[at + 1] === text[at]
  )
    return null;
  const end = closingOf(text, at);
  if (end < 0) return null;
  return { node: el(tag, {}, inline(text.slice(at + 1, end), world, verbatim)), end: end + 1 };
}

function closingOf(text, open) {
  for (let at = open + 1; at < text.length && text[at] !== "\n"; at += 1) {
    const skipped = matchAt(/`[^`\n]+`|<[^<>\n]+>/y, text, at);
    if (skipped) at += skipped[0].length - 1;
    else if (
      text[at] === text[open] &&
      !/\s/.test(text[at - 1]) &&
      at > open + 1 &&
      !WORD.test(text[at + 1] ?? " ")
    )
      return at;
  }
  return -1;
}

function angleAt(text, at, world) {
  const found = matchAt(/<([^<>\n]+)>/y, text, at);
  const node = found && reference(found[1], world);
  return node && { node, end: at + found[0].length };
}

function reference(content, world) {
  const [target, ...labels] = content.split("|");
  const label = labels.length ? unescapeText(labels.join("|")) : undefined;
  if (target.startsWith("@")) return mention(target.slice(1), world, label);
  if (target.startsWith("#"))
    return el(
      "span",
      { class: "mention", data: { channel: target.slice(1) } },
      `#${world.channelName(target.slice(1)) ?? label ?? "unknown-channel"}`,
    );
  if (target.startsWith("!")) return special(target.slice(1), label, world);
  // Anything else in angle brackets, such as a tag somebody typed, is text.
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? link(unescapeText(target), label) : null;
}

/** A person's name; one's own stands out. */
export function mention(id, world, label) {
  const mine = id === world.me ? " mention-me" : "";
  return el("span", { class: `mention${mine}`, data: { user: id } }, `@${world.userName(id) ?? label ?? id}`);
}

function special(command, label, world) {
  const [name, seconds, format, address] = command.split("^");
  if (name === "date" && format !== undefined)
    return dateNode(Number(seconds), unescapeText(format), address, label, world);
  if (name.startsWith("subteam")) return el("span", { class: "mention" }, label ?? "@group");
  return el("span", { class: "mention mention-me" }, label ?? `@${name}`);
}

export function dateNode(seconds, format, address, fallback, world) {
  const instant = new Date(seconds * 1000);
  if (Number.isNaN(instant.getTime())) return document.createTextNode(fallback ?? "");
  const shown = el(
    "time",
    { datetime: instant.toISOString() },
    fillDateFormat(format, instant, world.now, world.zone),
  );
  const href = address && safeAddress(address);
  return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, shown) : shown;
}

/** A link, or its text when the address is not one a browser should follow. */
export function link(address, label, style = undefined) {
  const href = safeAddress(address);
  const text = style
    ? el("span", { class: style }, label ?? address)
    : (label ?? address.replace(/^mailto:/, ""));
  return href
    ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, text)
    : document.createTextNode(label ?? address);
}

function leaf(text, verbatim) {
  const clear = unescapeText(text);
  if (verbatim) return withBars(clear);
  const nodes = [];
  let from = 0;
  for (const found of clear.matchAll(BARE_ADDRESS)) {
    nodes.push(...withBars(clear.slice(from, found.index)), link(found[0]));
    from = found.index + found[0].length;
  }
  return [...nodes, ...withBars(clear.slice(from))];
}

/** Text whose runs of block characters (▓░█) share one font, so that bars of several lines align. */
export function withBars(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(BLOCK_CHARACTERS)) {
    if (found.index > from) nodes.push(text.slice(from, found.index));
    nodes.push(bar(found[0]));
    from = found.index + found[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

// A screen reader would otherwise spell out "dark shade, dark shade, light shade".
function bar(characters) {
  const cells = [...characters].filter((character) => character !== "┃");
  const filled = cells.filter((character) => "▓█▉▊▋▌▍▎▏".includes(character)).length;
  return el(
    "span",
    { class: "bar", role: "img", "aria-label": `bar, ${filled} of ${cells.length}` },
    characters,
  );
}

function linkTexts(text, world) {
  return text.replace(/<([^<>\n]+)>/g, (whole, content) => reference(content, world)?.textContent ?? whole);
}

function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
