// The workers of a service: a cell for each, and a table for those who want to read them.

import { bytes, count, setText, span } from "./text.js";

// More are for preforkctl.
const longestTable = 200;
// Where there may be more, the room for those that are not there is not shown.
const mostRoom = 300;
const columns = ["Slot", "Process", "State", "For", "Connections", "Memory", "Client"];

const client = (worker) => worker.peer ?? (worker.connection === null ? "" : `#${worker.connection}`);

function words(worker) {
  const doing = `slot ${worker.slot}, process ${worker.pid}: ${worker.state} for ${span(worker.seconds)}`;
  const served = `${count(worker.connections)} connection${worker.connections === 1 ? "" : "s"}`;
  const whose = client(worker);
  return `${doing}, ${served}${whose ? `, now ${whose}` : ""}`;
}

function row(cells, name) {
  const line = document.createElement("tr");
  for (const text of cells) line.append(Object.assign(document.createElement(name), { textContent: text }));
  return line;
}

export class Scoreboard {
  #cells;
  #pointed;
  #details;
  #workers = [];

  constructor(article) {
    this.#cells = article.querySelector(".cells");
    this.#pointed = article.querySelector(".pointed");
    this.#details = article.querySelector("details");
    this.#details.addEventListener("toggle", () => this.#list());
    this.#cells.addEventListener("pointerover", (event) => this.#point(event.target));
    this.#cells.addEventListener("click", (event) => this.#point(event.target));
    this.#cells.addEventListener("pointerleave", () => this.#point(null));
  }

  update(workers, max) {
    this.#workers = workers;
    const cells = this.#cells;
    const wanted = Math.max(workers.length, max > mostRoom ? 0 : max);
    while (cells.childElementCount > wanted) cells.lastElementChild.remove();
    const missing = wanted - cells.childElementCount;
    cells.append(...Array.from({ length: missing }, () => document.createElement("i")));
    // By indexes, children would be looked up again and again.
    let cell = cells.firstElementChild;
    for (let index = 0; index < wanted; index += 1) {
      const state = workers[index]?.state ?? "room";
      if (cell.className !== state) cell.className = state;
      cell = cell.nextElementSibling;
    }
    this.#details.hidden = workers.length === 0;
    this.#list();
  }

  #point(cell) {
    const index = cell?.localName === "i" ? Array.prototype.indexOf.call(this.#cells.children, cell) : -1;
    const worker = this.#workers[index];
    setText(this.#pointed, worker ? words(worker) : "");
  }

  // Only while somebody looks.
  #list() {
    if (!this.#details.open) return;
    const table = document.createElement("table");
    const rows = this.#workers.slice(0, longestTable).map((worker) => [
      worker.slot, worker.pid, worker.state, span(worker.seconds), count(worker.connections),
      worker.private_memory === null ? "" : bytes(worker.private_memory), client(worker),
    ]);
    table.createTHead().append(row(columns, "th"));
    table.createTBody().append(...rows.map((cells) => row(cells, "td")));
    const rest = this.#workers.length - rows.length;
    if (rest > 0) table.createCaption().textContent = `The first ${rows.length}; preforkctl has the other ${count(rest)}.`;
    this.#details.querySelector(".table").replaceChildren(table);
  }
}
