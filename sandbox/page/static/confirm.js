// The question an element's `confirm` object asks before its action is sent.

import { el, freshId } from "./dom.js";
import { mrkdwn, plain } from "./mrkdwn.js";
import { openLayer } from "./overlays.js";

/** Asks; resolves to whether the person said yes. */
export function askFirst(confirm, world) {
  return new Promise((resolve) => {
    const title = freshId("confirm");
    const text = freshId("confirm-text");
    const answer = (yes) => {
      layer.close();
      resolve(yes);
    };
    const yesStyle = confirm.style === "danger" ? "danger" : "primary";
    const yes = el(
      "button",
      {
        type: "button",
        class: `button ${yesStyle}`,
        data: { testid: "confirm-yes" },
        on: { click: () => answer(true) },
      },
      plain(confirm.confirm?.text ?? "Yes"),
    );
    const no = el(
      "button",
      { type: "button", class: "button", data: { testid: "confirm-no" }, on: { click: () => answer(false) } },
      plain(confirm.deny?.text ?? "Cancel"),
    );
    const body =
      confirm.text?.type === "mrkdwn" ? mrkdwn(confirm.text.text, world) : plain(confirm.text?.text ?? "");
    const content = [
      el("h2", { id: title, class: "confirm-title" }, plain(confirm.title?.text ?? "Are you sure?")),
      el("div", { id: text, class: "confirm-text text" }, body),
      el("div", { class: "dialog-foot" }, no, yes),
    ];
    const layer = openLayer({
      content,
      role: "alertdialog",
      labelledBy: title,
      describedBy: text,
      className: "confirm",
      testid: "confirm",
      onEscape: () => answer(false),
    });
    no.focus();
  });
}
