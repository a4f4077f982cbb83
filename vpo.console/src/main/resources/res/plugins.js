import {api} from "./api.js";
import {ask, perform} from "./dialog.js";
import {byId, el, reconcile, show, text} from "./dom.js";
import {plural, time} from "./format.js";
import {live} from "./live.js";

const KINDS = {running: "good", ready: "good", waiting: "warn", disabled: "quiet", quarantine: "bad"};
const LABELS = {running: "Running", ready: "Ready", waiting: "Waiting", disabled: "Disabled",
  quarantine: "In quarantine"};

/** What was last told of the plugin of a card: what is done is done to what is seen. */
const newest = new WeakMap();

function needsAcknowledgement(plugin) {
  return !plugin.built_in
    && [plugin.reason, plugin.newer].some((reason) => reason && reason.includes("is not acknowledged"));
}

function render({plugins, files, safe_mode: safeMode}) {
  show(byId("safe-mode"), Boolean(safeMode));
  const count = (state) => plugins.filter((plugin) => plugin.state === state).length;
  text(byId("plugins-summary"), [plural(count("running"), "plugin") + " running", count("waiting") + " waiting",
    count("quarantine") + " in quarantine"].join(" · "));
  reconcile(byId("plugins"), plugins, (plugin) => plugin.symbolic_name, card, update);
  show(byId("no-plugins"), plugins.length === 0);
  show(byId("files-section"), files.length > 0);
  reconcile(byId("files"), files, (file) => file.file,
    () => el("li", {}, el("code", {}), " ", el("span", {})),
    (row, file) => {
      text(row.children[0], file.file);
      text(row.children[1], file.reason);
    });
}

function card() {
  const fold = el("details", {class: "vpo-details", toggle: () => fold.open && unfold(item)},
    el("summary", {}, "Details"), el("div", {class: "vpo-details-body"}));
  const item = el("li", {class: "vpo-card vpo-plugin"},
    el("div", {class: "vpo-row"},
      el("h3", {}, el("span", {}), " ", el("span", {class: "vpo-quiet"})),
      el("span", {class: "vpo-badge"})),
    el("p", {class: "vpo-reason"}), el("p", {class: "vpo-reason"}),
    el("div", {class: "vpo-buttons"}), fold);
  return item;
}

function update(item, plugin) {
  newest.set(item, plugin);
  const [head, reason, newer, buttons, fold] = item.children;
  item.dataset.name = plugin.name;
  text(head.querySelector("h3").firstChild, plugin.name);
  text(head.querySelector("h3 .vpo-quiet"), plugin.version + (plugin.built_in ? " · came with the daemon" : ""));
  text(head.lastElementChild, LABELS[plugin.state] || plugin.state);
  head.lastElementChild.className = "vpo-badge vpo-" + (KINDS[plugin.state] || "warn");
  text(reason, plugin.reason && "It " + plugin.reason);
  show(reason, Boolean(plugin.reason));
  text(newer, plugin.newer);
  show(newer, Boolean(plugin.newer));
  reconcile(buttons, actionsOf(plugin), (action) => action.id,
    (action) => button(action, item),
    (made, action) => made.setAttribute("aria-label", action.label.replace("…", "") + " " + plugin.name));
  if (fold.open) {
    unfold(item);
  }
}

function actionsOf(plugin) {
  return [
    needsAcknowledgement(plugin) && {id: "acknowledge", label: "Acknowledge…", primary: true, act: acknowledge},
    plugin.state === "quarantine" && {id: "enable-again", label: "Take out of quarantine…", act: enable},
    plugin.state === "disabled" && {id: "enable", label: "Enable…", act: enable},
    plugin.state !== "disabled" && {id: "disable", label: "Disable…", act: disable},
    !plugin.built_in && {id: "rollback", label: "Roll back…", act: rollback},
    !plugin.built_in && {id: "remove", label: "Remove…", danger: true, act: remove},
  ].filter(Boolean);
}

function button(action, item) {
  const made = el("button", {
    class: "vpo-button vpo-small" + (action.primary ? " vpo-primary" : "") + (action.danger ? " vpo-danger" : ""),
    "data-action": action.id, click: () => perform(made, () => action.act(newest.get(item))),
  }, action.label);
  return made;
}

/** What is said of an action, and of how its plugin is then, as sentences. */
function linesOf(answer) {
  const plugin = answer.plugin;
  return [...answer.message.split("\n"),
    plugin?.reason && "It does not run" + (answer.dry_run ? " then" : "") + ": it " + plugin.reason, plugin?.newer]
    .filter(Boolean);
}

/** What a rehearsal has found out, as sentences. */
function planOf(answer) {
  const steps = answer.plan.map((step) => ({
    start: "starts " + step.name + " " + step.to,
    stop: "stops " + step.name + " " + step.from,
    restart: "restarts " + step.name + " " + step.to,
    replace: "replaces " + step.name + " " + step.from + " by " + step.to,
  }[step.step] || step.step + " " + step.name));
  return [...linesOf(answer),
    steps.length ? "This " + steps.join(", ") + "." : "Nothing is stopped or started."];
}

/** Rehearses, asks, does. To the bundle of that symbolic name: a plugin's name may be that of another one, too. */
async function change(title, confirm, action, danger = false) {
  const rehearsal = await action(true);
  if (!await ask(title, planOf(rehearsal), confirm, {danger})) {
    return "";
  }
  const answer = await action(false);
  await refresh();
  return linesOf(answer).join("\n");
}

