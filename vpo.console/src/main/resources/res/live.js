import {api} from "./api.js";
import {byId, show, text} from "./dom.js";

const LEAST_WAIT = 1000;
const MOST_WAIT = 15000;
const LINES_OF_A_RELOAD = 300;
/** The daemon ends each stream after a while; by then, the next one is there. */
const UNNOTICED = 4000;

/**
 * A handler of the log that calls something after each reload of the configuration. There is no event for that, but it
 * is told in the log, in one line or in several.
 */
export function afterReload(deed) {
  let timer;
  return (entry) => {
    if (/^vpo\.config(\.|$)/.test(entry.logger)) {
      clearTimeout(timer);
      timer = setTimeout(deed, LINES_OF_A_RELOAD);
    }
  };
}

/**
 * Keeps a page up to date: handlers by the name of the event. While the connection is lost, it is tried again, less and
 * less often, and a note says so unless it is back soon; then "open" is called, because what happened meanwhile was
 * missed. The same when the page can be seen again: while it cannot, there is no connection.
 */
export function live(handlers) {
  const topics = Object.keys(handlers).filter((name) => name !== "open" && name !== "log")
    .concat(handlers.log ? ["logs"] : []);
  let wait = LEAST_WAIT;
  let timer;
  let note;
  let source;

  function connect() {
    clearTimeout(timer);
    // One that is still trying would keep one of the daemon's streams, and tell everything twice.
    source?.close();
    const mine = api.events(topics);
    source = mine;
    const on = (name, handle) => mine.addEventListener(name, (event) => mine === source && handle(event));
    on("open", () => {
      wait = LEAST_WAIT;
      dropNote();
      show(byId("vpo-offline"), false);
      document.body.dataset.live = "true";
      handlers.open?.();
    });
    for (const [name, handle] of Object.entries(handlers)) {
      if (name !== "open") {
        on(name, (event) => handle(JSON.parse(event.data)));
      }
    }
    on("close", (event) => lost(reason(event), 0));
    on("error", () => lost("No connection to the daemon: what you see is as it was.", UNNOTICED));
  }

  function lost(why, unnoticed) {
    // The browser's own attempts end for good with some answers; ours do not.
    source.close();
    document.body.dataset.live = "false";
    text(byId("vpo-offline-text"), why);
    note ??= setTimeout(() => show(byId("vpo-offline"), true), unnoticed);
    clearTimeout(timer);
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, MOST_WAIT);
  }

  function reason(event) {
    try {
      return "The daemon has closed the connection: " + JSON.parse(event.data).reason;
    } catch {
      return "The daemon has closed the connection.";
    }
  }

  byId("vpo-reconnect").addEventListener("click", () => {
    wait = LEAST_WAIT;
    connect();
  });
  // A page that is left or not seen must not keep one of the daemon's streams, and one of the browser's connections: with
  // six of these open in HTTP/1.1, every further page of the daemon would wait for ever.
  function leave() {
    clearTimeout(timer);
    dropNote();
    source?.close();
    document.body.dataset.live = "false";
  }

  function dropNote() {
    clearTimeout(note);
    note = undefined;
  }

  const look = () => document.hidden ? leave() : connect();
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => event.persisted && look());
  document.addEventListener("visibilitychange", look);
  look();
}
