// The markdown block: the part of CommonMark (with tables and strikethrough) that messages use.

import { el } from "./dom.js";
import { emojiNode, link, withBars } from "./mrkdwn.js";
import { emojiOf } from "./emoji.js";

const RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const FENCE = /^ {0,3}(```+|~~~+)/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

export function markdown(text) {
  return el("div", { class: "markdown" }, blocks(text.replaceAll("\r\n", "\n").split("\n")));
}

function blocks(lines) {
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    const [node, next] = blockAt(lines, at);
    if (node) nodes.push(node);
    at = next;
  }
  return nodes;
}

function blockAt(lines, at) {
  const line = lines[at];
  if (!line.trim()) return [null, at + 1];
  if (FENCE.test(line)) return fence(lines, at);
  if (RULE.test(line)) return [el("hr"), at + 1];
  const heading = HEADING.exec(line);
  // A message is inside the page's own outline, so its headings start below the pane's.
  if (heading) return [el(`h${Math.min(heading[1].length + 2, 6)}`, {}, spans(heading[2])), at + 1];
  if (/^ {0,3}>/.test(line)) return quote(lines, at);
  if (ITEM.test(line)) return list(lines, at);
  if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) return table(lines, at);
  return paragraph(lines, at);
}

function fence(lines, at) {
  const mark = FENCE.exec(lines[at])[1];
  const end = lines.findIndex((line, index) => index > at && line.trim().startsWith(mark));
  const last = end < 0 ? lines.length : end;
  return [el("pre", {}, lines.slice(at + 1, last).join("\n")), last + 1];
}

function quote(lines, at) {
  let end = at;
  while (end < lines.length && /^ {0,3}>/.test(lines[end])) end += 1;
  return [
    el("blockquote", {}, blocks(lines.slice(at, end).map((line) => line.replace(/^ {0,3}> ?/, "")))),
    end,
  ];
}

function list(lines, at) {
  const [, indent, mark] = ITEM.exec(lines[at]);
  const ordered = /\d/.test(mark);
  const node = el(ordered ? "ol" : "ul", {
    class: "rich-list",
    start: ordered ? parseInt(mark, 10) : undefined,
  });
  let index = at;
  while (index < lines.length) {
    const item = ITEM.exec(lines[index]);
    if (!item || item[1].length < indent.length || /\d/.test(item[2]) !== ordered) break;
    let end = index + 1;
    while (
      end < lines.length &&
      lines[end].trim() &&
      (/^\s+/.exec(lines[end])?.[0].length ?? 0) > indent.length
    )
      end += 1;
    const nested = lines.slice(index + 1, end);
    node.append(el("li", {}, itemContent(item[3]), nested.length ? blocks(outdented(nested)) : []));
    index = end;
  }
  return [node, index];
}

function outdented(lines) {
  const least = Math.min(...lines.map((line) => /^\s*/.exec(line)[0].length));
  return lines.map((line) => line.slice(least));
}

function itemContent(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return spans(text);
  const done = task[1] !== " ";
  return [
    el("span", { role: "img", "aria-label": done ? "done" : "to do" }, done ? "☑ " : "☐ "),
    spans(task[2]),
  ];
}

function table(lines, at) {
  const cells = (line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  const alignments = cells(lines[at + 1]).map((rule) =>
    rule.endsWith(":") ? (rule.startsWith(":") ? "center" : "right") : "left",
  );
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|") && lines[end].trim()) end += 1;
  const row = (tag) => (line) =>
    el(
      "tr",
      {},
      cells(line).map((cell, column) =>
        el(tag, { class: `align-${alignments[column] ?? "left"}` }, spans(cell)),
      ),
    );
  const head = el("thead", {}, row("th")(lines[at]));
  const body = el("tbody", {}, lines.slice(at + 2, end).map(row("td")));
  return [el("div", { class: "table-scroll" }, el("table", { class: "data-table" }, head, body)), end];
}

function paragraph(lines, at) {
  let end = at + 1;
  while (
    end < lines.length &&
    lines[end].trim() &&
    ![FENCE, HEADING, RULE, ITEM, /^ {0,3}>/].some((start) => start.test(lines[end]))
  )
    end += 1;
  return [el("p", {}, spans(lines.slice(at, end).join("\n"))), end];
}

const SPANS = [
  [/`([^`\n]+)`/y, (found) => el("code", {}, found[1])],
  [/!\[([^\]]*)\]\(([^()\s]+)\)/y, (found) => link(found[2], found[1] || found[2])],
  [/\[([^\]\n]+)\]\(([^()\s]+)(?: "[^"]*")?\)/y, (found) => link(found[2], found[1])],
  [/(?:\*\*|__)(?=\S)([^\n]+?)(?<=\S)(?:\*\*|__)/y, (found) => el("strong", {}, spans(found[1]))],
  [/~~(?=\S)([^\n]+?)(?<=\S)~~/y, (found) => el("s", {}, spans(found[1]))],
  [/\*(?=\S)([^*\n]+?)(?<=\S)\*/y, (found) => el("em", {}, spans(found[1]))],
  [/(?<!\p{L})_(?=\S)([^_\n]+?)(?<=\S)_(?!\p{L})/uy, (found) => el("em", {}, spans(found[1]))],
  [/https?:\/\/[^\s<>()]+[^\s<>().,;:!?]/y, (found) => link(found[0])],
  [/:([a-z0-9_+-]+):/iy, (found) => (emojiOf(found[1]) ? emojiNode(found[1], emojiOf(found[1])) : found[0])],
  [/\\([\\`*_{}[\]()#+\-.!|~>])/y, (found) => found[1]],
];

function spans(text) {
  const nodes = [];
  let pending = "";
  for (let at = 0; at < text.length;) {
    const match = spanAt(text, at);
    if (match) {
      nodes.push(...withBars(pending), match.node);
      pending = "";
      at = match.end;
    } else {
      pending += text[at];
      at += 1;
    }
  }
  return [...nodes, ...withBars(pending)];
}

function spanAt(text, at) {
  for (const [pattern, build] of SPANS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    // `pattern` keeps its place between calls, and building a span may use it for the text inside.
    if (found) return { end: at + found[0].length, node: build(found) };
  }
  return null;
}
