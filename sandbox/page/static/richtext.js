// The rich_text block: sections, lists, quotes and preformatted text made of styled elements.

import { el } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { dateNode, emojiNode, link, mention, withBars } from "./mrkdwn.js";

const COUNTERS = ["decimal", "lower-alpha", "lower-roman"];
const BULLETS = ["disc", "circle", "square"];

export function richText(block, world) {
  return el(
    "div",
    { class: "rich-text" },
    (block.elements ?? []).map((part) => partNode(part, world)),
  );
}

function partNode(part, world) {
  const inside = () => (part.elements ?? []).map((element) => elementNode(element, world));
  switch (part.type) {
    case "rich_text_section":
      return el("div", { class: "rich-section" }, inside());
    case "rich_text_list":
      return listNode(part, world);
    case "rich_text_quote":
      return el("blockquote", {}, inside());
    case "rich_text_preformatted":
      return el("pre", {}, inside());
    default:
      return el("div", { class: "unsupported" }, `unsupported rich text: ${part.type}`);
  }
}

function listNode(list, world) {
  const indent = list.indent ?? 0;
  const ordered = list.style === "ordered";
  const node = el(ordered ? "ol" : "ul", {
    class: "rich-list",
    start: ordered ? (list.offset ?? 0) + 1 : undefined,
  });
  node.style.marginInlineStart = `${indent * 1.4}em`;
  node.style.listStyleType = (ordered ? COUNTERS : BULLETS)[indent % 3];
  node.append(...(list.elements ?? []).map((item) => el("li", {}, partNode(item, world))));
  return node;
}

function elementNode(element, world) {
  const styled = (nodes) => inStyles(nodes, element.style ?? {});
  switch (element.type) {
    case "text":
      return styled(withBars(element.text ?? ""));
    case "link":
      return styled([link(element.url, element.text)]);
    case "user":
      return styled([mention(element.user_id, world)]);
    case "channel":
      return styled([
        el("span", { class: "mention" }, `#${world.channelName(element.channel_id) ?? element.channel_id}`),
      ]);
    case "emoji": {
      const character = emojiOf(element.name ?? "") ?? fromCodePoints(element.unicode);
      return character ? emojiNode(element.name, character) : `:${element.name}:`;
    }
    case "broadcast":
      return el("span", { class: "mention mention-me" }, `@${element.range}`);
    case "usergroup":
      return el("span", { class: "mention" }, "@group");
    case "date":
      return styled([
        dateNode(element.timestamp, element.format ?? "{date}", element.url, element.fallback, world),
      ]);
    case "color":
      return swatch(element.value);
    default:
      return el("span", { class: "unsupported" }, `unsupported: ${element.type}`);
  }
}

function inStyles(nodes, style) {
  const tags = [
    ["code", "code"],
    ["strike", "s"],
    ["italic", "em"],
    ["bold", "strong"],
    ["underline", "u"],
  ];
  return tags.filter(([name]) => style[name]).reduce((inner, [, tag]) => [el(tag, {}, inner)], nodes);
}

function fromCodePoints(hexadecimal) {
  if (!/^[0-9a-f]+(-[0-9a-f]+)*$/i.test(hexadecimal ?? "")) return undefined;
  return String.fromCodePoint(...hexadecimal.split("-").map((point) => parseInt(point, 16)));
}

function swatch(value) {
  const dot = el("span", { class: "swatch", "aria-hidden": "true" });
  dot.style.backgroundColor = value;
  return el("code", {}, dot, value);
}
