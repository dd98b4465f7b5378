// The page and the files that it was made from: fetched again after each change, with focus and open parts kept.

import { Idiomorph } from "./vendor/idiomorph.js";
import { asQuery, get, post, Refused } from "./api.js";
import { say, sayRefused } from "./say.js";
import { ask, showConflict } from "./dialog.js";
import { held, leave } from "./leave.js";
import { t } from "./words.js";

export const reading = () => document.body.dataset.reading;
export const variant = () => document.body.dataset.variant;

const bar = () => document.getElementById("bar");

/** file -> sha256, as this page was made from. */
export function files() {
  return JSON.parse(bar().dataset.files || "{}");
}

export function keepFiles(newer) {
  if (newer && Object.keys(newer).length) bar().dataset.files = JSON.stringify({ ...files(), ...newer });
}

/** `keep`: a node for which it is true stays as it is. */
export function morph(node, html, { keep = () => false } = {}) {
  // What is being typed stays; anything else that has the focus is renewed like the rest.
  const typing = Boolean(document.activeElement?.matches("input, textarea, select"));
  const callbacks = { beforeNodeMorphed: (old) => !(old instanceof Element && keep(old)) };
  Idiomorph.morph(node, html, { morphStyle: "innerHTML", ignoreActiveValue: typing, restoreFocus: true, callbacks });
}

let running = null;

/** Fetch this page again and put in what is new, but for nodes that `wanted.keep` is true of. */
export async function refresh(wanted = {}) {
  const before = written;
  const text = await get(location.pathname + location.search);
  // What was asked for before a write may be of before it: it is asked for again.
  if (before !== written) return refresh(wanted);
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const id of ["bar", "screen"]) {
    const was = document.getElementById(id);
    const now = fresh.getElementById(id);
    if (!now) continue;
    if (id === "bar") was.dataset.files = now.dataset.files;
    morph(was, now.innerHTML, wanted);
  }
  for (const name of ["reading", "variant", "readonly", "published"]) {
    document.body.dataset[name] = fresh.body.dataset[name] ?? "";
  }
  document.title = fresh.title;
  document.dispatchEvent(new CustomEvent("fresh", { detail: wanted }));
  return undefined;
}

/** Refresh soon, once for many changes. */
export function refreshSoon(wait = 300) {
  clearTimeout(running);
  running = setTimeout(() => refresh().catch(sayRefused), wait);
}

/** This page's address with some of its query changed; an empty value takes the name out. */
export function here(changes, path = location.pathname) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "" || value === null || value === undefined) query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return path + (text && `?${text}`);
}

/** Go there, once what was done here is written. */
export const go = leave;

/** What every request says of where it comes from: `client` is this tab, whose older questions are dropped. */
export function base() {
  return { reading: reading(), variant: variant(), client: client() };
}

function client() {
  const known = sessionStorage.getItem("standoff-client") ?? crypto.randomUUID();
  sessionStorage.setItem("standoff-client", known);
  return known;
}

export { asQuery };

/**
 * A request that writes: it names the files it rests on, and nothing is written over what somebody else wrote.
 * Gives the reply, or null where the person chose otherwise; problems of shape are thrown as `Refused`.
 */
export async function write(route, body, { mine, going = false } = {}) {
  const full = { ...body, based: body.based ?? files() };
  try {
    const reply = await held(alone(() => posted(route, full, going)));
    if (reply.saved !== false) saved();
    return reply;
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 409) throw error;
    if (error.data.ask === "scope") {
      const scope = await ask(t("This list is shared by all readings"), scopeForm);
      return scope ? write(route, { ...body, scope: scope.get("scope") }, { mine }) : null;
    }
    if (!error.data.conflict) throw error;
    return conflict(route, body, error.data.conflict, mine);
  }
}

let writing = Promise.resolve();
let written = 0;

async function posted(route, body, going) {
  const reply = await post(route, body, { keepalive: going });
  written += 1;
  keepFiles(reply.files);
  return reply;
}

/** One write of this page after the other; who asks `settled` waits until none is under way. */
function alone(work) {
  const done = writing.then(work, work);
  writing = done.catch(() => {});
  return done;
}

export const settled = () => writing;

function scopeForm(form) {
  form.innerHTML = `<p>${t("An actor's list in a reading stands in place of the shared one, whole.")}</p>
    <p><label><input type="radio" name="scope" value="reading" checked> ${t("for this reading only (copies the list)")}</label></p>
    <p><label><input type="radio" name="scope" value="all"> ${t("for all readings that share it")}</label></p>`;
}

async function conflict(route, body, found, mine) {
  const way = await showConflict({ ...found, mine: mine ?? found.mine });
  if (way === "theirs") {
    await refresh();
    say(t("taken as it is on disk"));
    return null;
  }
  const based = { ...files(), [found.file]: found.sha256 };
  if (way === "again") return write(route, { ...body, based });
  if (way === "mine") return write("file", { name: found.file, text: mine ?? found.mine, based, anyway: true });
  return null;
}

function saved() {
  const node = document.getElementById("saved");
  if (node) node.textContent = `saved ${new Date().toTimeString().slice(0, 5)}`;
}
