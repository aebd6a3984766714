// Connections a second over the last minutes, as bars: those that the daemon counted, else those that this page saw.

import { rate, setText, span } from "./text.js";

const spans = 60;
const step = 5;

// What this page saw itself, in spans as the daemon has them: the oldest first, the last one under way.
class Seen {
  #counts = new Map();
  #last = null;

  // What came since the last look, spread evenly over the spans between then and now.
  look(accepted, now) {
    const last = this.#last;
    this.#last = { accepted, now };
    if (!last || accepted < last.accepted || now <= last.now) return;
    const each = (accepted - last.accepted) / (now - last.now);
    for (let time = last.now; time < now;) {
      const place = Math.floor(time / step);
      const end = Math.min(now, (place + 1) * step);
      this.#counts.set(place, (this.#counts.get(place) ?? 0) + each * (end - time));
      time = end;
    }
    const oldest = Math.floor(now / step) - spans;
    for (const place of this.#counts.keys()) if (place <= oldest) this.#counts.delete(place);
  }

  // With nothing for spans of which nothing is known.
  get history() {
    const present = Math.floor((this.#last?.now ?? 0) / step);
    return Array.from({ length: spans }, (_, index) => this.#counts.get(present - spans + 1 + index) ?? null);
  }
}

// The least of 1, 2 and 5 times a power of ten that is not below a value.
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value);
}

function bars(values, top, from, to) {
  let path = "";
  for (let index = from; index < to; index += 1) {
    const height = ((values[index] ?? 0) / top) * 100;
    if (height > 0) path += `M${index + 0.1} 100V${(100 - height).toFixed(2)}h.8V100z`;
  }
  return path;
}

// Before this page was there, nothing is known, which is another thing than nothing.
const ground = (values) => values.map((value, index) => (value === null ? `M${index} 100V0h1V100z` : "")).join("");

export class Rates {
  #figure;
  #seen = new Seen();
  #values = [];
  #step = step;
  #present = 0;
  #pointed = null;

  constructor(figure) {
    this.#figure = figure;
    const plot = figure.querySelector(".plot");
    plot.addEventListener("pointermove", (event) => {
      const box = plot.getBoundingClientRect();
      this.#pointed = Math.floor(((event.clientX - box.left) / box.width) * this.#values.length);
      this.#tell();
    });
    plot.addEventListener("pointerleave", () => {
      this.#pointed = null;
      this.#tell();
    });
  }

  update(service) {
    this.#figure.hidden = service.accepts_by_itself;
    this.#seen.look(service.accepted, performance.now() / 1000);
    const counts = service.history ?? this.#seen.history;
    this.#step = service.history ? service.history_step_seconds : step;
    this.#present = service.per_second;
    this.#values = counts.map((value) => (value === null ? null : value / this.#step));
    this.#draw();
    this.#tell();
  }

  #draw() {
    const values = this.#values;
    const peak = Math.max(...values, 0);
    const top = ceiling(peak);
    const last = values.length - 1;
    const svg = this.#figure.querySelector("svg");
    svg.setAttribute("viewBox", `0 0 ${values.length} 100`);
    svg.querySelector(".unknown").setAttribute("d", ground(values));
    svg.querySelector(".past").setAttribute("d", bars(values, top, 0, last));
    svg.querySelector(".present").setAttribute("d", bars(values, top, last, last + 1));
    const length = span(values.length * this.#step);
    svg.setAttribute(
      "aria-label", `Connections a second over the last ${length}: now ${rate(this.#present)}, at most ${rate(peak)}`);
    setText(this.#figure.querySelector(".top"), rate(top));
    setText(this.#figure.querySelector("[data-fact=span]"), `${length} ago`);
  }

  // The rate now, or that of the span under the pointer.
  #tell() {
    const index = this.#pointed;
    const value = this.#values[index];
    const isPast = index !== null && index < this.#values.length - 1 && value !== undefined;
    const known = value === null ? "?" : rate(value ?? 0);
    setText(this.#figure.querySelector("[data-fact=rate]"), isPast ? known : rate(this.#present));
    const ago = span((this.#values.length - 1 - index) * this.#step);
    setText(this.#figure.querySelector("[data-fact=unit]"), isPast ? `a second, ${ago} ago` : "connections a second");
  }
}
