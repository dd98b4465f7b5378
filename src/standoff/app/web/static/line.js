// Make a line: a sentence, or several, or a clause of one, becomes a line of the case. What would be written, how it
// reads in words and what the answer becomes is shown before anything is saved.

import { post } from "./api.js";
import { on } from "./acts.js";
import { base, files, refresh, write } from "./page.js";
import { previewIn, showProblems } from "./preview.js";
import { say } from "./say.js";
import { focus } from "./keys.js";
import { t } from "./words.js";

const dialog = () => document.getElementById("line");
const form = () => dialog().querySelector(".line-form");
const ACTOR = { wants: "who wants it", silent: "who", options: "who can do it", offers: "who offers" };
const THEN = { wants: "it wants", now: "is so today", impossible: "cannot happen (together)", no_way_back: "cannot be taken back once it is so",
  author_concludes: "the author concludes", forecasts: "the author expects", precedents: "what was so" };
const JOINED = new Set(["wants", "impossible", "author_concludes", "forecasts", "precedents"]);
let making = null;

/**
 * Open the card. `sentences` are nodes of the Texts screen, `also` further citations; `section` and `actor` are given
 * where a list's own button opens it; `typed` is the whole line, where it is proposed. `done` is called when the
 * line is saved.
 */
export async function makeLine({ sentences = [], also = [], clause = "", section = "", actor = "", typed = "", done } = {}) {
  const template = document.getElementById("maker");
  if (!template) {
    say(t("a line needs a case that can be written: copy it first"), "bad");
    return;
  }
  making = {
    cites: [...sentences.map((each) => ({
      cite: each.dataset.cite, words: each.querySelector(".words")?.textContent ?? "", gloss: each.dataset.gloss,
      speaker: each.dataset.speaker, hedge: each.dataset.hedge,
    })), ...also.map((cite) => ({ cite, words: "", gloss: "?" }))],
    clause, section, done, from: document.activeElement, ids: new Set(),
  };
  const node = dialog();
  node.replaceChildren(template.content.cloneNode(true));
  const shown = node.querySelector(".of-sentences");
  for (const { cite, words } of making.cites) {
    const line = document.createElement("p");
    line.className = "quoted";
    line.dir = "auto";
    const which = document.createElement("span");
    which.className = "cite";
    which.textContent = cite.replace("#", " ");
    line.append(which, " ", words);
    shown.append(line);
  }
  making.reading = template.dataset.reading;
  const shownAs = document.querySelector(`#reading option[value="${CSS.escape(making.reading)}"]`);
  node.querySelector(".reading-name").textContent = shownAs?.textContent ?? making.reading;
  form().elements.clause.value = clause;
  const speaker = making.cites.map((each) => each.speaker).find(Boolean);
  pick(form().elements.attributed_to, speaker);
  form().elements.hedged.value = making.cites.map((each) => each.hedge).find(Boolean) ?? "";
  pick(form().elements.actor, actor || firstNamed(form().elements.actor, making.cites.map((each) => each.words).join(" ")));
  form().addEventListener("input", changed);
  form().addEventListener("change", changed);
  form().addEventListener("keydown", (event) => {
    // A menu keeps Enter to itself, where a field would send the form.
    if (event.key !== "Enter" || !event.target.matches("select, [type=checkbox], [type=radio]")) return;
    event.preventDefault();
    form().requestSubmit();
  });
  making.preview = previewIn(document.getElementById("preview"), (signal) => {
    const { ready = true, ...body } = asked(true);
    return ready ? post("line", body, { html: true, signal }) : null;
  }, "Choose what the line says; it is shown here in words, as it would stand in the file, with what it changes.");
  node.onclose = () => {
    making.preview.stop();
    if (making.from?.isConnected) focus(making.from, { scroll: false });
  };
  node.showModal();
  if (typed) type(section, typed);
  if (section) choose(section);
  else focus(node.querySelector(".kinds button"));
}

/** Choose by value or by name; a speaker that is no actor stays out. */
function pick(select, value) {
  if (!value) return;
  const wanted = value.toLowerCase();
  const option = [...select.options].find((each) => each.value.toLowerCase() === wanted || each.text.toLowerCase() === wanted);
  if (option) select.value = option.value;
}

/** The actor that the words name first: only where the menu begins, to be looked at like every choice. */
function firstNamed(select, words) {
  const text = words.toLowerCase();
  const places = [...select.options].filter((each) => each.value !== "+").flatMap((each) =>
    [each.text, ...(each.dataset.also ?? "").split(",")].map((name) => ({ value: each.value, at: name.trim() ? text.indexOf(name.trim().toLowerCase()) : -1 })));
  return places.filter((each) => each.at >= 0).sort((a, b) => a.at - b.at)[0]?.value ?? "";
}

