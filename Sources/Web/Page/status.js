// Keeps the page up to date: asks for the same as JSON, again and again, as long as somebody looks.

import { Service, isInTrouble } from "./service.js";
import { clock, fill, news, repeat, setText, span } from "./text.js";

const interval = 2000;
const patience = 20000;

const at = (id) => document.getElementById(id);
const services = new Map();
let timer = null;
let asking = false;
let lastAnswer = null;

function showTroubles(all) {
  // Failing before saturated, as the alphabet has them too.
  const troubled = all.filter(isInTrouble).sort((one, other) => one.state.localeCompare(other.state));
  const items = troubled.map(({ name, state, reason }) => {
    const link = Object.assign(document.createElement("a"), { href: `#service-${name}`, textContent: name });
    const item = document.createElement("li");
    item.append(link, ` is ${state}${reason ? `: ${reason}` : ""}`);
    return item;
  });
  const list = at("troubles");
  const text = items.map((item) => item.textContent).join("\n");
  if (list.dataset.shown === text) return;
  list.dataset.shown = text;
  list.hidden = items.length === 0;
  list.replaceChildren(...items);
}

function showServices(all, workers, events) {
  const list = at("services");
  const workersOf = Map.groupBy(workers, ({ service }) => service);
  // Those that are gone, whether they came with the page or later.
  const known = new Set(all.map(({ name }) => name));
  for (const article of [...list.children]) {
    const name = article.id.slice("service-".length);
    if (known.has(name)) continue;
    article.remove();
    services.delete(name);
  }
  all.forEach((service, index) => {
    let card = services.get(service.name);
    if (!card) {
      const served = at(`service-${service.name}`);
      card = new Service(served ?? at("service").content.cloneNode(true).querySelector("article"));
      services.set(service.name, card);
    }
    if (list.children[index] !== card.article) list.insertBefore(card.article, list.children[index] ?? null);
    card.update(service, workersOf.get(service.name) ?? [], events);
  });
}

function showEvents(events) {
  repeat(at("events").querySelector("ol"), at("event"), events.toReversed(), (item, event) => {
    item.dataset.level = event.level;
    const time = item.querySelector("time");
    time.dateTime = time.title = event.time;
    setText(time, clock(event.time));
    fill(item, { level: event.level, service: event.service ?? "", message: news(event) });
  });
}

function show({ summary, daemon, workers, events }) {
  document.title = `${summary} · preforkd`;
  setText(at("summary"), summary);
  showTroubles(daemon.services);
  at("daemon").hidden = false;
  fill(at("daemon"), {
    version: daemon.version,
    pid: daemon.pid,
    uptime: span(daemon.uptime_seconds),
    configuration: daemon.configuration ?? "the built-in default",
    generation: daemon.generation,
    age: span(daemon.configuration_age_seconds),
    level: daemon.log_level,
    lost: daemon.unrecorded > 0 ? daemon.unrecorded : null,
    upgrade: daemon.upgrade,
  });
  showServices(daemon.services, workers, events);
  showEvents(events);
}

// live, paused while nobody looks, or silent: the daemon does not answer.
function setState(state, words) {
  document.body.dataset.state = state;
  setText(at("freshness").querySelector("span"), words);
}

function tellSilence(reason) {
  const since = lastAnswer ? ` since ${lastAnswer.toISOString().slice(11, 19)} UTC` : "";
  setState("silent", `No answer${since}: ${reason}; trying again`);
  if (document.title.startsWith("?")) return;
  document.title = `? ${document.title}`;
}

async function ask() {
  const response = await fetch("status.json", { cache: "no-store", signal: AbortSignal.timeout(patience) });
  if (!response.ok) throw new Error(response.status === 503 ? "the supervisor is silent" : `status ${response.status}`);
  return response.json();
}

const reasons = { TypeError: "nobody is there", TimeoutError: "it takes too long" };

async function update() {
  if (asking) return;
  asking = true;
  clearTimeout(timer);
  const began = performance.now();
  const answer = await ask().catch((error) => tellSilence(reasons[error.name] ?? error.message));
  asking = false;
  // What is costly to ask for is asked for less often.
  if (document.hidden) pause();
  else timer = setTimeout(update, Math.max(interval, 4 * (performance.now() - began)));
  if (!answer) return;
  show(answer);
  lastAnswer = new Date();
  if (!document.hidden) setState("live", `Live, ${lastAnswer.toISOString().slice(11, 19)} UTC`);
  document.body.dataset.updates = Number(document.body.dataset.updates ?? 0) + 1;
}

function pause() {
  clearTimeout(timer);
  setState("paused", "Paused while hidden");
}

document.addEventListener("visibilitychange", () => (document.hidden ? pause() : update()));
update();
