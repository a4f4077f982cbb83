import {api} from "./api.js";
import {perform} from "./dialog.js";
import {byId, el, reconcile, show, text} from "./dom.js";
import {plural} from "./format.js";
import {afterReload, live} from "./live.js";

let settings = [];

function render(config) {
  settings = config.settings;
  text(byId("file"), config.file || "none: defaults and environment");
  show(byId("warnings-section"), config.warnings.length > 0);
  reconcile(byId("warnings"), config.warnings, (warning) => warning, () => el("li", {}), text);
  filter();
}

function shown(value) {
  return value === null || value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value);
}

function filter() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const onlySet = byId("only-set").checked;
  const matching = settings.filter((setting) => {
    const haystack = (setting.key + " " + shown(setting.value) + " " + setting.source).toLowerCase();
    return (!onlySet || setting.source !== "default") && words.every((word) => haystack.includes(word));
  });
  reconcile(byId("settings"), matching, (setting) => setting.key,
    () => el("tr", {}, el("th", {scope: "row"}, el("code", {})), el("td", {class: "vpo-value"}, el("code", {})),
      el("td", {class: "vpo-source"})),
    (row, setting) => {
      const [key, value, source] = row.children;
      text(key.firstChild, setting.key);
      text(value.firstChild, shown(setting.value));
      value.firstChild.title = setting.secret ? "A secret: it is never shown" : "";
      text(source, setting.source + (setting.restart ? " · a change needs a restart" : ""));
      row.className = setting.source === "default" ? "vpo-default" : "";
    });
  text(byId("settings-count"), plural(matching.length, "setting") + " of " + settings.length);
  show(byId("none-match"), settings.length > 0 && matching.length === 0);
}

async function refresh() {
  render(await api.config());
}

byId("search").addEventListener("input", filter);
byId("only-set").addEventListener("change", filter);

live({
  open: () => perform(null, refresh),
  log: afterReload(() => perform(null, refresh)),
});
