// Instants and how they look in a person's time zone. Instants are Date objects; zones are IANA names.

const formatters = new Map();

function formatter(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formatters.has(key))
    formatters.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formatters.get(key);
}

/** The zone if the browser knows it, else UTC. */
export function knownZone(zone) {
  try {
    formatter(zone || "UTC", {});
    return zone || "UTC";
  } catch {
    return "UTC";
  }
}

/** {year, month, day, hour, minute, second} of an instant in a zone. */
export function partsIn(instant, zone) {
  const options = {
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  };
  const parts = formatter(zone, options).formatToParts(instant);
  return Object.fromEntries(
    parts.filter((part) => part.type !== "literal").map((part) => [part.type, Number(part.value)]),
  );
}

function offsetAt(instant, zone) {
  const { year, month, day, hour, minute, second } = partsIn(instant, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1000) * 1000;
}

/** The instant of a wall-clock time in a zone; in a gap the time the clock jumps on to, in a fold the first. */
function instantOf({ year, month, day, hour, minute }, zone) {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const before = offsetAt(new Date(wall - 86_400_000), zone);
  const after = offsetAt(new Date(wall + 86_400_000), zone);
  for (const offset of before > after ? [before, after] : [after, before]) {
    const instant = new Date(wall - offset);
    if (offsetAt(instant, zone) === offset) return instant;
  }
  return new Date(wall - before);
}

/** hour:minute on the date `days` after the local date of an instant. */
export function localTimeAfterDays(instant, zone, days, hour, minute) {
  const { year, month, day } = partsIn(instant, zone);
  const date = new Date(Date.UTC(year, month - 1, day + days));
  return instantOf(
    { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour, minute },
    zone,
  );
}

const pad = (number) => String(number).padStart(2, "0");

export function clockTime(instant, zone) {
  const { hour, minute } = partsIn(instant, zone);
  return `${pad(hour)}:${pad(minute)}`;
}

/** 2026-03-05, the local date of an instant. */
export function isoDate(instant, zone) {
  const { year, month, day } = partsIn(instant, zone);
  return `${year}-${pad(month)}-${pad(day)}`;
}

/** What a datetime-local field shows for an instant. */
export function fieldValue(instant, zone) {
  return `${isoDate(instant, zone)}T${clockTime(instant, zone)}`;
}

/** The instant a datetime-local field means in a zone, or null when it is empty. */
export function instantOfField(value, zone) {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(value);
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1).map(Number);
  return instantOf({ year, month, day, hour, minute }, zone);
}

export function weekdayAndDate(instant, zone) {
  return formatter(zone, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(
    instant,
  );
}

export function fullMoment(instant, zone) {
  return formatter(zone, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(instant);
}

/** "Kuala Lumpur" for "Asia/Kuala_Lumpur". */
export function placeOf(zone) {
  return zone.split("/").pop().replaceAll("_", " ");
}

/** The words above a day's messages: Today, Yesterday, or the date; seen from `now`. */
export function dayName(instant, now, zone) {
  return (
    nearDay(instant, now, zone) ??
    formatter(zone, {
      weekday: "long",
      day: "numeric",
      month: "long",
      ...yearUnlessNow(instant, now, zone),
    }).format(instant)
  );
}

function yearUnlessNow(instant, now, zone) {
  return partsIn(instant, zone).year === partsIn(now, zone).year ? {} : { year: "numeric" };
}

function nearDay(instant, now, zone) {
  const names = { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" };
  const days = (Date.parse(isoDate(instant, zone)) - Date.parse(isoDate(now, zone))) / 86_400_000;
  return names[days];
}

const DATE_TOKENS = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { day: "numeric", month: "long", year: "numeric" },
  date_long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date_long_full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date_short: { day: "numeric", month: "short", year: "numeric" },
  day_divider_pretty: { weekday: "long", day: "numeric", month: "long" },
};

/** Fills the tokens of a Slack date format, e.g. "{date_short_pretty} at {time}", in the viewer's zone. */
export function fillDateFormat(format, instant, now, zone) {
  return format.replace(/\{(\w+)\}/g, (whole, token) => {
    if (token === "time") return clockTime(instant, zone);
    if (token === "time_secs") return `${clockTime(instant, zone)}:${pad(partsIn(instant, zone).second)}`;
    if (token === "ago") return ago(instant, now);
    if (token === "date_num") return isoDate(instant, zone);
    const name = token.replace(/_pretty$/, "");
    const near = token.endsWith("_pretty") ? nearDay(instant, now, zone)?.toLowerCase() : undefined;
    const options = DATE_TOKENS[token] ?? DATE_TOKENS[name];
    return near ?? (options ? formatter(zone, options).format(instant) : whole);
  });
}

function ago(instant, now) {
  const seconds = Math.round((instant - now) / 1000);
  const units = [
    ["day", 86_400],
    ["hour", 3_600],
    ["minute", 60],
  ];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("en").format(Math.trunc(seconds / size), unit);
}
