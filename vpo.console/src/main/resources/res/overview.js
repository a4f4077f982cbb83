import {api} from "./api.js";
import {ask, perform} from "./dialog.js";
import {byId, el, reconcile, show, text} from "./dom.js";
import {bytes, duration, number, plural, time} from "./format.js";
import {live} from "./live.js";

let status = null;
let upSince = 0;
let tasksShown = 0;
const POLL_WHILE_STOPPING = 2000;

const STATES = {
  RUNNING: ["Running", "good"],
  DRAINING: ["Draining", "warn"],
  STARTING: ["Starting", "warn"],
  CONNECTING: ["Starting", "warn"],
  SHUTTING_DOWN: ["Stopping", "warn"],
  STOPPED: ["Stopped", "bad"],
};

function stateOf(now) {
  return now.state === "RUNNING" && now.draining ? "DRAINING" : now.state;
}

function renderStatus(now) {
  status = now;
  upSince = Date.now() - now.uptime_seconds * 1000;
  const state = stateOf(now);
  const [label, kind] = STATES[state] || [state, "warn"];
  text(byId("state"), label);
  byId("state").className = "vpo-badge vpo-" + kind;
  text(byId("state-note"), note(now));
  text(byId("version"), now.version);
  text(byId("uptime"), duration(now.uptime_seconds));
  text(byId("pid"), now.pid);
  text(byId("started"), time(now.started_at));
  text(byId("data"), now.data_directory);
  text(byId("config"), now.config_file || "none: defaults and environment");
  renderHealth(now.health);
  renderNumbers(now);
  renderErrors(now.recent_errors);
  renderButtons(now);
  if (now.state === "SHUTTING_DOWN") {
    followStop();
  }
}

function note(now) {
  if (now.shutdown) {
    return "Waits for " + plural(now.shutdown.tasks_remaining, "task") + ", at the latest until "
      + time(now.shutdown.timeout_deadline) + ".";
  }
  if (now.stop_when_idle) {
    return "Takes no new work, and stops when nothing is in flight.";
  }
  if (now.draining) {
    return "Takes no new work; what is in flight goes on.";
  }
  return now.safe_mode ? "Safe mode: plugins of others are not started, because earlier starts died." : "";
}

function renderHealth(health) {
  text(byId("health-summary"), health.status);
  reconcile(byId("checks"), health.checks, (check) => check.name,
    () => el("li", {class: "vpo-check"}, el("span", {class: "vpo-mark", "aria-hidden": "true"}),
      el("span", {class: "vpo-check-name"}), el("span", {class: "vpo-check-status"}),
      el("span", {class: "vpo-check-message"})),
    (row, check) => {
      const [mark, name, state, message] = row.children;
      const kind = {OK: "good", WARN: "warn", TEMPORARILY_UNAVAILABLE: "warn"}[check.status.toUpperCase()] || "bad";
      row.className = "vpo-check vpo-" + kind;
      text(mark, {good: "✓", warn: "!", bad: "✕"}[kind]);
      text(name, check.name);
      text(state, check.status.toLowerCase().replaceAll("_", " "));
      text(message, check.message);
    });
}

function renderNumbers(now) {
  text(byId("requests-total"), number(now.requests.total));
  text(byId("requests-now"), number(now.requests.in_flight));
  text(byId("requests-refused"), number(now.requests.refused));
  const {heap_used_bytes: used, heap_max_bytes: max, resident_bytes: resident} = now.memory;
  text(byId("heap"), bytes(used) + " of " + bytes(max));
  const meter = byId("heap-meter");
  meter.max = Math.max(1, max);
  meter.value = used;
  text(byId("resident"), bytes(resident));
  text(byId("plugins-running"), number(now.plugins.running));
  text(byId("plugins-waiting"), number(now.plugins.waiting));
  text(byId("plugins-quarantined"), number(now.plugins.quarantined));
}

function renderErrors(errors) {
  reconcile(byId("errors"), errors, (entry) => entry.timestamp + entry.logger + entry.message,
    (entry) => el("li", {class: "vpo-log vpo-" + (entry.level === "ERROR" ? "bad" : "warn")},
      el("span", {class: "vpo-log-head"},
        el("span", {class: "vpo-level"}, entry.level), " ",
        el("time", {datetime: entry.timestamp}, time(entry.timestamp)), " ",
        el("span", {class: "vpo-quiet"}, entry.logger)),
      el("span", {class: "vpo-log-message"}, entry.message),
      entry.exception && el("details", {}, el("summary", {}, "Stack trace"), el("pre", {}, entry.exception))),
    () => {});
  show(byId("no-errors"), errors.length === 0);
}

function renderButtons(now) {
  const stopping = now.state !== "RUNNING";
  show(byId("drain"), !stopping && !now.draining);
  show(byId("resume"), !stopping && now.draining);
  show(byId("stop-idle"), !stopping && !now.stop_when_idle);
  show(byId("stop"), !stopping);
  show(byId("reload"), !stopping);
}

