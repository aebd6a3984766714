// One service: its state, its numbers, its listeners, its workers and its rates.

import { Rates } from "./rates.js";
import { Scoreboard } from "./scoreboard.js";
import { bytes, count, duration, fill, news, repeat, setText } from "./text.js";

// What is best when there is none of it stands out where there is some.
const losses = ["failed", "crashed", "died", "lost"];

const known = (value, words) => (value === null || value === undefined ? null : words(value));

export const isInTrouble = ({ state }) => state === "failing" || state === "saturated";

// The last thing that went wrong with a service that is in trouble.
function cause(service, events) {
  if (!isInTrouble(service)) return null;
  const own = events.filter((event) => event.service === service.name);
  const last = (level) => own.findLast((event) => event.level === level);
  const event = last("error") ?? last("warning");
  return event && news(event);
}

export class Service {
  article;
  #scoreboard;
  #rates;

  constructor(article) {
    this.article = article;
    this.#scoreboard = new Scoreboard(article);
    this.#rates = new Rates(article.querySelector(".rates"));
  }

  // The events are the oldest first.
  update(service, workers, events) {
    this.article.id = `service-${service.name}`;
    this.article.dataset.state = service.state;
    const limit = service.limit ? ` (${service.limit})` : "";
    fill(this.article, {
      name: service.name,
      state: service.state,
      reason: service.reason,
      because: cause(service, events),
      busy: count(service.busy),
      idle: count(service.idle),
      starting: count(service.starting),
      retiring: count(service.retiring),
      bounds: `at least ${count(service.min)}, at most ${count(service.max)}${limit}`,
      "queue-peak": count(service.queue_peak),
      started: count(service.started),
      died: count(service.died),
      lost: service.unrecorded > 0 ? count(service.unrecorded) : null,
      ...this.#connections(service),
    });
    for (const name of losses) {
      const place = this.article.querySelector(`.facts [data-fact=${name}]`);
      place.classList.toggle("some", place.textContent !== "0");
    }
    const [listeners, listener] = [this.article.querySelector(".listeners"), this.article.querySelector(".listener")];
    repeat(listeners, listener, service.listeners, (item, { address, queue, queue_peak: peak }) => {
      item.classList.toggle("waited", queue > 0);
      setText(item.querySelector("[data-fact=address]"), address);
      setText(item.querySelector("[data-fact=queue]"), queue === null ? "" : `${count(queue)} waiting, peak ${count(peak)}`);
    });
    this.#scoreboard.update(workers, service.max);
    this.#rates.update(service);
  }

  // Of those that programs accept by themselves, nothing is known.
  #connections(service) {
    const facts = {
      "per-second": null,
      "in-hand": count(service.in_hand),
      accepted: count(service.accepted),
      served: count(service.served),
      failed: count(service.failed),
      crashed: count(service.crashed),
      received: bytes(service.bytes_received),
      sent: bytes(service.bytes_sent),
      p50: known(service.duration_p50_seconds, duration),
      p99: known(service.duration_p99_seconds, duration),
    };
    if (service.accepts_by_itself) for (const name of Object.keys(facts)) facts[name] = null;
    return facts;
  }
}
