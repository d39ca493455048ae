// Block Kit blocks as DOM nodes. `surface` says what they stand on:
//   world     how names, times and text objects are shown (see state.js)
//   act       called with {action_id, block_id, element, state} when somebody uses an element
//   form      for modals and the Home tab: {add(block, element, field), kept(block, element), error(block_id)}

import { askFirst } from "./confirm.js";
import { chart } from "./charts.js";
import { el, freshId, localAddress, safeAddress } from "./dom.js";
import { makeField } from "./fields.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { openPicker } from "./picker.js";
import { richText } from "./richtext.js";
import { dataTable, plainTable } from "./tables.js";

const LEVEL_NAMES = {
  info: "Information",
  warning: "Warning",
  error: "Error",
  success: "Success",
  default: "Note",
};
const LEVEL_SIGNS = { info: "i", warning: "!", error: "×", success: "✓", default: "•" };

export function renderBlocks(blocks, surface) {
  return (blocks ?? []).map((block) => {
    const draw = BLOCKS[block.type];
    const node = draw ? draw(block, surface) : unsupported(block.type, "block");
    node.classList.add("block");
    node.dataset.block = block.type;
    if (block.block_id) node.dataset.blockId = block.block_id;
    return node;
  });
}

/** A text object as nodes. */
export function textNodes(text, world) {
  if (!text) return [];
  return text.type === "mrkdwn"
    ? mrkdwn(text.text ?? "", world, { verbatim: text.verbatim })
    : plain(text.text ?? "", { emoji: text.emoji !== false });
}

function unsupported(type, kind) {
  return el(
    "div",
    { class: "unsupported", data: { testid: "unsupported" } },
    `unsupported ${kind}: ${type ?? "without a type"}`,
  );
}

function section(block, surface) {
  const text = block.text && el("div", { class: "text" }, textNodes(block.text, surface.world));
  const fields =
    block.fields?.length &&
    el(
      "div",
      { class: "fields" },
      block.fields.map((field) => el("div", { class: "text field-text" }, textNodes(field, surface.world))),
    );
  const accessory =
    block.accessory && el("div", { class: "accessory" }, elementNode(block.accessory, block, surface));
  return el("div", { class: "block-section" }, el("div", { class: "section-body" }, text, fields), accessory);
}

function context(block, surface) {
  const parts = (block.elements ?? []).map((element) =>
    element.type === "image"
      ? picture(element, "context-image")
      : el("div", { class: "text" }, textNodes(element, surface.world)),
  );
  return el("div", { class: "block-context" }, parts);
}

function actions(block, surface) {
  return el(
    "div",
    { class: "block-actions" },
    (block.elements ?? []).map((element) => elementNode(element, block, surface)),
  );
}

function picture(image, className) {
  const address = localAddress(image.image_url ?? image.slack_file?.url ?? (image.slack_file?.id ? `/files/${image.slack_file.id}` : ""));
  if (address) return el("img", { class: className, src: address, alt: image.alt_text ?? "" });
  return el(
    "span",
    {
      class: `${className} image-absent`,
      role: "img",
      "aria-label": image.alt_text,
      title: "The sandbox loads nothing from other hosts",
    },
    className === "block-picture" ? `🖼 ${image.alt_text ?? "image"}` : "🖼",
  );
}

function imageBlock(block, surface) {
  const title = block.title && el("figcaption", {}, textNodes(block.title, surface.world));
  return el("figure", { class: "block-image" }, title, picture(block, "block-picture"));
}

function alert(block, surface) {
  const level = block.level in LEVEL_NAMES ? block.level : "default";
  const sign = el(
    "span",
    { class: "alert-sign", role: "img", "aria-label": LEVEL_NAMES[level] },
    LEVEL_SIGNS[level],
  );
  return el(
    "div",
    { class: `block-alert alert-${level}`, role: "note" },
    sign,
    el("div", { class: "text" }, textNodes(block.text, surface.world)),
  );
}

