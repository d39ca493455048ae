// What a person does with an element, sent to the app; failures are told at the edge of the window.

import { api } from "./api.js";
import { toast } from "./dom.js";
import { shortValue } from "./fields.js";
import { state } from "./state.js";

/** Does something that talks to the sandbox; a failure becomes a toast. */
export async function attempt(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message);
  }
}

/**
 * Sends the use of an element. `place` is where it stands, {channel, ts} or {view_id}; `form` holds what else
 * is typed there.
 */
export function click(place, { action_id, block_id, state: value }, form = null) {
  return attempt(async () => {
    const body = { user: state.me, ...place, action_id, block_id, value: shortValue(value) };
    reportUnanswered(await api.click(form ? { ...body, values: form.values() } : body));
  });
}

/** Says so when the app did not acknowledge, as a person would be told. */
export function reportUnanswered(answer, what = "That") {
  if (answer.acked !== false) return;
  const silent = !answer.error || answer.error === "operation_timeout";
  toast(`${what} did not work: ${silent ? "the app did not answer within 3 seconds" : answer.error}.`);
}
