// What if: a side sheet that is usable on every screen. Its changes outlive a reload, in this tab alone, and nothing is
// written until they are kept as a variant.

import { get, post } from "./api.js";
import { on } from "./acts.js";
import { ask, field } from "./dialog.js";
import { follow } from "./events.js";
import { base, files, go, here, reading, refresh, variant, write } from "./page.js";
import { focus } from "./keys.js";
import { say, sayRefused } from "./say.js";
import { previewIn } from "./preview.js";
import { t } from "./words.js";

const sheet = () => document.getElementById("whatif");
const key = () => `standoff-whatif ${document.querySelector("#bar h1")?.textContent} ${reading()}`;
let from = null;
let preview = null;
let choices = null;
/** Of these sections a line can be supposed away: the answer rests on them. */
const ASSUMED = new Set(["wants", "now", "impossible", "no_way_back", "facts"]);

function kept() {
  return JSON.parse(sessionStorage.getItem(key()) ?? "[]");
}

function keep(changes) {
  if (changes.length) sessionStorage.setItem(key(), JSON.stringify(changes));
  else sessionStorage.removeItem(key());
  mark();
}

function mark() {
  const button = document.querySelector("#bar [data-act=whatif]");
  const on_ = kept().filter((each) => each.on !== false).length;
  if (!button) return;
  let note = button.querySelector(".pill");
  if (!note) {
    note = document.createElement("span");
    note.className = "pill";
    button.append(note);
  }
  note.hidden = !on_;
  note.textContent = `${on_} tried`;
}

on("whatif", async () => {
  if (!sheet().hidden) return close();
  from = document.activeElement;
  await open();
  return undefined;
});
on("close-whatif", close);

function close() {
  sheet().hidden = true;
  if (from?.isConnected) focus(from);
}

/** Open the sheet with further changes, as the editor's unsaved text. */
export async function tryChanges(changes) {
  keep([...kept().filter((each) => each.kind !== "text"), ...changes.map((each) => ({ ...each, words: "the text as it stands in the editor" }))]);
  from = document.activeElement;
  await open();
}

async function open() {
  const node = sheet();
  node.hidden = false;
  const name = document.querySelector("#reading option:checked")?.textContent ?? "";
  node.innerHTML = `<div class="row between"><h2>${t("What if")} <span class="sub">${t("on:")} <bdi class="name"></bdi></span></h2>
    <button type="button" class="small" data-act="close-whatif" data-key="Escape w">${t("Close")} <kbd>Esc</kbd></button></div>
    <p class="not-yet">${t("Nothing is written yet: this is not the case.")}</p>
    <ul class="files changes" data-list></ul>
    <div class="row"><label><span class="sr">${t("option to set")}</span><select class="set-option"></select></label>
    <label><span class="sr">${t("to")}</span><select class="set-value"><option value="yes">${t("yes")}</option><option value="no">${t("no")}</option></select></label>
    <button type="button" data-act="try-set" data-key="Alt+s">${t("set it")} <kbd>Alt+s</kbd></button></div>
    <div class="row"><label><span class="sr">${t("line")}</span><select class="line-off"></select></label>
    <button type="button" data-act="try-off" data-key="Alt+o">${t("take this line off")} <kbd>Alt+o</kbd></button></div>
    <div class="row"><label><span class="sr">${t("wish")}</span><select class="wish-move"></select></label>
    <label><span class="sr">${t("to")}</span><select class="wish-place"></select></label>
    <button type="button" data-act="try-move" data-key="Alt+f">${t("move this wish")} <kbd>Alt+f</kbd></button></div>
    <div class="row added"><label><span class="sr">${t("who")}</span><select class="add-actor"></select></label> <span class="note">${t("wants")}</span>
    <label class="no-wrap"><input type="checkbox" class="add-not"> ${t("not")}</label>
    <label><span class="sr">${t("what")}</span><select class="add-then"></select></label>
    <label class="no-wrap">${t("if")} <select class="add-if"></select></label>
    <label><span class="sr">${t("place in the list")}</span><select class="add-place"><option value="first">${t("first")}</option><option value="">${t("last")}</option></select></label>
    <button type="button" data-act="try-add" data-key="Alt+a">${t("add this wish")} <kbd>Alt+a</kbd></button></div>
    <div class="row facts-row" hidden><label><span class="sr">${t("fact")}</span><select class="set-fact"></select></label>
    <label><span class="sr">${t("is so")}</span><select class="fact-value"><option value="yes">${t("yes")}</option><option value="no">${t("no")}</option><option value="silent">${t("silent")}</option></select></label>
    <button type="button" data-act="try-fact" data-key="Alt+t">${t("take it so")} <kbd>Alt+t</kbd></button></div>
    <div class="result" aria-live="polite"></div>
    <div class="foot"><button type="button" class="main" data-act="keep-variant" data-key="Alt+v">${t("Keep as a variant")} … <kbd>Alt+v</kbd></button>
    <button type="button" data-act="keep-reading" data-key="Alt+c">${t("Copy into a new reading")} … <kbd>Alt+c</kbd></button>
    <button type="button" data-act="pin-whatif" data-key="Alt+p">${t("Pin to the report")} … <kbd>Alt+p</kbd></button>
    <button type="button" data-act="discard" data-key="Alt+d">${t("Discard")} <kbd>Alt+d</kbd></button></div>`;
  node.querySelector(".name").textContent = name;
  choices = await readChoices();
  fill(node.querySelector(".set-option"), choices.options.map((each) => [each.value, each.text]));
  fill(node.querySelector(".line-off"), choices.lines.map((each, at) => [String(at), each.words]));
  fill(node.querySelector(".wish-move"), choices.lines.map((each, at) => [String(at), each.words, each.section]).filter((each) => each[2] === "wants"));
  listPlaces();
  node.querySelector(".wish-move").addEventListener("change", listPlaces);
  fill(node.querySelector(".add-actor"), choices.actors.map((each) => [each, each]));
  fill(node.querySelector(".add-then"), choices.options.map((each) => [each.value, each.text]));
  fill(node.querySelector(".add-if"), [["", "— (in any case)"], ...choices.options.map((each) => [each.value, each.text])]);
  fill(node.querySelector(".set-fact"), choices.facts.map((each) => [each.value, each.text]));
  for (const each of node.querySelectorAll("[data-act=keep-variant], [data-act=keep-reading], [data-act=pin-whatif]")) each.hidden = Boolean(document.body.dataset.readonly);
  node.querySelector(".facts-row").hidden = !choices.facts.length;
  show();
  focus(node.querySelector(".set-option"));
  await result();
}

