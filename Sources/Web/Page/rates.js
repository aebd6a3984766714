// Connections a second over the last minutes, as the daemon counted them: a bar for each span.

import { rate, setText, span } from "./text.js";

// The least of 1, 2 and 5 times a power of ten that is not below a value.
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value);
}

function bars(values, top, from, to) {
  let path = "";
  for (let index = from; index < to; index += 1) {
    const height = (values[index] / top) * 100;
    if (height > 0) path += `M${index + 0.1} 100V${(100 - height).toFixed(2)}h.8V100z`;
  }
  return path;
}

export class Rates {
  #figure;
  #values = [];
  #step = 1;
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
    this.#step = service.history_step_seconds;
    this.#present = service.per_second;
    this.#values = service.history.map((count) => count / this.#step);
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
    const isPast = index !== null && index >= 0 && index < this.#values.length - 1;
    setText(this.#figure.querySelector("[data-fact=rate]"), rate(isPast ? this.#values[index] : this.#present));
    const ago = span((this.#values.length - 1 - index) * this.#step);
    setText(this.#figure.querySelector("[data-fact=unit]"), isPast ? `a second, ${ago} ago` : "connections a second");
  }
}
