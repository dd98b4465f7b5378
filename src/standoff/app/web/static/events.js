// What the server tells by itself: files changed outside, later stages of an answer, work that goes on.
// One stream for a visible tab; a hidden tab holds none, since a browser has few connections to a host.

import { post } from "./api.js";
import { files, keepFiles, refreshSoon, settled } from "./page.js";
import { say } from "./say.js";

let stream = null;
const waiting = new Map();
const last = new Map();

function open() {
  if (stream || document.hidden) return;
  stream = new EventSource("/events");
  for (const name of ["file", "stage", "job"]) {
    stream.addEventListener(name, (event) => told(name, JSON.parse(event.data)));
  }
  // A stage that came before the stream stood, or while it was broken off, was told to nobody.
  stream.addEventListener("open", () => document.dispatchEvent(new CustomEvent("standoff-stage")));
}

function close() {
  stream?.close();
  stream = null;
}

async function told(name, data) {
  if (name === "file") {
    if (document.body.dataset.screen === "home") return; // what is begun there shows no file
    // A change of our own is told here too, sometimes before its reply: that is waited for.
    await settled();
    const ours = files();
    const changed = (data.changed ?? []).filter((file) => ours[file] !== data.files?.[file]);
    if (!changed.length) return;
    const editor = document.getElementById("editor");
    if (editor?.dataset.dirty && changed.includes(editor.dataset.name)) {
      say(`${editor.dataset.name} was changed outside; saving will ask what to do`, "bad");
      return;
    }
    keepFiles(data.files);
    say(`changed outside: ${changed.join(", ")}`);
    refreshSoon(50);
    return;
  }
  if (name === "job" && data.ticket) {
    last.set(data.ticket, data);
    const follower = waiting.get(data.ticket);
    follower?.step?.(data);
    if (["done", "stopped", "failed"].includes(data.state)) {
      waiting.delete(data.ticket);
      follower?.end(data);
    }
  }
  document.dispatchEvent(new CustomEvent(`standoff-${name}`, { detail: data }));
}

/** Follow a job until it ends; gives its last word. */
export function follow(ticket, step) {
  open();
  const known = last.get(ticket);
  if (known && ["done", "stopped", "failed"].includes(known.state)) return Promise.resolve(known);
  return new Promise((resolve) => {
    // A word that was said before the stream stood is asked for.
    const timer = setInterval(() => askAfter(ticket), 1000);
    const end = (job) => {
      clearInterval(timer);
      resolve(job);
    };
    waiting.set(ticket, { step, end });
  });
}

async function askAfter(ticket) {
  const { jobs = [] } = await post("poll", { files: files() }).catch(() => ({}));
  const job = jobs.find((each) => each.ticket === ticket);
  if (job && waiting.has(ticket)) told("job", job);
}

export function startEvents() {
  if (!document.querySelector("#bar .screens") && !document.getElementById("drop")) return;
  open();
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
}