function fill(select, rows) {
  select.replaceChildren(...rows.map(([value, text]) => new Option(text, value)));
}

/** All lines and options of the reading, as its Case screen has them. */
async function readChoices() {
  const page = new DOMParser().parseFromString(await get(here({}, "/case")), "text/html");
  const lines = [...page.querySelectorAll(".a-line")].map((each) => ({
    kind: "off", file: each.dataset.file, line: Number(each.dataset.line), column: Number(each.dataset.column),
    section: each.dataset.section, actor: each.closest("[data-actor]")?.dataset.actor ?? "",
    words: each.querySelector(".what-it-says bdi").textContent,
  })).filter((each) => ASSUMED.has(each.section));
  const template = page.getElementById("maker");
  const literal = template?.content.querySelector("template.literal")?.content;
  const options = [...(literal?.querySelectorAll(".name option") ?? [])].filter((each) => each.value && each.value !== "+")
    .map((each) => ({ value: each.value, text: each.textContent }));
  const facts = [...(template?.content.querySelectorAll("select[name=fact] option") ?? [])].filter((each) => each.value !== "+")
    .map((each) => ({ value: each.value, text: each.textContent }));
  const actors = [...(template?.content.querySelectorAll("select[name=actor] option") ?? [])].map((each) => each.value).filter((each) => each !== "+");
  return { lines, actors, options: options.filter((each) => !facts.some((fact) => fact.value === each.value)), facts };
}

const listOf = (actor) => choices.lines.filter((each) => each.section === "wants" && each.actor === actor);
const place = (line) => ({ line: line.line, column: line.column });

/** The places of the list that the chosen wish stands in. */
function listPlaces() {
  const line = choices.lines[Number(sheet().querySelector(".wish-move").value)];
  const others = line ? listOf(line.actor).filter((each) => each !== line) : [];
  fill(sheet().querySelector(".wish-place"), [...others.map((each, at) => [String(at), at ? `before: ${each.words}` : "first"]), ["", "last"]]);
}

function show() {
  const list = sheet().querySelector(".changes");
  list.replaceChildren(
    ...kept().map((change, at) => {
      const item = document.createElement("li");
      item.dataset.item = "";
      item.tabIndex = -1;
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.checked = change.on !== false;
      box.addEventListener("change", () => {
        const all = kept();
        all[at].on = box.checked;
        keep(all);
        result();
      });
      label.append(box, ` ${change.words}`);
      const out = document.createElement("button");
      out.type = "button";
      out.className = "small quiet";
      out.textContent = "✕";
      out.setAttribute("aria-label", `take out: ${change.words}`);
      out.addEventListener("click", () => {
        keep(kept().filter((_, index) => index !== at));
        show();
        result();
      });
      item.append(label, out);
      return item;
    }),
  );
}

function add(change) {
  keep([...kept(), change]);
  show();
  return result();
}

on("try-set", () => {
  const option = sheet().querySelector(".set-option");
  const value = sheet().querySelector(".set-value").value;
  if (!option.value) return undefined;
  return add({ kind: "set", option: option.value, value, words: `${option.selectedOptions[0].textContent}: ${value}` });
});

