// Numbers, spans of time and sizes as people read them, and how they get into the page: always as text.

const groups = /\B(?=(\d{3})+$)/g;

export const count = (value) => String(value).replace(groups, "\u202f");

export const rate = (value) => (value >= 100 ? count(Math.round(value)) : String(Math.round(value * 10) / 10));

export function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Math.round(value * 10) / 10}\u00a0${units[unit]}`;
}

// In the two units that matter: "3 d 4 h", "2 min 5 s", "0.2 s".
export function span(seconds) {
  if (seconds < 10) return `${Math.round(Math.max(0, seconds) * 10) / 10} s`;
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, length]) => seconds >= length);
  let rest = Math.floor(seconds);
  const words = [];
  for (const [name, length] of units.slice(first, first + 2)) {
    if (rest >= length) words.push(`${Math.floor(rest / length)} ${name}`);
    rest %= length;
  }
  return words.join(" ");
}

// The duration of a connection: "0.05 ms", "12 ms", "1.2 s"; from a minute on as a span.
export function duration(seconds) {
  if (seconds >= 60) return span(seconds);
  const [value, unit] = seconds >= 1 ? [seconds, "s"] : [seconds * 1e3, "ms"];
  const parts = value < 1 ? 100 : value < 10 ? 10 : 1;
  return `${Math.round(value * parts) / parts} ${unit}`;
}

// The hours, minutes and seconds of a time in RFC 3339.
export const clock = (time) => time.slice(11, 19);

// What an event says, without the name of its service, which stands beside it.
export function news({ service, message }) {
  return service && message.startsWith(`${service}: `) ? message.slice(service.length + 2) : message;
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Puts values where the page has a place of that name; where there is none, it leaves out the place, or the entry that it is in.
export function fill(root, facts) {
  for (const [name, value] of Object.entries(facts)) {
    const place = root.querySelector(`[data-fact="${name}"]`);
    const isKnown = value !== null && value !== undefined;
    (place.closest("dl > div") ?? place).hidden = !isKnown;
    if (isKnown) setText(place, String(value));
  }
}

// One element for each value, made from the template; those that are there already are used again.
export function repeat(list, template, values, show) {
  while (list.children.length > values.length) list.lastElementChild.remove();
  while (list.children.length < values.length) list.append(template.content.cloneNode(true).firstElementChild);
  values.forEach((value, index) => show(list.children[index], value));
}
