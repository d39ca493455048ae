// What can be filled in: text, numbers, dates, choices. A field is {node, read}: `read()` gives the value in the
// shape Slack puts into view.state.values, and `change` is called with that value when it changed.

import { el } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { openPicker } from "./picker.js";
import { fieldValue, instantOfField } from "./times.js";

/** The field for an element, or null when its type is not one. `kept` is a value typed earlier. */
export function makeField(
  element,
  { world, id, describedBy, label, kept, change = () => {}, enter = () => {} },
) {
  const build = BUILDERS[element.type];
  if (!build) return null;
  const names = {
    id,
    "aria-describedby": describedBy,
    "aria-label": id ? undefined : (label ?? element.placeholder?.text ?? element.action_id),
  };
  return build(element, {
    world,
    names,
    kept,
    change,
    enter,
    label: label ?? element.placeholder?.text ?? "Choose",
  });
}

/** The value of a field as the short form that the control API's click takes: text, or a list of texts. */
export function shortValue(state) {
  const option = (chosen) => (chosen === null || chosen === undefined ? null : chosen.value);
  if ("selected_options" in state) return state.selected_options.map(option);
  if ("selected_option" in state) return option(state.selected_option);
  for (const [name, value] of Object.entries(state)) if (name !== "type") return value;
  return null;
}

const typedInput =
  (type, extras = () => ({})) =>
  (element, field) => {
    const tag = type === "textarea" ? "textarea" : "input";
    const node = el(tag, {
      class: "input",
      ...field.names,
      type: tag === "input" ? type : undefined,
      rows: tag === "textarea" ? "4" : undefined,
      placeholder: element.placeholder?.text,
      maxlength: element.max_length,
      value: field.kept?.value ?? element.initial_value ?? "",
      data: { testid: "field", actionId: element.action_id },
      ...extras(element),
    });
    const read = () => ({ type: element.type, value: node.value === "" ? null : node.value });
    node.addEventListener("change", () => field.change(read()));
    node.addEventListener("keydown", (event) => {
      if (
        event.key !== "Enter" ||
        event.isComposing ||
        (tag === "textarea" && !event.ctrlKey && !event.metaKey)
      )
        return;
      event.preventDefault();
      field.enter(read());
    });
    return { node, read };
  };

const textInput = (element, field) => typedInput(element.multiline ? "textarea" : "text")(element, field);

const numberInput = typedInput("text", (element) => ({
  inputmode: element.is_decimal_allowed ? "decimal" : "numeric",
}));

const dated =
  (type, key, toField = (value) => value, fromField = (value) => value) =>
  (element, field) => {
    const first = field.kept ? field.kept[key] : element[`initial_${key.replace("selected_", "")}`];
    const node = el("input", {
      class: "input narrow",
      ...field.names,
      type,
      value: first ? toField(first, field.world) : "",
      data: { testid: "field", actionId: element.action_id },
    });
    const read = () => ({
      type: element.type,
      [key]: node.value ? fromField(node.value, field.world) : null,
    });
    let waiting;
    // While a date is typed, each digit is a change; only the date that stays is meant.
    node.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => field.change(read()), 500);
    });
    return { node, read };
  };

const momentInput = dated(
  "datetime-local",
  "selected_date_time",
  (seconds, world) => fieldValue(new Date(seconds * 1000), world.zone),
  (value, world) => Math.floor(instantOfField(value, world.zone).getTime() / 1000),
);

function optionsOf(element) {
  const inGroup = (group) => (option) => ({ option, group: group?.label?.text });
  return [
    ...(element.options ?? []).map(inGroup()),
    ...(element.option_groups ?? []).flatMap((group) => group.options.map(inGroup(group))),
  ];
}

