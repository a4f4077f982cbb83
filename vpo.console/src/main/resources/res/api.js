// Not relative to the page: its address may have a name and a password in it, with which none may be asked.
const HERE = location.origin;
const ROOT = "/api/v1";
const SCANS = "/plugins/scan/scans";

/** An answer that is an error; its message is the daemon's own sentence. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body.error || "the daemon answered with " + status);
    this.status = status;
    this.code = body.code || "";
    this.details = Array.isArray(body.details) ? body.details : [];
  }

  /** The sentence, and what it consists of. */
  get lines() {
    return [this.message, ...this.details.map((each) => typeof each === "string" ? each : each.problem)].join("\n");
  }
}

/** Proxies that reach nobody behind them say so with these, and without the daemon's code. */
const NOBODY_BEHIND = [502, 503, 504];

async function call(method, path, options = {}) {
  try {
    return await send(method, path, options);
  } catch (error) {
    if (error.code !== "CSRF_ERROR" || method === "GET") {
      throw error;
    }
    // The session of a page that was open for long has ended; whatever is read begins another.
    await api.status();
    return send(method, path, options);
  }
}

async function send(method, path, options) {
  let response;
  try {
    response = await fetch(HERE + path, {method, credentials: "same-origin", cache: "no-store", ...options});
  } catch {
    throw noAnswer(0);
  }
  const type = response.headers.get("Content-Type") || "";
  const body = type.includes("json") ? await response.json().catch(() => ({})) : {};
  if (NOBODY_BEHIND.includes(response.status) && !body.code) {
    throw noAnswer(response.status);
  }
  if (!response.ok) {
    throw new ApiError(response.status, body);
  }
  return body;
}

function noAnswer(status) {
  return new ApiError(status, {error: "The daemon does not answer", code: "NO_ANSWER"});
}

function json(value) {
  return {headers: {"Content-Type": "application/json"}, body: JSON.stringify(value)};
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value);
  return given.length ? "?" + new URLSearchParams(given) : "";
}

const plugin = (symbolicName) => ROOT + "/plugins/" + encodeURIComponent(symbolicName);

const upload = (path, file, parameters = {}) =>
  call("POST", ROOT + path + query({file: file.name, ...parameters}),
    {headers: {"Content-Type": "application/java-archive"}, body: file});

export const api = {
  status: () => call("GET", ROOT + "/status"),
  tasks: () => call("GET", ROOT + "/tasks"),
  cancel: (id) => call("DELETE", ROOT + "/tasks/" + id),
  drain: () => call("POST", ROOT + "/drain", json({})),
  resume: () => call("POST", ROOT + "/resume", json({})),
  stop: (whenIdle) => call("POST", ROOT + "/stop", json(whenIdle ? {when_idle: true} : {})),
  reload: () => call("POST", ROOT + "/reload", json({})),
  config: () => call("GET", ROOT + "/config"),
  library: () => call("GET", ROOT + "/library"),
  plugins: () => call("GET", ROOT + "/plugins"),
  plugin: (symbolicName) => call("GET", plugin(symbolicName)),
  check: (file) => upload("/plugins/check", file),
  install: (file, acknowledge, dryRun) => upload("/plugins", file, {acknowledge, dry_run: dryRun}),
  change: (symbolicName, action, body) => call("POST", plugin(symbolicName) + "/" + action, json(body)),
  remove: (symbolicName, dryRun) => call("DELETE", plugin(symbolicName) + query({dry_run: dryRun})),
  scans: () => call("GET", SCANS),
  scan: (body) => call("POST", SCANS, json(body)),
  events: (topics) => new EventSource(HERE + ROOT + "/events?topics=" + topics.join(",")),
};
