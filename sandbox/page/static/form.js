// The fields of one view: their values in Slack's shape, what must hold before they are sent, and the errors
// under them.

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export class Form {
  /** `kept` are values typed into an earlier drawing of the same view, `submit` is what Enter in a field does. */
  constructor({ kept = {}, submit = null } = {}) {
    this.before = kept;
    this.submit = submit;
    this.entries = [];
  }

  add(block, element, field, error = null) {
    this.entries.push({ block, element, field, error });
  }

  kept(blockId, actionId) {
    return this.before[blockId]?.[actionId];
  }

  /** {block_id: {action_id: value}} as in view.state.values. */
  values() {
    const values = {};
    for (const { block, element, field } of this.entries)
      (values[block.block_id] ??= {})[element.action_id] = field.read();
    return values;
  }

  /** {block_id: text} of what a client refuses before anything is sent. */
  check() {
    const errors = {};
    for (const { block, element, field, error } of this.entries) {
      const text = error && refusal(block, element, field.read());
      if (text) errors[block.block_id] = text;
    }
    return errors;
  }

  /** Shows errors under their fields and puts focus on the first; returns those that have no field. */
  show(errors) {
    const without = { ...errors };
    let first = null;
    for (const { block, field, error } of this.entries) {
      if (!error) continue;
      const text = errors[block.block_id] ?? "";
      delete without[block.block_id];
      error.textContent = text;
      field.node.setAttribute("aria-invalid", String(Boolean(text)));
      if (text && !first) first = field.node;
    }
    (first?.matches("input, textarea, button") ? first : first?.querySelector("input"))?.focus();
    return Object.values(without);
  }
}

function refusal(block, element, state) {
  const [value] = Object.entries(state)
    .filter(([name]) => name !== "type")
    .map(([, one]) => one);
  const empty = value === null || value === "" || (Array.isArray(value) && !value.length);
  if (empty) return block.optional ? null : "Please complete this required field.";
  if (element.min_length && value.length < element.min_length)
    return `Please type at least ${element.min_length} characters.`;
  if (element.type === "number_input") return numberRefusal(element, value);
  if (element.type === "email_text_input" && !EMAIL.test(value)) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !URL.canParse(value))
    return "Please enter a complete address, starting with https://.";
  return null;
}

function numberRefusal(element, text) {
  const value = Number(text);
  if (Number.isNaN(value)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(value)) return "Please enter a whole number.";
  if (element.min_value !== undefined && value < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && value > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return null;
}
