// The app's Home tab of the person one is.

import { attempt, click } from "./actions.js";
import { api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { coalesced } from "./coalesce.js";
import { byId, el } from "./dom.js";
import { Form } from "./form.js";
import { refreshModals } from "./modal.js";
import { botUser, nameOf, state, world } from "./state.js";

let drawn = { mark: null, viewer: null, form: null };

/** Tells the app that the Home tab was opened, as a click on it does. */
export async function openHome() {
  drawn = { mark: null, viewer: null, form: null };
  await attempt(() => api.openHome(state.me));
  await refreshHome();
}

/** Reads the Home tab again and shows it if it changed. */
export const refreshHome = coalesced(async () => {
  if (state.tab !== "home") return;
  const viewer = state.me;
  const view = await api.home(viewer);
  if (viewer !== state.me) return;
  const mark = [viewer, view?.id, view?.hash].join(" ");
  if (drawn.mark === mark) return;
  const form = new Form({ kept: drawn.viewer === viewer && drawn.form ? drawn.form.values() : {} });
  drawn = { mark, viewer, form };
  const surface = {
    world: world(),
    form,
    act: (action) => click({ view_id: view.id }, action, form).then(settle),
  };
  const panel = byId("home-panel");
  const focused = panel.contains(document.activeElement) && document.activeElement.dataset.actionId;
  panel.replaceChildren(
    view?.blocks?.length
      ? el("div", { class: "blocks home-blocks" }, renderBlocks(view.blocks, surface))
      : el(
          "p",
          { class: "empty" },
          `${nameOf(botUser()) ?? "The app"} has not published a Home tab for you.`,
        ),
  );
  if (focused)
    [...panel.querySelectorAll("[data-action-id]")]
      .find((node) => node.dataset.actionId === focused)
      ?.focus();
});

const settle = () => attempt(() => Promise.all([refreshHome(), refreshModals()]));