/** A proposed line as if it had been typed; an option's name and words go into their own fields. */
function type(section, typed) {
  const fields = form().elements;
  const option = section === "options" && /^[^.:]+\.(\w+):\s*([^[]*)/.exec(typed);
  if (option) {
    pick(fields.actor, typed.split(".")[0]);
    [fields.option_id.value, fields.option_gloss.value] = [option[1], option[2].trim()];
    making.ids.add("option_id");
    return;
  }
  fields.raw.value = typed;
  form().querySelector(".typed").open = true;
}

on("kind", (button) => choose(button.dataset.section));
on("back", () => {
  form().hidden = true;
  dialog().querySelector(".choose-kind").hidden = false;
  focus(dialog().querySelector(".kinds button"));
});

function choose(section) {
  making.section = section;
  const node = form();
  dialog().querySelector(".choose-kind").hidden = true;
  node.hidden = false;
  const kind = dialog().querySelector(`[data-act=kind][data-section="${section}"]`);
  node.querySelector(".kind-name").textContent = kind?.dataset.name ?? section;
  for (const each of node.querySelectorAll("[data-for]")) {
    const asked = each.dataset.for.split(" ").includes(section);
    each.hidden = !asked || ["if", "given"].includes(each.dataset.group);
  }
  node.querySelector(".actor-label").textContent = ACTOR[section] ?? "who";
  node.querySelector(".then-label").textContent = THEN[section] ?? "what";
  for (const group of node.querySelectorAll("[data-group]")) {
    group.querySelector(".literals").replaceChildren();
    if (!group.hidden) addLiteral(group);
  }
  listPlaces();
  listCites();
  showNew();
  const first = [...node.querySelectorAll("select, input[type=text]")].find((each) => each.offsetParent && each.name !== "raw");
  focus(first);
  making.preview.now();
}

// --- conditions ---

function addLiteral(group) {
  const template = form().querySelector("template.literal");
  const row = template.content.firstElementChild.cloneNode(true);
  const literals = group.querySelector(".literals");
  row.querySelector(".joined").hidden = !literals.children.length;
  if (!JOINED.has(making.section)) row.querySelector("[data-act=and]").hidden = true;
  literals.append(row);
  return row;
}

on("and", (button) => {
  const row = addLiteral(button.closest("[data-group]"));
  button.hidden = true;
  focus(row.querySelector(".name"));
});
on("add-if", () => openGroup("if"));
on("add-given", () => openGroup("given"));

function openGroup(name) {
  const group = form().querySelector(`[data-group=${name}]`);
  if (group.hidden) {
    group.hidden = false;
    addLiteral(group);
  }
  focus(group.querySelector(".name"));
}

function condition(name) {
  const group = form().querySelector(`[data-group=${name}]`);
  if (!group || group.hidden) return "";
  const literals = [...group.querySelectorAll(".literal")]
    .map((row) => ({ name: nameIn(row), not: row.querySelector(".not").checked, joined: row.querySelector(".joined").value }))
    .filter((each) => each.name);
  return literals.map((each, at) => `${at ? ` ${each.joined} ` : ""}${each.not ? "not " : ""}${each.name}`).join("");
}

function nameIn(row) {
  const { value } = row.querySelector(".name");
  return value === "+" ? form().elements.new_option_id.value.trim() : value;
}

// --- new names ---

const SMALL = new Set(["the", "a", "an", "of", "to", "its", "their", "for"]);

/** A short name as a case takes it, out of words in Latin letters; other writings are named by a person. */
function idOf(words) {
  const parts = words.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]+/g, "_").split("_").filter(Boolean);
  const telling = parts.filter((each) => !SMALL.has(each));
  return (telling.length ? telling : parts).slice(0, 3).join("_").replace(/^[0-9_]+/, "").slice(0, 32);
}

function showNew() {
  const node = form();
  const fields = node.elements;
  node.querySelector(".new-actor").hidden = !(fields.actor.value === "+" && fields.actor.closest("[data-for]").hidden === false);
  node.querySelector(".new-option").hidden = ![...node.querySelectorAll(".literal .name")].some((each) => each.value === "+");
  node.querySelector(".new-fact").hidden = fields.fact.value !== "+";
}

const PROPOSED = { new_option_gloss: "new_option_id", option_gloss: "option_id", fact_gloss: "fact_id" };

function changed(event) {
  const { target } = event;
  const id = PROPOSED[target.name];
  if (id && !making.ids.has(id)) form().elements[id].value = idOf(target.value);
  if (Object.values(PROPOSED).includes(target.name) && event.isTrusted) making.ids.add(target.name);
  if (event.type === "change") {
    showNew();
    if (target.name === "actor") listPlaces();
    if (target.value === "+") focusNew(target);
  }
  making.preview.soon();
}

function focusNew(select) {
  const name = select.name === "actor" ? "new_actor" : select.name === "fact" ? "fact_gloss" : "new_option_gloss";
  focus(form().elements[name]);
}