function renderTasks({tasks, total}) {
  tasksShown = total;
  text(byId("tasks-count"), plural(total, "task"));
  show(byId("no-tasks"), tasks.length === 0);
  reconcile(byId("tasks"), tasks, (task) => task.id, taskRow, (row, task) => {
    const [head, progress, detail] = row.children;
    text(head.children[0], task.name);
    const button = head.children[1];
    text(button, task.cancelled ? "Being cancelled" : "Cancel");
    if (task.cancelled) {
      // Not "disabled", with which it would lose the focus.
      button.setAttribute("aria-disabled", "true");
    }
    if (task.percent === null || task.percent === undefined) {
      progress.removeAttribute("value");
    } else {
      progress.value = task.percent;
    }
    progress.setAttribute("aria-label", "Progress of " + task.name);
    text(detail, [task.percent === null || task.percent === undefined ? "" : Math.floor(task.percent) + " %",
      "for " + duration(task.age_seconds), task.note].filter(Boolean).join(" · "));
  });
}

function taskRow(task) {
  const cancel = el("button", {class: "vpo-button vpo-small", "aria-label": "Cancel " + task.name,
    click: () => cancelTask(cancel, task)}, "Cancel");
  return el("li", {class: "vpo-task"},
    el("div", {class: "vpo-row"}, el("strong", {}), cancel),
    el("progress", {max: 100}), el("span", {class: "vpo-quiet"}));
}

async function cancelTask(button, task) {
  if (button.getAttribute("aria-disabled") === "true") {
    return;
  }
  if (await ask("Cancel this task?", [task.name, "It is asked to end early. What it has done so far stays."],
    "Cancel the task", {danger: true})) {
    await perform(button, async () => {
      await api.cancel(task.id);
      return "Asked to end early: " + task.name;
    });
  }
}

/** What is in flight, and what becomes of it. */
function inFlight(fate) {
  return tasksShown === 0 ? "Nothing is in flight." : plural(tasksShown, "task") + " in flight: " + fate + ".";
}

const ACTIONS = {
  drain: {
    title: "Take no new work?",
    lines: () => ["New tasks, scans and requests to plugins are refused, and readiness says so. "
      + inFlight("goes on to its end"), "The daemon keeps running; Resume takes this back."],
    confirm: "Drain",
    deed: async () => "Draining: " + plural((await api.drain()).tasks, "task") + " in flight",
  },
  resume: {
    deed: async () => {
      await api.resume();
      return "New work is taken again";
    },
  },
  "stop-idle": {
    title: "Stop when idle?",
    lines: () => [inFlight("goes on to its end, however long that takes") + " No new work is taken, and then the daemon"
      + " stops.", "Resume takes this back until then."],
    confirm: "Stop when idle",
    danger: true,
    deed: async () => {
      await api.stop(true);
      return "The daemon stops when nothing is in flight";
    },
  },
  stop: {
    title: "Stop the daemon?",
    lines: () => [inFlight("waited for up to the shutdown timeout, then cancelled") + " Then the daemon ends, and this page"
      + " with it.", "Only a shell or the service manager starts it again."],
    confirm: "Stop the daemon",
    danger: true,
    deed: async () => {
      await api.stop(false);
      followStop();
      return "The daemon is stopping";
    },
  },
  reload: {
    title: "Read the configuration again?",
    lines: () => [status.config_file || "There is no configuration file yet.",
      "What is good takes effect at once: parts of the daemon and plugins whose settings have changed begin anew with these."
        + " With a mistake in it nothing changes, and you are told which."],
    confirm: "Reload",
    deed: async () => {
      const answer = await api.reload();
      return answer.outcome === "unchanged" ? "Nothing has changed"
        : ["Changed: " + (answer.changed.join(", ") || "nothing"),
          answer.after_restart.length ? "After a restart: " + answer.after_restart.join(", ") : ""]
          .filter(Boolean).join(". ");
    },
  },
};

for (const [id, action] of Object.entries(ACTIONS)) {
  byId(id).addEventListener("click", async () => {
    if (!action.title || await ask(action.title, action.lines(), action.confirm, action)) {
      await perform(byId(id), action.deed);
      if (!following) {
        refresh();
      }
    }
  });
}

let following = false;
let ending;

/** From here on no stream tells of changes: it is asked until nobody answers any more, or another daemon does. */
function followStop() {
  if (!following) {
    following = true;
    ending = status.started_at;
    setTimeout(pollStop, POLL_WHILE_STOPPING);
  }
}

async function pollStop() {
  try {
    await renderAll();
    // The one that stops may be RUNNING for a moment yet.
    if (status.state === "RUNNING" && status.started_at !== ending) {
      following = false;
      return;
    }
  } catch (error) {
    if (error.code === "NO_ANSWER") {
      renderEnded();
      return;
    }
  }
  setTimeout(pollStop, POLL_WHILE_STOPPING);
}

function renderEnded() {
  following = false;
  text(byId("state"), "Stopped");
  byId("state").className = "vpo-badge vpo-bad";
  text(byId("state-note"), "The daemon has ended. This page comes back to life when it runs again.");
  renderTasks({tasks: [], total: 0});
  ["drain", "resume", "stop-idle", "stop", "reload"].forEach((id) => show(byId(id), false));
}

async function renderAll() {
  renderStatus(await api.status());
  renderTasks(await api.tasks());
}

async function refresh() {
  try {
    await renderAll();
  } catch (error) {
    if (error.code !== "NO_ANSWER") {
      await perform(null, () => Promise.reject(error));
    }
  }
}

setInterval(() => {
  if (status && document.body.dataset.live === "true") {
    text(byId("uptime"), duration((Date.now() - upSince) / 1000));
  }
}, 1000);

live({open: refresh, status: renderStatus, tasks: renderTasks});
