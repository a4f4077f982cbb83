// Everything that comes from outside is put in as text, never as markup.

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element: el("p", {class: "quiet"}, "text", child). Functions become listeners, true an empty attribute, and
 * what is null or false is left out.
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (key === "value" || key === "checked" || key === "max") {
      element[key] = value;
    } else {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Sets a text, and touches the document only if it differs, so that nobody is read the same thing twice. */
export function text(element, value) {
  const wanted = value === null || value === undefined ? "" : String(value);
  if (element.textContent !== wanted) {
    element.textContent = wanted;
  }
}

/** Sets or removes a boolean state of an element. */
export function show(element, shown) {
  const focused = document.activeElement;
  element.hidden = !shown;
  if (!shown && element.contains(focused)) {
    focusNear(pathOf(focused));
  }
}

/** An element and all that is around it, while it is still there. */
export function pathOf(element) {
  const path = [];
  for (let each = element; each; each = each.parentElement) {
    path.push(each);
  }
  return path;
}

/** Who has only the keyboard goes on where he was, or, if that is gone, in the card that it was in. */
export function focusNear(path) {
  const isThere = (element) => element.isConnected && element.checkVisibility();
  const [before] = path;
  if (before && isThere(before)) {
    before.focus();
    return;
  }
  for (const card of path.filter((each) => each.matches("section, .vpo-card") && isThere(each))) {
    // A heading that cannot be seen is no place to see the focus at.
    const target = [...card.querySelectorAll(":is(h2, h3):not(.vpo-hidden), button")].find(isThere);
    if (target) {
      if (target.localName !== "button") {
        target.tabIndex = -1;
      }
      target.focus();
      return;
    }
  }
}

/** Items may have one name: a line that was logged twice in one millisecond. */
function distinct(names) {
  const times = new Map();
  return names.map((name) => {
    const earlier = times.get(name) ?? 0;
    times.set(name, earlier + 1);
    return earlier === 0 ? name : name + "\u0000" + earlier;
  });
}

/**
 * Brings the children of a list in line with the items, and keeps those that stay, so that neither the focus nor what
 * is unfolded gets lost.
 */
export function reconcile(parent, items, keyOf, create, update) {
  const focused = parent.contains(document.activeElement) ? pathOf(document.activeElement) : [];
  const keys = distinct(items.map((item) => String(keyOf(item))));
  const wanted = new Set(keys);
  const known = new Map();
  // First, for what stays need not be moved then, and what is moved loses the focus.
  for (const child of [...parent.children]) {
    if (wanted.has(child.dataset.key) && !known.has(child.dataset.key)) {
      known.set(child.dataset.key, child);
    } else {
      child.remove();
    }
  }
  let last = null;
  items.forEach((item, index) => {
    const key = keys[index];
    let child = known.get(key);
    if (!child) {
      child = create(item);
      child.dataset.key = key;
    }
    update(child, item);
    const place = last ? last.nextSibling : parent.firstChild;
    if (child !== place) {
      parent.insertBefore(child, place);
    }
    last = child;
  });
  if (focused.length > 0 && document.activeElement !== focused[0]) {
    focusNear(focused);
  }
}

/** Tells what was done, or why it was not, to eyes and to screen readers. */
export function announce(message, kind = "done") {
  const place = byId("vpo-message");
  place.className = "vpo-message vpo-" + kind;
  text(byId("vpo-message-text"), message);
  show(place, Boolean(message));
}
