// Building the document from values. Text always becomes text nodes: nothing in this page parses a
// string as HTML, so what an app sends can never become markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element. `attributes` may hold plain attributes, `class`, `data` (an object) and `on` (listeners). */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG elements. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "data") Object.assign(node.dataset, present(value));
    else if (name === "on")
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    else if (name === "value" && "value" in node) node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(
    ...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false),
  );
  return node;
}

function present(values) {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
  );
}

export const byId = (id) => document.getElementById(id);

/** An icon of stroked paths in a box of 20 by 20. */
export function icon(path) {
  return svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", class: "icon" }, svg("path", { d: path }));
}

let counter = 0;

/** A document-wide unique id for labels and descriptions. */
export function freshId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** The web address to open for a link an app sent, or null when its scheme could run something. */
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:", "tel:", "slack:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The address of an image when it comes from this sandbox (under any loopback name), else null. */
export function localAddress(address) {
  try {
    const url = new URL(address, location.href);
    if (url.protocol === "data:") return url.href.startsWith("data:image/") ? url.href : null;
    const loopback = ["127.0.0.1", "localhost", "[::1]", location.hostname].includes(url.hostname);
    return loopback && url.port === location.port ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

const FOCUSABLE =
  "a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex='0']";

/** What Tab visits inside a node, in order; hidden things left out. */
export function focusable(node) {
  return [...node.querySelectorAll(FOCUSABLE)].filter(
    (child) => child.offsetParent !== null || child === document.activeElement,
  );
}

/** Keeps Tab inside a node: from the last thing to the first and back. */
export function trapTab(event, node) {
  if (event.key !== "Tab") return;
  const stops = focusable(node);
  if (!stops.length) return;
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (event.shiftKey && (document.activeElement === first || !node.contains(document.activeElement))) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}

/** A line at the edge of the window for something that went wrong; it leaves by itself. */
export function toast(text) {
  const line = el("div", { class: "toast", data: { testid: "toast" } }, text);
  byId("toasts").append(line);
  setTimeout(() => line.remove(), 7000);
}
