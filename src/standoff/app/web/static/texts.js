// Texts: read, decide proposals by key, mark what the machine missed, make lines.

import { post } from "./api.js";
import { act, on } from "./acts.js";
import { ask, confirm } from "./dialog.js";
import { focus } from "./keys.js";
import { beforeLeaving, held } from "./leave.js";
import { base, go, refresh, write } from "./page.js";
import { say, sayRefused } from "./say.js";
import { chooseSpan, marked, wordsOf } from "./span.js";
import { makeLine } from "./line.js";
import { showEvidence } from "./evidence.js";
import { keepAbout, takeIn } from "./home.js";
import { t } from "./words.js";

const CHOSEN = "standoff-chosen";
const desk = () => document.querySelector(".the-text");
const source = () => desk()?.dataset.source ?? "";
const list = () => document.querySelector(".sentences");
const sentences = () => [...document.querySelectorAll(".sentence")];
const cards = () => [...document.querySelectorAll("[data-card]")];
const waiting = (card) => card.dataset.state === "proposed";
let current = "";
let number = "";
let marks = null;
let queue = Promise.resolve();
const unsent = [];

// --- sentences ---

function currentSentence() {
  return document.activeElement?.closest?.(".sentence") ?? document.querySelector(".sentence.current") ?? sentences()[0];
}

export function setSentence(node, { move = true } = {}) {
  if (!node) return;
  for (const each of document.querySelectorAll(".sentence.current")) each.classList.remove("current");
  node.classList.add("current");
  number = node.dataset.number;
  for (const each of document.querySelectorAll(".sentence .num")) each.tabIndex = -1;
  const button = node.querySelector(".num");
  button.tabIndex = 0;
  const folded = node.querySelector("details");
  if (folded && move) folded.open = true;
  if (move) focus(button);
  else node.scrollIntoView({ block: "nearest" });
}

on("sentence", (button) => setSentence(button.closest(".sentence")));
on("sentence-step", (button) => {
  const all = sentences();
  const at = all.indexOf(currentSentence());
  setSentence(all[Math.min(all.length - 1, Math.max(0, at + Number(button.dataset.by)))]);
});

function chosen() {
  return JSON.parse(sessionStorage.getItem(CHOSEN) ?? "[]");
}

function keepChosen(cites) {
  sessionStorage.setItem(CHOSEN, JSON.stringify(cites));
  for (const each of sentences()) each.classList.toggle("chosen", cites.includes(each.dataset.cite));
}

on("choose-sentence", () => {
  const node = currentSentence();
  const cites = chosen();
  const { cite } = node.dataset;
  keepChosen(cites.includes(cite) ? cites.filter((each) => each !== cite) : [...cites, cite]);
  setSentence(node);
  say(`${chosen().length} chosen`);
});

on("evidence", () => {
  const node = currentSentence();
  return showEvidence(node.dataset.cite, node.querySelector(".num"));
});

on("text-step", (button) => {
  const links = [...document.querySelectorAll(".of-text a")];
  const at = links.findIndex((each) => each.hasAttribute("aria-current"));
  const next = links[Math.min(links.length - 1, Math.max(0, at + Number(button.dataset.by)))];
  if (next && !next.hasAttribute("aria-current")) go(next.href);
});

// --- cards ---

export function showCard(id, { move = true, place = true } = {}) {
  const all = cards();
  const card = all.find((each) => each.dataset.card === id);
  for (const each of all) each.hidden = each !== card;
  for (const each of document.querySelectorAll(".seg.shown")) each.classList.remove("shown");
  const left = all.filter(waiting);
  const note = document.getElementById("no-card");
  if (note) note.hidden = Boolean(card);
  const count = document.getElementById("card-count");
  if (count) count.textContent = card && left.includes(card) ? `Card ${left.indexOf(card) + 1} of ${left.length} waiting` : `${left.length} waiting`;
  if (!card) {
    current = "";
    return;
  }
  current = id;
  for (const each of document.querySelectorAll(`[data-record="${CSS.escape(id)}"]`)) each.classList.add("shown");
  if (place) setSentence(document.getElementById(`s${card.dataset.number}`), { move: false });
  if (move) focus(card, { scroll: false });
}

function nextWaiting(by = 1) {
  const all = cards();
  const at = all.findIndex((each) => each.dataset.card === current);
  const order = by > 0 ? [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))] : [...all.slice(0, Math.max(0, at)).reverse(), ...all.slice(at + 1).reverse()];
  return order.find(waiting)?.dataset.card ?? "";
}