function listPlaces() {
  const select = form().elements.place;
  const list = dialog().querySelector(`.wishes-of[data-actor="${CSS.escape(form().elements.actor.value)}"]`);
  const wishes = [...(list?.children ?? [])];
  select.replaceChildren(
    ...wishes.map((each, at) => {
      const option = new Option(`${at + 1}, before: ${each.textContent.trim()}`, String(at));
      option.dataset.line = each.dataset.line;
      option.dataset.column = each.dataset.column;
      return option;
    }),
    new Option(`${wishes.length + 1}, last`, ""),
  );
  select.value = "";
}

function listCites() {
  const chips = form().querySelector(".chips");
  const glosses = form().querySelector(".glosses");
  chips.replaceChildren();
  glosses.replaceChildren();
  for (const [at, each] of making.cites.entries()) {
    const chip = document.createElement("span");
    chip.className = "cite";
    chip.textContent = `${each.cite.replace("#", " ")} `;
    const out = document.createElement("button");
    out.type = "button";
    out.className = "small quiet";
    out.textContent = "✕";
    out.setAttribute("aria-label", `do not cite ${each.cite}`);
    out.addEventListener("click", () => {
      making.cites.splice(at, 1);
      listCites();
      making.preview.now();
    });
    chip.append(out);
    chips.append(chip);
    if (each.gloss) continue;
    const wrap = document.createElement("label");
    wrap.className = "field";
    const words = document.createElement("span");
    words.textContent = `${each.cite.replace("#", " ")} in your own words, one line (may wait: Check lists it)`;
    const input = document.createElement("input");
    input.type = "text";
    input.dataset.gloss = each.cite;
    wrap.append(words, input);
    glosses.append(wrap);
  }
  if (!making.cites.length) chips.textContent = t("no sentence: the line counts as one without source");
}

// --- preview and save ---

/** What is asked of the server, as the contract writes it. */
function asked(dry) {
  const node = form();
  const value = (name) => node.elements[name].value.trim();
  const { section } = making;
  const body = {
    ...base(), reading: making.reading, section, dry,
    cites: making.cites.map((each) => each.cite),
    clause: value("clause"), says: node.elements.says.value === "1",
    attributed_to: value("attributed_to"), hedged: value("hedged"),
    actors: [], options: [], given: [], before: null, gloss: {}, based: files(),
  };
  for (const input of node.querySelectorAll("[data-gloss]")) {
    if (input.value.trim()) body.gloss[input.dataset.gloss] = input.value.trim();
  }
  let actor = value("actor");
  if (actor === "+") {
    actor = value("new_actor");
    if (actor) body.actors.push({ name: actor, also: value("new_also").split(",").map((each) => each.trim()).filter(Boolean) });
  }
  if (["wants", "silent", "options", "offers"].includes(section)) body.actor = actor;
  if (!node.querySelector(".new-option").hidden && value("new_option_id")) {
    body.options.push({ actor: value("new_option_actor"), id: value("new_option_id"), gloss: value("new_option_gloss") });
  }
  if (value("raw")) return { ...body, raw: value("raw"), ...place(node, section) };
  switch (section) {
    case "options":
      body.options.push({ actor, id: value("option_id"), gloss: value("option_gloss") });
      body.ready = Boolean(actor && value("option_id"));
      break;
    case "silent":
      body.stance = value("stance");
      body.ready = Boolean(actor);
      break;
    case "facts": {
      const fact = value("fact") === "+" ? value("fact_id") : value("fact");
      if (value("fact") === "+" && fact) body.facts = [{ id: fact, gloss: value("fact_gloss") }];
      body.raw = `${fact}: ${value("fact_value")}`;
      body.ready = Boolean(fact);
      break;
    }
    case "offers": {
      const gives = condition("gives");
      const wants = condition("wants");
      body.raw = `${actor} gives ${gives} for ${wants}`;
      body.answer = value("answer");
      body.ready = Boolean(gives && wants);
      break;
    }
    default: {
      const then = condition("then");
      const first = condition("if");
      body.raw = first && then ? `${first} -> ${then}` : then;
      body.given = condition("given") ? [condition("given")] : [];
      body.by = value("by");
      body.ready = Boolean(then);
    }
  }
  return { ...body, ...place(node, section) };
}

function place(node, section) {
  const option = node.elements.place.selectedOptions[0];
  if (section !== "wants" || !option?.dataset.line) return {};
  return { before: { line: Number(option.dataset.line), column: Number(option.dataset.column) } };
}

on("save-line", async () => {
  const { ready = true, ...body } = asked(false);
  if (!ready) {
    say(t("the line says nothing yet"), "bad");
    return;
  }
  making.preview.stop();
  let reply;
  try {
    reply = await write("line", body);
  } catch (error) {
    showProblems(document.getElementById("preview"), error);
    say(error.message, "bad");
    return;
  }
  if (!reply) return;
  const { done } = making;
  dialog().close();
  // What goes with the line is written before the page is asked for again, and its refusal is not talked over.
  const after = await done?.();
  await refresh();
  if (after === null) return;
  say(`saved: ${reply.words || reply.said || making.section}`);
});
