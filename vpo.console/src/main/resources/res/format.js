const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

export function bytes(count) {
  if (count === null || count === undefined || count < 0) {
    return "–";
  }
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return (unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)) + " " + UNITS[unit];
}

export function number(value) {
  return value === null || value === undefined ? "–" : value.toLocaleString("en");
}

/** 3 d 4 h, 4 h 5 min, 5 min 6 s or 6 s. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [["d", Math.floor(whole / 86400)], ["h", Math.floor(whole / 3600) % 24],
    ["min", Math.floor(whole / 60) % 60], ["s", whole % 60]];
  const first = parts.findIndex(([, count]) => count > 0);
  return first < 0 ? "0 s" : parts.slice(first, first + 2).map(([unit, count]) => count + " " + unit).join(" ");
}

/** In the reader's time zone. */
export function time(instant) {
  if (!instant) {
    return "–";
  }
  const date = new Date(instant);
  const two = (value) => String(value).padStart(2, "0");
  return date.getFullYear() + "-" + two(date.getMonth() + 1) + "-" + two(date.getDate()) + " "
    + two(date.getHours()) + ":" + two(date.getMinutes()) + ":" + two(date.getSeconds());
}

export function plural(count, one, many = one + "s") {
  return number(count) + " " + (count === 1 ? one : many);
}
