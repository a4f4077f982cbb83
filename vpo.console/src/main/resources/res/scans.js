import {api} from "./api.js";
import {ask, perform} from "./dialog.js";
import {byId, el, reconcile, show, text} from "./dom.js";
import {bytes, duration, number, time} from "./format.js";
import {afterReload, live} from "./live.js";

const KINDS = {running: "warn", completed: "good", failed: "bad", cancelled: "quiet"};
const POLL_WHILE_RUNNING = 1000;
const RETRY = 5000;
let scansTimer;
let libraryTimer;
// Answers may come in another order than they were asked for in: only the last question's is shown.
let scansAsked = 0;
let libraryAsked = 0;

function renderLibrary(library) {
  libraryAsked++;
  clearTimeout(libraryTimer);
  show(byId("library-problem"), false);
  text(byId("files"), number(library.files));
  text(byId("bytes"), bytes(library.bytes));
  text(byId("tracks"), number(library.tracks));
  for (const status of ["ok", "error", "missing", "pending"]) {
    text(byId("status-" + status), number(library.by_status[status] ?? 0));
  }
  const kinds = Object.entries(library.by_extension).sort(([, a], [, b]) => b - a);
  const most = Math.max(1, ...kinds.map(([, count]) => count));
  reconcile(byId("extensions"), kinds, ([extension]) => extension,
    () => el("li", {}, el("span", {}), el("meter", {min: "0", "aria-hidden": "true"}), el("span", {})),
    (row, [extension, count]) => {
      text(row.children[0], extension || "none");
      row.children[1].max = most;
      row.children[1].value = count;
      text(row.children[2], number(count));
    });
  show(byId("no-files"), kinds.length === 0);
}

async function refreshLibrary() {
  const asked = ++libraryAsked;
  try {
    const library = await api.library();
    if (asked === libraryAsked) {
      renderLibrary(library);
    }
  } catch (error) {
    if (asked !== libraryAsked) {
      return;
    }
    text(byId("library-problem"), error.message);
    show(byId("library-problem"), true);
    // That it can be counted again need be no news to the daemon, which tells of changes only.
    clearTimeout(libraryTimer);
    libraryTimer = setTimeout(refreshLibrary, RETRY);
  }
}

function refreshScansIn(milliseconds) {
  clearTimeout(scansTimer);
  scansTimer = setTimeout(refreshScans, milliseconds);
}

async function refreshScans() {
  const asked = ++scansAsked;
  clearTimeout(scansTimer);
  try {
    const {scans} = await api.scans();
    if (asked !== scansAsked) {
      return;
    }
    renderScans(scans);
    show(byId("scans-problem"), false);
    if (scans.some((scan) => scan.status === "running")) {
      refreshScansIn(POLL_WHILE_RUNNING);
    }
  } catch (error) {
    if (asked !== scansAsked) {
      return;
    }
    text(byId("scans-problem"), error.status === 404
      ? "The plugin 'scan' does not run: the page Plugins says why." : error.message);
    show(byId("scans-problem"), true);
    refreshScansIn(RETRY);
  }
}

function renderScans(scans) {
  show(byId("no-scans"), scans.length === 0);
  reconcile(byId("scans"), scans, (scan) => scan.id, scanRow, (row, scan) => {
    const [head, progress, detail, problem] = row.children;
    text(head.children[0], scan.path);
    text(head.children[1], scan.status);
    head.children[1].className = "vpo-badge vpo-" + (KINDS[scan.status] || "warn");
    const running = scan.status === "running";
    show(progress, running);
    progress.value = scan.progress_percent || 0;
    progress.setAttribute("aria-label", "Progress of the scan of " + scan.path);
    text(detail.children[0], describe(scan));
    show(detail.children[1], running);
    text(problem, scan.error);
    show(problem, Boolean(scan.error));
  });
}

function scanRow(scan) {
  const cancel = el("button", {class: "vpo-button vpo-small", "aria-label": "Cancel the scan of " + scan.path,
    click: () => perform(cancel, () => cancelScan(scan))}, "Cancel");
  return el("li", {class: "vpo-task", "data-scan": scan.id},
    el("div", {class: "vpo-row"}, el("strong", {}), el("span", {class: "vpo-badge"})),
    el("progress", {max: 100}),
    el("div", {class: "vpo-row"}, el("span", {class: "vpo-quiet"}), cancel),
    el("p", {class: "vpo-reason"}));
}

function describe(scan) {
  const sum = scan.summary;
  const parts = [scan.status === "running" ? Math.floor(scan.progress_percent || 0) + " %" : "",
    time(scan.started_at || scan.created_at)];
  if (scan.started_at && scan.completed_at) {
    parts.push("took " + duration((new Date(scan.completed_at) - new Date(scan.started_at)) / 1000));
  }
  if (sum) {
    parts.push(number(sum.total_discovered) + " found", number(sum.scanned) + " read", number(sum.added) + " new",
      number(sum.removed) + " gone", number(sum.errors) + (sum.errors === 1 ? " error" : " errors"));
  }
  return parts.filter(Boolean).join(" · ");
}

/** As the daemon calls a task: in one line, of 200 characters at most. */
function taskName(text) {
  const end = text.length > 200 && /[\uD800-\uDBFF]/.test(text[199]) ? 199 : 200;
  return text.slice(0, end).replace(/[\p{Cc}\u2028\u2029]/gu, " ");
}

async function cancelScan(scan) {
  const {tasks} = await api.tasks();
  const name = taskName("scan of " + scan.path);
  const task = tasks.find((each) => each.name === name);
  if (!task) {
    throw new Error("This scan is not in flight any more");
  }
  if (!await ask("Cancel this scan?", [scan.path, "What it has read so far is recorded."], "Cancel the scan",
    {danger: true})) {
    return "";
  }
  await api.cancel(task.id);
  return "Asked to end early: " + task.name;
}

async function renderRoots() {
  const {settings} = await api.config();
  const roots = settings.find((setting) => setting.key === "plugins.scan.roots")?.value || [];
  show(byId("no-roots"), roots.length === 0);
  byId("start").disabled = roots.length === 0;
  reconcile(byId("roots"), roots, (root) => root,
    (root) => el("label", {class: "vpo-option"},
      el("input", {type: "checkbox", name: "root", value: root, checked: true}), " ", el("span", {}, root)),
    () => {});
}

byId("scan-form").addEventListener("submit", (event) => {
  event.preventDefault();
  perform(byId("start"), async () => {
    const form = new FormData(event.target);
    const paths = form.getAll("root");
    if (paths.length === 0) {
      throw new Error("Choose at least one folder");
    }
    await api.scan({paths, full: form.has("full"), prune: form.has("prune"), verify_hash: form.has("verify_hash")});
    await refreshScans();
    return "The scan of " + paths.join(", ") + " has begun";
  });
});

live({
  open: () => {
    perform(null, renderRoots);
    refreshLibrary();
    refreshScans();
  },
  library: (library) => {
    renderLibrary(library);
    refreshScans();
  },
  tasks: refreshScans,
  log: afterReload(() => perform(null, renderRoots)),
});
