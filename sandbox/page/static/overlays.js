// Layers over the page: modals and confirmation dialogs. The page and lower layers are inert while a layer is
// open, Tab stays inside, Escape asks the top layer to close, and focus returns to where it was.

import { byId, el, focusable, trapTab } from "./dom.js";

const layers = [];

/**
 * Opens a layer around `content`. `onEscape` is what Escape and a click beside the dialog do.
 * Returns {panel, close}; `close` takes the layer away and gives focus back.
 */
export function openLayer({
  content,
  role = "dialog",
  labelledBy,
  describedBy,
  className = "",
  testid,
  onEscape,
}) {
  const returnTo = document.activeElement;
  const panel = el(
    "div",
    {
      class: `dialog ${className}`,
      role,
      "aria-modal": "true",
      "aria-labelledby": labelledBy,
      "aria-describedby": describedBy,
      tabindex: "-1",
      data: { testid },
    },
    content,
  );
  const node = el("div", { class: "layer" }, panel);
  const layer = { node, panel, onEscape };
  node.addEventListener("keydown", (event) => onKey(event, layer));
  node.addEventListener("pointerdown", (event) => {
    if (event.target === node) onEscape();
  });
  document.body.append(node);
  layers.push(layer);
  markInert();
  return { panel, close: () => closeLayer(layer, returnTo) };
}

function onKey(event, layer) {
  if (event.key === "Escape" && !event.defaultPrevented) {
    event.preventDefault();
    event.stopPropagation();
    layer.onEscape();
  } else trapTab(event, layer.panel);
}

function closeLayer(layer, returnTo) {
  const at = layers.indexOf(layer);
  if (at < 0) return;
  layers.splice(at, 1);
  layer.node.remove();
  markInert();
  if (returnTo?.isConnected) returnTo.focus();
}

function markInert() {
  byId("page").inert = layers.length > 0;
  for (const [index, layer] of layers.entries()) layer.node.inert = index < layers.length - 1;
}

/** Where a popover must be put to lie above everything that can be used now. */
export function topSurface() {
  return layers.length ? layers[layers.length - 1].node : document.body;
}

/** Puts focus on the first thing to fill in, or else the first button that is not "close". */
export function focusFirst(panel) {
  const stops = focusable(panel);
  const first =
    stops.find((stop) => stop.matches(".field input, .field textarea, .field button")) ??
    stops.find((stop) => !stop.matches(".dialog-close"));
  (first ?? panel).focus();
}