function advance(by = 1) {
  const next = nextWaiting(by);
  if (next) showCard(next);
  else if (!cards().some(waiting)) {
    showCard("");
    setSentence(currentSentence());
    say(t("nothing is waiting here"));
  }
}

on("card-step", (button) => advance(Number(button.dataset.by)));
on("skip", () => advance());

function setState(id, state) {
  const card = cards().find((each) => each.dataset.card === id);
  if (card) {
    card.classList.remove("proposed", "accepted", "edited", "rejected");
    card.classList.add(state);
    card.dataset.state = state;
    card.querySelector("[data-state-word]").textContent = state;
  }
  for (const each of document.querySelectorAll(`[data-record="${CSS.escape(id)}"]`)) {
    each.classList.remove("proposed", "accepted", "edited", "rejected");
    each.classList.add(state);
  }
}

const STATE = { accept: "accepted", reject: "rejected", edit: "edited" };

/** Decide one card: shown at once and the next one comes; written in the order of the keys. */
function decide(id, action, changes) {
  const card = cards().find((each) => each.dataset.card === id);
  if (!card) return queue;
  const seen = card.dataset.state;
  setState(id, STATE[action]);
  advance();
  return send([{ id, action, seen, ...(changes ? { changes } : {}) }], () => setState(id, seen));
}

function send(decisions, back) {
  const asked = { source: source(), decisions };
  unsent.push(asked);
  queue = queue.then(async () => {
    if (!unsent.includes(asked)) return {}; // it went with the page
    unsent.splice(unsent.indexOf(asked), 1);
    try {
      const reply = await post("decide", asked, { keepalive: true });
      for (const node of document.querySelectorAll(`[data-waiting="${CSS.escape(source())}"]`)) node.textContent = reply.waiting;
      if (reply.contested?.length) {
        say(t("somebody else decided that otherwise meanwhile; it is shown as it is now"), "bad");
        await refresh();
      }
      return reply;
    } catch (error) {
      back?.();
      sayRefused(error);
      return null;
    }
  });
  return held(queue);
}

/** What is still to be decided when the page goes is sent at once, in its order. */
function sendAll() {
  const rest = unsent.splice(0);
  if (rest.length) post("decide", { ...rest[0], decisions: rest.flatMap((each) => each.decisions) }, { keepalive: true });
}

on("accept", (button) => decide(cardOf(button), "accept"));
on("reject", (button) => decide(cardOf(button), "reject"));
on("verdict", (button) => decide(cardOf(button), "edit", { verdict: button.dataset.verdict }));

function cardOf(button) {
  return button.closest("[data-card]").dataset.card;
}

on("accept-all", async () => {
  const card = cards().find((each) => each.dataset.card === current);
  const kind = card?.dataset.kind;
  const those = cards().filter((each) => waiting(each) && (!kind || each.dataset.kind === kind));
  if (!those.length) return say(t("nothing is waiting here"));
  const what = kind ?? "";
  if (!(await confirm(t("Accept all shown"), `Accept ${those.length} waiting ${what} ${those.length === 1 ? "record" : "records"} of this text?`, "Accept"))) return null;
  const decisions = those.map((each) => ({ id: each.dataset.card, action: "accept", seen: each.dataset.state }));
  for (const { id } of decisions) setState(id, "accepted");
  const reply = await send(decisions);
  if (reply) say(`${reply.done} accepted; one undo takes them all back`);
  await refresh();
  return null;
});

on("undo-record", async () => {
  await queue;
  const reply = await post("undo", { what: "record", source: source() });
  await refresh();
  const id = reply.id ?? reply.record ?? reply.card?.id;
  if (id) showCard(id);
  say(reply.undone || "taken back");
});

on("edit-card", async (button) => {
  const card = button.closest("[data-card]");
  const changes = await editFields(card);
  if (changes) await decide(card.dataset.card, "edit", changes);
});