on("try-fact", () => {
  const fact = sheet().querySelector(".set-fact");
  const { value } = sheet().querySelector(".fact-value");
  return fact.value && add({ kind: "fact", fact: fact.value, value, words: `${fact.selectedOptions[0].textContent}: ${value}` });
});

on("try-off", () => {
  const line = choices.lines[Number(sheet().querySelector(".line-off").value)];
  return line && add({ kind: "off", file: line.file, line: line.line, column: line.column, words: `off: ${line.words}` });
});

on("try-move", () => {
  const line = choices.lines[Number(sheet().querySelector(".wish-move").value)];
  if (!line) return undefined;
  const to = sheet().querySelector(".wish-place");
  const before = to.value && place(listOf(line.actor).filter((each) => each !== line)[Number(to.value)]);
  return add({ kind: "move", file: line.file, ...place(line), before: before || null, words: `${to.selectedOptions[0].textContent}: ${line.words}` });
});

on("try-add", () => {
  const of = (name) => sheet().querySelector(`.add-${name}`);
  const [actor, then, given] = [of("actor").value, of("then"), of("if")];
  if (!actor || !then.value) return undefined;
  const not = of("not").checked ? "not " : "";
  const raw = `${given.value ? `${given.value} -> ` : ""}${not}${then.value}`;
  const [first] = of("place").value ? listOf(actor) : [];
  const words = `${actor} wants ${not}${then.selectedOptions[0].textContent}${given.value ? ` if ${given.selectedOptions[0].textContent}` : ""}, ${of("place").selectedOptions[0].textContent}`;
  return add({ kind: "add", actor, raw, before: first ? place(first) : null, words });
});

function sent() {
  return kept().filter((each) => each.on !== false).map(({ words, on: _, ...change }) => change);
}

function result() {
  preview?.stop();
  const place = sheet().querySelector(".result");
  preview = previewIn(place, (signal) => {
    const changes = sent();
    return changes.length ? post("whatif", { ...base(), changes }, { html: true, signal }) : null;
  }, "Set an option, take a line off or move a wish: what the answer becomes is shown here.");
  return preview.now().then(() => {
    // Its later stages are taken in when they come, unless something else is tried by then.
    const ticket = place.querySelector(".later")?.dataset.ticket;
    if (ticket) takeLater(ticket).catch(sayRefused);
  });
}

async function takeLater(ticket) {
  const job = await follow(ticket);
  const place = sheet().querySelector(`.later[data-ticket="${CSS.escape(ticket)}"] .come`);
  if (!place || job.state === "stopped") return;
  if (job.state === "done") place.innerHTML = await get(`/job/${ticket}`, { part: true });
  else place.textContent = job.words;
}

on("discard", () => {
  keep([]);
  show();
  result();
  say(t("discarded; the case is as it was"));
});

/** Ask how it is to be called, write it, and be done with trying. Gives the name, null where nothing was written. */
async function settledAs(title, build, route, body) {
  const changes = sent();
  if (!changes.length) {
    say(t("there is nothing to keep yet"));
    return null;
  }
  const answer = await ask(title, build, { yes: t("Keep") });
  if (!answer) return null;
  const values = Object.fromEntries([...answer].map(([name, value]) => [name, value.trim()]));
  const reply = await write(route, { ...body, reading: reading(), variant: variant(), changes, ...values, based: files() });
  if (!reply) return null;
  keep([]);
  close();
  return values;
}

on("keep-variant", async () => {
  const made = await settledAs(t("Keep as a variant"), (form) => {
    field(form, "name", t("its name"), { required: true, hint: t("sluices opened") });
  }, "variant", {});
  if (!made) return;
  await refresh();
  say(`kept as the variant ${made.name}`);
});

on("keep-reading", async () => {
  const name = document.querySelector("#reading option:checked")?.textContent ?? "";
  const made = await settledAs(t("Copy into a new reading"), (form) => {
    field(form, "name", t("short name of the new reading (letters, digits, _ -)"), { required: true });
    field(form, "title", t("its title"), { value: `${name}, changed` });
  }, "copy", {});
  if (made) go(here({ reading: made.name, variant: "" }, "/case"));
});

on("pin-whatif", async () => {
  const named = Boolean(variant()) || sent().some((each) => each.kind !== "set");
  const made = await settledAs(t("Pin this what-if to the report"), (form) => {
    if (named) field(form, "name", t("it is kept as a variant of this name"), { required: true });
    field(form, "asks", named ? "the question of the report" : "the question", { hint: t("left empty, it is worded for you") });
  }, "edit", { op: "pin" });
  if (!made) return;
  await refresh();
  say(t("pinned to the report; undo takes it back"));
});

export function startWhatif() {
  mark();
  document.addEventListener("fresh", mark);
  document.addEventListener("fresh", () => !sheet().hidden && result().catch(sayRefused));
}

