import {announce, el, focusNear, pathOf} from "./dom.js";

/**
 * Asks before something is done.
 *
 * @param title the question
 * @param lines what will happen
 * @param confirm what the button says
 * @param options more fields (an element), whether it is dangerous
 * @returns a promise of whether it is to be done
 */
export function ask(title, lines, confirm, {fields = null, danger = false} = {}) {
  return new Promise((resolve) => {
    const heading = el("h2", {id: "vpo-dialog-title"}, title);
    const dialog = el("dialog", {class: "vpo-dialog", "aria-labelledby": "vpo-dialog-title"},
      el("form", {method: "dialog"},
        heading,
        lines.map((line) => el("p", {}, line)),
        fields,
        el("div", {class: "vpo-buttons"},
          el("button", {value: "cancel", class: "vpo-button", autofocus: true}, "Cancel"),
          el("button", {value: "confirm", class: danger ? "vpo-button vpo-danger" : "vpo-button vpo-primary"},
            confirm))));
    const before = pathOf(document.activeElement);
    dialog.addEventListener("close", () => {
      dialog.remove();
      focusNear(before);
      resolve(dialog.returnValue === "confirm");
    });
    document.querySelector(".vpo").append(dialog);
    dialog.showModal();
  });
}

/** Does something once, with its button locked meanwhile, and tells how it ended. */
export async function perform(button, deed) {
  if (button?.getAttribute("aria-disabled") === "true") {
    return;
  }
  button?.setAttribute("aria-disabled", "true");
  try {
    const message = await deed();
    if (message) {
      announce(message);
    }
  } catch (error) {
    announce(error.lines || String(error), "failed");
  } finally {
    button?.removeAttribute("aria-disabled");
  }
}