function acknowledge(plugin) {
  // The file may be another by the time that the button is pressed: what was shown is what counts.
  return change("Let " + plugin.name + " run?", "Acknowledge",
    async (dryRun) => api.change(plugin.symbolic_name, "acknowledge", {version: await hashOf(plugin), dry_run: dryRun}));
}

/** Of what waits: of a plugin that runs in an earlier version, the report's hash is that version's. */
async function hashOf(plugin) {
  if (plugin.reason) {
    return plugin.sha256;
  }
  const found = /[0-9a-f]{64}/.exec(plugin.newer || "");
  return found ? found[0] : "";
}

function enable(plugin) {
  return change("Enable " + plugin.name + "?", "Enable",
    (dryRun) => api.change(plugin.symbolic_name, "enable", {dry_run: dryRun}));
}

function disable(plugin) {
  return change("Disable " + plugin.name + "?", "Disable",
    (dryRun) => api.change(plugin.symbolic_name, "disable", {dry_run: dryRun}));
}

function remove(plugin) {
  return change("Remove " + plugin.name + "?", "Remove", (dryRun) => api.remove(plugin.symbolic_name, dryRun), true);
}

async function rollback(plugin) {
  const {versions} = await api.plugin(plugin.symbolic_name);
  const others = versions.filter((version) => !version.active);
  if (others.length === 0) {
    throw new Error("The store has no earlier version of " + plugin.name);
  }
  const choice = el("select", {id: "rollback-version"}, others.map((version) =>
    el("option", {value: version.sha256}, (version.version || "damaged") + " (" + version.sha256.slice(0, 12) + ")")));
  if (!await ask("Roll back " + plugin.name, ["It goes to a version that ran before, and stays there."], "Next",
    {fields: el("p", {}, el("label", {for: "rollback-version"}, "Version "), choice)})) {
    return "";
  }
  return change("Roll back " + plugin.name + "?", "Roll back",
    (dryRun) => api.change(plugin.symbolic_name, "rollback", {version: choice.value, dry_run: dryRun}), true);
}

function acknowledgedOf(plugin) {
  if (plugin.built_in) {
    return "need not be: it came with the daemon";
  }
  return plugin.acknowledged === null ? "–" : plugin.acknowledged ? "yes" : "no";
}

async function unfold(item) {
  const plugin = newest.get(item);
  const place = item.querySelector(".vpo-details-body");
  const put = (content) => {
    // What has been told meanwhile is asked for by itself.
    if (newest.get(item) === plugin && !place.firstChild?.isEqualNode(content)) {
      place.replaceChildren(content);
    }
  };
  if (!place.firstChild) {
    put(el("p", {class: "vpo-quiet"}, "…"));
  }
  try {
    const all = await api.plugin(plugin.symbolic_name);
    const list = (values) => values.length ? values.join(", ") : "–";
    const rows = [["Symbolic name", all.symbolic_name], ["File", all.file], ["SHA-256", all.sha256],
      ["Description", all.description || "–"], ["Events", list(all.events)],
      ["Acknowledged", acknowledgedOf(all)],
      ["Uses", list(all.requires)], ["Used by", list(all.required_by)], ["Configuration", all.config_table || "–"],
      ["Pages", all.http_path || "–"], ["Data folder", all.data_directory],
      ...all.versions.map((version) => ["Kept version", (version.version || "damaged") + " · " + version.sha256
        + (version.active ? " · active" : "")]),
      ...all.quarantined.map((held) => ["In quarantine", (held.version || held.sha256.slice(0, 12)) + " since "
        + time(held.since) + ": " + held.reason])];
    put(el("dl", {class: "vpo-facts"},
      rows.map(([key, value]) => el("div", {}, el("dt", {}, key), el("dd", {}, value)))));
  } catch (error) {
    put(el("p", {class: "vpo-bad"}, error.message));
  }
}

// A jar from the operator's own machine

const input = byId("upload-file");
const verdict = byId("verdict");
input.addEventListener("change", async () => {
  verdict.replaceChildren();
  const file = input.files[0];
  if (file) {
    // A verdict on another file than the one whose name is shown would let the wrong one in.
    input.disabled = true;
    await perform(null, () => inspect(file));
    input.disabled = false;
    (verdict.querySelector("button") || input).focus();
  }
});

async function inspect(file) {
  const found = await api.check(file);
  if (input.files[0] !== file) {
    return "";
  }
  const install = (acknowledges) => async (event) => {
    const pressed = event.currentTarget;
    await perform(pressed, async () => {
      const told = await change("Install " + file.name + "?", "Install",
        (dryRun) => api.install(file, acknowledges, dryRun));
      if (told) {
        verdict.replaceChildren();
        input.value = "";
        input.focus();
      }
      return told;
    });
  };
  verdict.replaceChildren(
    el("h3", {}, found.name ? found.name + " " + found.version : file.name),
    found.sha256 && el("p", {class: "vpo-hash"}, "SHA-256 ", el("code", {}, found.sha256)),
    found.description && el("p", {}, found.description),
    el("ul", {class: "vpo-list"}, found.objections.map((objection) => el("li", {}, "It " + objection))),
    found.runs && el("p", {}, "Nothing speaks against it."),
    found.sha256 ? el("div", {class: "vpo-buttons"},
      el("button", {class: "vpo-button vpo-primary", id: "install-acknowledged", click: install(true)},
        "Install and acknowledge…"),
      el("button", {class: "vpo-button", id: "install", click: install(false)}, "Install…")) : null);
  return found.name ? "" : file.name + " is no plugin";
}

async function refresh() {
  render(await api.plugins());
}

live({open: () => perform(null, refresh), plugins: render});