async function editFields(card) {
  const moved = {};
  const sent = await ask(
    "Edit this record",
    (form) => {
      form.append(card.querySelector("template.fields").content.cloneNode(true));
      const own = document.createElement("fieldset");
      own.innerHTML = `<legend>${t("the words that it stands on")}</legend><p class="row"><bdi class="quoted span-words"></bdi><button type="button" class="small" data-act="move-span" data-key="Alt+w">${t("move its ends")} <kbd>Alt+w</kbd></button></p>`;
      own.dataset.span = "";
      own.dataset.start = card.dataset.start;
      own.dataset.end = card.dataset.end;
      own.querySelector(".span-words").textContent = wordsOf(list(), Number(card.dataset.start), Number(card.dataset.end));
      form.append(own);
      form.moved = moved;
    },
    {
      yes: t("Keep"),
      check: (data, form) => {
        form.keep = form;
        card.form = form;
        return "";
      },
    },
  );
  if (!sent) return null;
  const changes = { ...moved };
  for (const [name, value] of sent) {
    const input = card.form.elements[name];
    if (input.dataset.was === value) continue;
    changes[name] = "names" in input.dataset ? value.split(",").map((each) => each.trim()).filter(Boolean) : value;
  }
  return changes;
}

on("move-span", async (button) => {
  const place = button.closest("[data-span]");
  const form = button.closest("form");
  const start = Number(place.dataset.start);
  const end = Number(place.dataset.end);
  const [from, to] = around(start, end || start);
  const span = await chooseSpan(list(), { from, to, start, end: end || undefined }, "Move its ends");
  if (!span) return;
  place.dataset.start = span.start;
  place.dataset.end = span.end;
  place.querySelector(".span-words").textContent = span.words;
  if (place.dataset.span) form.moved[place.dataset.span] = [span.start, span.end];
  else Object.assign(form.moved, { start: span.start, end: span.end });
});

/** From the sentence before a span to the one behind it. */
function around(start, end) {
  const all = sentences();
  const at = all.findIndex((each) => start < Number(each.dataset.end));
  const to = all.findIndex((each) => end <= Number(each.dataset.end));
  const first = all[Math.max(0, at - 1)];
  const last = all[Math.min(all.length - 1, (to < 0 ? all.length - 1 : to) + 1)];
  return [Number(first.dataset.start), Number(last.dataset.end)];
}

// --- words marked by hand ---

function showMarks(span) {
  marks = span;
  const bar = document.getElementById("marking");
  if (!bar) return;
  bar.hidden = !span;
  if (!span) return;
  bar.querySelector(".marked").textContent = span.words.length > 80 ? `${span.words.slice(0, 80)}…` : span.words;
  const at = sentences().find((each) => span.start < Number(each.dataset.end));
  at?.before(bar);
  for (const [digit, button] of [...bar.querySelectorAll("button")].entries()) button.dataset.key = `Alt+${digit + 1}`;
}

on("mark", async () => {
  const node = currentSentence();
  const from = Number(node.dataset.start);
  const to = Number(node.dataset.end);
  const span = await chooseSpan(list(), { from, to }, "Mark words of this sentence");
  if (!span) return;
  showMarks(span);
  document.querySelector("#marking button").focus();
});

on("add-record", async (button) => {
  const { card } = await held(post("record", {
    source: source(), kind: button.dataset.kind, start: marks.start, end: marks.end, fields: {},
  }));
  showMarks(null);
  await refresh();
  say(`added: ${card.kind_name}`);
  if (cards().some((each) => each.dataset.card === card.id)) {
    showCard(card.id);
    if (card.fields?.length) await act("edit-card", cards().find((each) => each.dataset.card === card.id).querySelector("[data-act=edit-card]"));
  }
});

on("line-clause", () => {
  const at = sentences().find((each) => marks.start < Number(each.dataset.end));
  makeLine({ sentences: [at], clause: marks.words });
  showMarks(null);
});

on("line", () => {
  const cites = chosen();
  const here_ = currentSentence();
  const picked = sentences().filter((each) => cites.includes(each.dataset.cite));
  const elsewhere = cites.filter((cite) => !picked.some((each) => each.dataset.cite === cite));
  if (!picked.length || !cites.includes(here_.dataset.cite)) picked.push(here_);
  return makeLine({ sentences: picked, also: elsewhere, done: () => keepChosen([]) });
});

/** A proposed line: looked at where lines are made, written by a person; the proposal is accepted with it. */
on("write-line", (button) => {
  const card = button.closest("[data-card]");
  const { card: id, state: seen, ofSection, ofLine, ofWhose = "" } = card.dataset;
  return makeLine({
    sentences: [document.getElementById(`s${card.dataset.number}`)],
    section: ofSection, actor: ofWhose, typed: ofLine,
    // By what was seen when the card was opened: the page may have been renewed since.
    done: () => {
      setState(id, "accepted");
      advance();
      return send([{ id, action: "accept", seen }], () => setState(id, seen));
    },
  });
});