const pickedOption = (multiple) => (element, field) => {
  const known = optionsOf(element);
  const key = multiple ? "selected_options" : "selected_option";
  const first = field.kept ? field.kept[key] : element[multiple ? "initial_options" : "initial_option"];
  const choices = known.map(({ option, group }) => ({
    value: option.value,
    label: option.text.text,
    show: () => plain(option.text.text),
    description: option.description?.text,
    group,
  }));
  return selectField(
    element,
    field,
    choices,
    [first ?? []].flat().map((option) => option.value),
    multiple,
    (values) => {
      const chosen = values
        .map((value) => known.find(({ option }) => option.value === value)?.option)
        .filter(Boolean);
      return { type: element.type, [key]: multiple ? chosen : (chosen[0] ?? null) };
    },
  );
};

const pickedFrom = (list, noun, multiple) => (element, field) => {
  const key = multiple ? `selected_${noun}s` : `selected_${noun}`;
  const first = field.kept ? field.kept[key] : element[multiple ? `initial_${noun}s` : `initial_${noun}`];
  const choices = field.world[list]();
  return selectField(element, field, choices, [first ?? []].flat(), multiple, (values) => ({
    type: element.type,
    [key]: multiple ? values : (values[0] ?? null),
  }));
};

function selectField(element, field, choices, first, multiple, shape) {
  let chosen = first.filter((value) => choices.some((choice) => choice.value === value));
  const text = el("span", { class: "select-text" });
  const node = el(
    "button",
    {
      type: "button",
      class: "select",
      ...field.names,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      data: { testid: "field", actionId: element.action_id },
    },
    text,
  );
  const draw = () => {
    const labels = chosen.map((value) => choices.find((choice) => choice.value === value).label);
    text.replaceChildren(
      ...(labels.length ? plain(labels.join(", ")) : [element.placeholder?.text ?? "Choose…"]),
    );
    node.classList.toggle("unset", !labels.length);
  };
  node.addEventListener("click", () => {
    const done = (values) => {
      const most = element.max_selected_items ?? Infinity;
      chosen = values.slice(0, most);
      draw();
      field.change(shape(chosen));
    };
    openPicker({ anchor: node, label: field.label, options: choices, chosen, multiple, onDone: done });
  });
  draw();
  return { node, read: () => shape(chosen) };
}

const ticked = (multiple) => (element, field) => {
  const key = multiple ? "selected_options" : "selected_option";
  const first = [
    (field.kept ? field.kept[key] : element[multiple ? "initial_options" : "initial_option"]) ?? [],
  ]
    .flat()
    .map((option) => option.value);
  const group = `choice-${Math.random().toString(36).slice(2)}`;
  const boxes = (element.options ?? []).map((option) => {
    const box = el("input", { type: multiple ? "checkbox" : "radio", name: group, value: option.value });
    box.checked = first.includes(option.value);
    return { box, option };
  });
  const read = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ option }) => option);
    return { type: element.type, [key]: multiple ? chosen : (chosen[0] ?? null) };
  };
  const { id, ...names } = field.names;
  const node = el(
    "div",
    {
      class: "choices",
      id,
      role: multiple ? "group" : "radiogroup",
      ...names,
      data: { testid: "field", actionId: element.action_id },
      on: { change: () => field.change(read()) },
    },
    boxes.map(({ box, option }) =>
      el(
        "label",
        { class: "choice" },
        box,
        el(
          "span",
          {},
          field.world.text(option.text),
          option.description
            ? el("span", { class: "choice-note" }, field.world.text(option.description))
            : null,
        ),
      ),
    ),
  );
  return { node, read };
};

const BUILDERS = {
  plain_text_input: textInput,
  number_input: numberInput,
  email_text_input: typedInput("email"),
  url_text_input: typedInput("url"),
  datepicker: dated("date", "selected_date"),
  timepicker: dated("time", "selected_time"),
  datetimepicker: momentInput,
  static_select: pickedOption(false),
  multi_static_select: pickedOption(true),
  users_select: pickedFrom("peopleChoices", "user", false),
  multi_users_select: pickedFrom("peopleChoices", "user", true),
  channels_select: pickedFrom("channelChoices", "channel", false),
  multi_channels_select: pickedFrom("channelChoices", "channel", true),
  conversations_select: pickedFrom("conversationChoices", "conversation", false),
  multi_conversations_select: pickedFrom("conversationChoices", "conversation", true),
  radio_buttons: ticked(false),
  checkboxes: ticked(true),
};