function input(block, surface) {
  const id = freshId("field");
  const hint =
    block.hint && el("p", { class: "hint", id: `${id}-hint` }, textNodes(block.hint, surface.world));
  const error = el("p", {
    class: "field-error",
    id: `${id}-error`,
    role: "alert",
    data: { testid: "field-error" },
  });
  const element = block.element ?? {};
  const send = (state) =>
    surface.act({ action_id: element.action_id, block_id: block.block_id, element, state });
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const typed = /_input$/.test(element.type);
  const field = makeField(element, {
    world: surface.world,
    id,
    describedBy: [hint && `${id}-hint`, `${id}-error`].filter(Boolean).join(" "),
    label: block.label?.text,
    kept: surface.form?.kept(block.block_id, element.action_id),
    change: (state) =>
      block.dispatch_action && (!typed || on.includes("on_character_entered")) && send(state),
    enter: (state) =>
      block.dispatch_action && on.includes("on_enter_pressed") ? send(state) : surface.form?.submit?.(),
  });
  if (!field) return unsupported(element.type, "input");
  surface.form?.add(block, element, field, error);
  const grouped = ["checkboxes", "radio_buttons"].includes(element.type);
  if (grouped) field.node.setAttribute("aria-labelledby", `${id}-label`);
  const optional = block.optional ? el("span", { class: "optional" }, " (optional)") : null;
  const label = el(
    grouped ? "span" : "label",
    { class: "label", id: `${id}-label`, for: grouped ? undefined : id },
    textNodes(block.label, surface.world),
    optional,
  );
  return el("div", { class: "block-input field" }, label, field.node, hint, error);
}

function elementNode(element, block, surface) {
  if (element.type === "button" || element.type === "workflow_button") return button(element, block, surface);
  if (element.type === "overflow") return overflow(element, block, surface);
  if (element.type === "image") return picture(element, "accessory-image");
  if (element.type === "icon_button")
    return button({ ...element, text: element.text ?? { text: element.icon } }, block, surface);
  const send = (state) => act(element, block, surface, state);
  const kept = surface.form?.kept(block.block_id, element.action_id);
  const field = makeField(element, { world: surface.world, change: send, enter: send, kept });
  if (!field) return unsupported(element.type, "element");
  surface.form?.add(block, element, field);
  return field.node;
}

async function act(element, block, surface, state) {
  if (element.confirm && !(await askFirst(element.confirm, surface.world))) return;
  await surface.act({ action_id: element.action_id, block_id: block.block_id, element, state });
}

function button(element, block, surface) {
  const attributes = {
    class: `button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label,
    data: { testid: "action", actionId: element.action_id, value: element.value },
  };
  const send = async () => {
    node.setAttribute("aria-busy", "true");
    await act(element, block, surface, { type: "button", value: element.value ?? null });
    node.removeAttribute("aria-busy");
  };
  const label = textNodes(element.text, surface.world);
  const href = element.url && safeAddress(element.url);
  const node = href
    ? el(
        "a",
        { ...attributes, href, target: "_blank", rel: "noopener noreferrer", on: { click: send } },
        label,
      )
    : el("button", { ...attributes, type: "button", on: { click: send } }, label);
  return node;
}

function overflow(element, block, surface) {
  const options = element.options ?? [];
  const choices = options.map((option) => ({
    value: option.value ?? option.text.text,
    label: option.text.text,
    show: () => plain(option.text.text),
    description: option.description?.text,
    data: { testid: "overflow-option" },
  }));
  const done = ([value]) => {
    const option = options.find((one) => (one.value ?? one.text.text) === value);
    const href = option.url && safeAddress(option.url);
    if (href) window.open(href, "_blank", "noopener");
    act(element, block, surface, { type: "overflow", selected_option: option });
  };
  const node = el(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      data: { testid: "action", actionId: element.action_id },
    },
    "•••",
  );
  node.addEventListener("click", () =>
    openPicker({
      anchor: node,
      label: "More actions",
      options: choices,
      menu: true,
      search: false,
      onDone: done,
    }),
  );
  return node;
}

const BLOCKS = {
  // A message stands below its channel's heading in the page's outline.
  header: (block) => el("h3", { class: "block-header" }, plain(block.text?.text ?? "")),
  section,
  context,
  divider: () => el("hr", { class: "block-divider" }),
  actions,
  image: imageBlock,
  input,
  alert,
  rich_text: (block, surface) => el("div", { class: "text" }, richText(block, surface.world)),
  markdown: (block) => el("div", { class: "text" }, markdown(block.text ?? "")),
  data_table: (block, surface) => dataTable(block, surface.world),
  table: (block, surface) => plainTable(block, surface.world),
  data_visualization: (block) => el("div", {}, chart(block)),
};