// --- texts ---

on("about-text", async () => {
  const template = document.getElementById("source-form");
  if (!template) return;
  const dialog = document.getElementById("ask");
  dialog.querySelector("h2").textContent = t("About this text");
  dialog.querySelector(".body").replaceChildren(template.content.cloneNode(true));
  dialog.showModal();
  dialog.querySelector("input").focus();
});

on("take-offer", (button) => {
  document.querySelector(`dialog #${button.dataset.for}`).value = button.dataset.value;
});

on("source", async (form) => {
  await keepAbout(form.dataset.id, new FormData(form));
  form.closest("dialog").close();
  await refresh();
  say(t("kept"));
});

on("remove-source", async (button) => {
  const { id } = button.dataset;
  button.closest("dialog").close();
  try {
    const reply = await write("edit", { ...base(), op: "remove_source", id });
    if (!reply) return;
    await refresh();
    say(`${id} is no source of the case any more; undo takes it back`);
  } catch (error) {
    const uses = error.data?.uses;
    if (!uses) throw error;
    await ask(error.message, (form) => {
      const list = document.createElement("ul");
      for (const use of uses) {
        const row = document.createElement("li");
        const link = document.createElement("a");
        link.href = `/file/${use.file}?line=${use.line}`;
        link.textContent = `${use.file}:${use.line}`;
        row.append(`${use.words} `, link);
        list.append(row);
      }
      form.append(list);
    });
  }
});

on("read", async () => {
  await takeIn([], tell);
  await refresh();
});

function tell(words) {
  const place = document.getElementById("progress");
  if (place) place.textContent = words;
}

on("coder", async () => {
  const sent = await ask(t("A second coder"), (form) => {
    const label = document.createElement("label");
    label.className = "field";
    label.innerHTML = `<span>${t("the other person's desk (a folder)")}</span><input type="text" name="desk" required>`;
    form.append(label);
  }, { yes: t("Open beside") });
  if (sent) await showCoder({ desk: sent.get("desk") });
});

async function showCoder(body) {
  const html = await post("coder", body, { html: true });
  const dialog = document.getElementById("ask");
  dialog.querySelector("h2").textContent = t("A second coder");
  const holder = dialog.querySelector(".body");
  holder.innerHTML = html;
  holder.dataset.desk = body.desk;
  if (!dialog.open) dialog.showModal();
  focus(holder.querySelector("[data-item]"));
}

on("take", (button) => {
  const row = button.closest("[data-record]");
  return showCoder({
    desk: button.closest("[data-desk]").dataset.desk, source: row.dataset.source, record: row.dataset.record, take: button.dataset.take,
  });
});

export function startTexts() {
  document.getElementById("screen").addEventListener("change", async (event) => {
    if (event.target.id !== "more-texts") return;
    await takeIn([...event.target.files], tell).catch(sayRefused);
    await refresh().catch(sayRefused);
  });
  document.addEventListener("selectionchange", () => {
    if (!list() || document.querySelector("dialog[open]")) return;
    const span = marked(list());
    if (span && !document.body.dataset.readonly) showMarks(span);
  });
  document.addEventListener("dblclick", (event) => {
    const record = event.target.closest?.("[data-record]")?.dataset.record;
    if (record && cards().some((each) => each.dataset.card === record)) showCard(record);
  });
  document.addEventListener("focusin", (event) => {
    const node = event.target.closest?.(".sentence");
    if (node && !node.classList.contains("current")) setSentence(node, { move: false });
  });
  beforeLeaving((going) => going && sendAll());
  begin(true);
}

function begin(first) {
  if (!desk()) return;
  keepChosen(chosen());
  const still = cards().some((each) => each.dataset.card === current);
  const start = still ? current : cards().find((each) => !each.hidden && waiting(each))?.dataset.card ?? cards().find(waiting)?.dataset.card ?? "";
  const asked = new URLSearchParams(location.search).has("s");
  if (first && asked) {
    showCard(start, { move: false, place: false });
    setSentence(document.querySelector(".sentence.current") ?? sentences()[0]);
  } else {
    // What was fetched knows nothing of the place in the text: it stays where it was.
    const place = !first && number && document.getElementById(`s${number}`);
    if (place) setSentence(place, { move: false });
    const free = document.activeElement === document.body;
    showCard(start, { move: first || free, place: first });
    if (!start && (first || free)) setSentence(place || sentences()[0]);
  }
}

document.addEventListener("fresh", () => begin(false));

