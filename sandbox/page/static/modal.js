// Modals: the top view of the viewer's stack in a dialog, with its fields, errors by block, submit and close.

import { attempt, click, reportUnanswered } from "./actions.js";
import { api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { coalesced } from "./coalesce.js";
import { el, freshId, icon } from "./dom.js";
import { Form } from "./form.js";
import { plain } from "./mrkdwn.js";
import { focusFirst, openLayer } from "./overlays.js";
import { state, world } from "./state.js";

let open = null; // {layer, view, mark, form}
const typed = new Map(); // view id -> values, for views that lie under another

/** Reads the viewer's stack of views again and shows its top, or nothing. */
export const refreshModals = coalesced(async () => show(await api.views(state.me)));

function show(stack) {
  const view = stack[stack.length - 1];
  if (!view) {
    open?.layer.close();
    open = null;
    typed.clear();
    return;
  }
  if (open) typed.set(open.view.id, open.form.values());
  // The hash changes with the app's updates, not with what was typed: that is on the screen already.
  const mark = [view.id, view.hash, stack.length].join(" ");
  if (open?.mark === mark) return;
  const same = open?.view.id === view.id;
  const form = new Form({ kept: typed.get(view.id) ?? view.state?.values, submit: () => submit() });
  const titleId = freshId("modal");
  const content = draw(view, stack, form, titleId);
  if (!open) {
    open = {
      layer: openLayer({
        content: [],
        labelledBy: titleId,
        className: "modal",
        testid: "modal",
        onEscape: () => dismiss(),
      }),
    };
  }
  const panel = open.layer.panel;
  const focused = same && document.activeElement?.dataset?.actionId;
  panel.replaceChildren(...content);
  panel.setAttribute("aria-labelledby", titleId);
  panel.dataset.viewId = view.id;
  panel.dataset.callbackId = view.callback_id ?? "";
  Object.assign(open, { view, mark, form });
  const again =
    focused &&
    [...panel.querySelectorAll("[data-action-id]")].find((node) => node.dataset.actionId === focused);
  if (again) again.focus();
  else focusFirst(panel);
}

function draw(view, stack, form, titleId) {
  const surface = {
    world: world(),
    form,
    act: (action) => click({ view_id: view.id }, action, form).then(refreshModals),
  };
  const back =
    stack.length > 1 &&
    el(
      "button",
      {
        type: "button",
        class: "icon-button dialog-close",
        "aria-label": "Back",
        data: { testid: "modal-back" },
        on: { click: () => dismiss() },
      },
      icon("M12 4l-6 6 6 6"),
    );
  const head = el(
    "header",
    { class: "dialog-head" },
    back,
    el("h2", { id: titleId, data: { testid: "modal-title" } }, plain(view.title?.text ?? "")),
    el(
      "button",
      {
        type: "button",
        class: "icon-button dialog-close",
        "aria-label": "Close",
        data: { testid: "modal-x" },
        on: { click: () => dismissAll(stack) },
      },
      icon("M5 5l10 10M15 5L5 15"),
    ),
  );
  const body = el(
    "div",
    { class: "dialog-body blocks" },
    renderBlocks(view.blocks, surface),
    el("p", { class: "field-error form-error", role: "alert", data: { testid: "modal-error" } }),
  );
  const hasInput = (view.blocks ?? []).some((block) => block.type === "input");
  const submitLabel = view.submit?.text ?? (hasInput ? "Submit" : null);
  const foot = el(
    "footer",
    { class: "dialog-foot" },
    el(
      "button",
      { type: "button", class: "button", data: { testid: "modal-close" }, on: { click: () => dismiss() } },
      plain(view.close?.text ?? (submitLabel ? "Cancel" : "Close")),
    ),
    submitLabel
      ? el(
          "button",
          {
            type: "button",
            class: "button primary",
            data: { testid: "modal-submit" },
            on: { click: () => submit() },
          },
          plain(submitLabel),
        )
      : null,
  );
  return [head, body, foot];
}

async function submit() {
  const { view, form, layer } = open;
  const button = layer.panel.querySelector("[data-testid=modal-submit]");
  if (!button || button.getAttribute("aria-busy")) return;
  const refused = form.check();
  showErrors(form, layer.panel, refused);
  if (Object.keys(refused).length) return;
  button.setAttribute("aria-busy", "true");
  await tell(async () => {
    const sent = api.submit(state.me, view.id, form.values());
    const answer = await sent.finally(() => button.removeAttribute("aria-busy"));
    showErrors(form, layer.panel, answer.errors ?? {});
    reportUnanswered(answer, "Sending the form");
  });
}

function showErrors(form, panel, errors) {
  const elsewhere = form.show(errors);
  const line = panel.querySelector("[data-testid=modal-error]");
  if (line) line.textContent = elsewhere.join(" ");
}

/** Closes the top view once, however often one asks. */
async function dismiss() {
  if (!open || open.leaving === open.view.id) return;
  const { view } = open;
  open.leaving = view.id;
  await tell(() => api.close(state.me, view.id));
}

const dismissAll = (stack) =>
  tell(async () => {
    for (const view of [...stack].reverse()) await api.close(state.me, view.id);
  });

async function tell(work) {
  await attempt(work);
  await refreshModals();
}
