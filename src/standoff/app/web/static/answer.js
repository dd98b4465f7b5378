// Answer: the first stage stands on the page; the later ones come by themselves, and sheets when they are asked for.

import { get, post } from "./api.js";
import { on } from "./acts.js";
import { ask, field } from "./dialog.js";
import { base, go, here, reading, refresh, refreshSoon, write } from "./page.js";
import { follow } from "./events.js";
import { say, sayRefused } from "./say.js";
import { t } from "./words.js";

/** Ask for the stages that are not there yet; each is taken in when it comes. */
async function askLater() {
  const stages = document.getElementById("stages");
  if (!stages?.querySelector(".stage.coming")) return;
  const all = new URLSearchParams(location.search).has("all");
  const reply = await post("answer", { ...base(), all, purpose: "page" });
  stages.dataset.ticket = reply.ticket ?? "";
  if (!reply.stages.some((each) => each.state === "coming")) refreshSoon(0);
}

document.addEventListener("standoff-stage", () => {
  if (document.querySelector("#stages .stage.coming")) refreshSoon(30);
});

on("stop", async (button) => {
  await post("stop", { ticket: button.dataset.ticket });
  say(t("stopped"));
});

on("sheet", async (form) => {
  const place = form.parentElement.querySelector(".sheet-of");
  const about = new FormData(form).get("about") ?? "";
  place.innerHTML = `<p class="row"><progress aria-label="${t("worked out")}"></progress> <span class="note"></span> <button type="button" class="small" data-act="stop">${t("stop")}</button></p>`;
  const { ticket } = await post("sheet", { ...base(), computation: form.dataset.computation, about, options: {} });
  place.querySelector("[data-act=stop]").dataset.ticket = ticket;
  const job = await follow(ticket, ({ done, of, words }) => {
    const bar = place.querySelector("progress");
    if (bar && of) {
      bar.max = of;
      bar.value = done;
    }
    const note = place.querySelector(".note");
    if (note) note.textContent = words ?? "";
  });
  if (job.state === "done") {
    place.innerHTML = await get(`/job/${ticket}`, { part: true });
    if (!document.body.dataset.readonly && form.dataset.computation !== "asked") place.prepend(pinButton(form.dataset.computation, about));
  } else {
    const line = document.createElement("p");
    line.className = job.state === "failed" ? "problem" : "note";
    line.textContent = job.words || job.state;
    place.replaceChildren(line);
  }
});

function pinButton(computation, about) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "small";
  button.dataset.act = "pin";
  button.dataset.computation = computation;
  button.dataset.about = about;
  button.textContent = t("Pin to the report …");
  return button;
}

/** What was asked on this page stays: a pin changes no answer. */
const isAnswered = (node) => node.matches(".sheet-of");

on("pin", async (button) => {
  const { computation, about = "" } = button.dataset;
  const sent = await ask(t("Pin to the report"), (form) => {
    field(form, "asks", t("the question that it answers"), { hint: t("left empty, it is worded for you") });
  }, { yes: t("Pin") });
  if (!sent) return;
  const reply = await write("edit", { ...base(), op: "pin", computation, about, asks: sent.get("asks").trim() });
  if (!reply) return;
  await refresh({ keep: isAnswered });
  say(t("pinned to the report; undo takes it back"));
});

on("unpin", async (button) => {
  const reply = await write("edit", { ...base(), op: "unpin", id: button.dataset.id });
  if (!reply) return;
  await refresh({ keep: isAnswered });
  say(t("taken off the report; undo takes it back"));
});

on("contested", async (button) => {
  button.disabled = true;
  const note = document.getElementById("contested-note");
  note.textContent = t("working it out …");
  const { ticket } = await post("sheet", { ...base(), computation: "contested", about: "", options: {} });
  const job = await follow(ticket, ({ done, of }) => {
    note.textContent = of ? `${done} of ${of}` : "working it out …";
  });
  if (job.state === "failed") note.textContent = job.words;
  else await refresh();
});

on("save-report", async () => {
  const sent = await ask(t("Save the report"), (form) => {
    field(form, "to", t("file"), { value: "report.html", required: true });
  }, { yes: t("Save") });
  if (!sent) return;
  const { path, bytes } = await post("report", { to: sent.get("to") });
  say(`saved: ${path} (${Math.round(bytes / 1024)} kB)`);
});

on("reading", (select) => go(here({ reading: select.value, variant: "" })));
on("variant", (select) => go(here({ variant: select.value })));
on("reading-step", (button) => {
  const select = document.getElementById("reading");
  const next = select.selectedIndex + Number(button.dataset.by);
  const at = (next + select.options.length) % select.options.length;
  go(here({ reading: select.options[at].value, variant: "" }));
});

on("filter", (form) => go(here(Object.fromEntries(new FormData(form)))));

on("undo-file", async () => {
  const reply = await post("undo", { what: "file" });
  await refresh();
  say(reply.undone || "taken back");
});

on("copycase", async () => {
  const sent = await ask(t("Copy this case to work on it"), (form) => {
    field(form, "to", t("folder of the copy"), { required: true });
  }, { yes: t("Copy") });
  if (!sent) return;
  const { location: where } = await post("copycase", { to: sent.get("to") });
  go(where || "/case");
});

on("copy-reading", async () => {
  const name = document.querySelector("#reading option:checked")?.textContent ?? "";
  const sent = await ask(`Copy the reading ${name}`, (form) => {
    field(form, "name", t("short name of the new reading (letters, digits, _ -)"), { required: true });
    field(form, "title", t("its title"), { value: `${name}, changed` });
  }, { yes: t("Copy") });
  if (!sent) return;
  const reply = await write("copy", { reading: reading(), name: sent.get("name").trim(), title: sent.get("title") });
  if (!reply) return;
  go(here({ reading: sent.get("name").trim(), variant: "" }, "/case"));
});

on("pair-verdict", async (button) => {
  const { source, pair } = button.closest("[data-pair]").dataset;
  await post("decide", { source, decisions: [{ id: pair, action: "edit", changes: { verdict: button.dataset.verdict } }] });
  await refresh();
  say(t("decided"));
});

on("fix", async (button) => {
  const route = button.dataset.route.replace(/^\/api\//, "");
  const body = JSON.parse(button.dataset.body);
  const row = button.closest("[data-item]");
  const at = [...document.querySelectorAll(".fault")].indexOf(row);
  if (route === "gloss") {
    const holder = document.createElement("template");
    holder.innerHTML = await get(`/evidence?cite=${encodeURIComponent(`${body.source}#s${body.sentence}`)}`, { part: true });
    const sentence = holder.content.querySelector("blockquote");
    const sent = await ask(t("In your own words, one line"), (form) => {
      const words = document.createElement("p");
      words.className = "quoted";
      words.dir = "auto";
      words.textContent = sentence?.textContent ?? row.querySelector("p").textContent;
      form.append(words);
      field(form, "gloss", t("gloss"), { value: body.gloss ?? "", required: true });
    }, { yes: t("Keep") });
    if (!sent) return;
    body.gloss = sent.get("gloss");
  }
  const reply = await write(route, { ...base(), ...body });
  if (!reply) return;
  await refresh();
  say(reply.said || "mended");
  const all = [...document.querySelectorAll(".fault")];
  const next = all[Math.min(at, all.length - 1)];
  next?.focus();
  // Glosses are written one after the other, until somebody closes the card.
  const gloss = route === "gloss" && next?.querySelector("[data-act=fix][data-route$=gloss]");
  if (gloss) gloss.click();
});

on("find", async () => {
  const sent = await ask(t("Find on this page"), (form) => {
    field(form, "words", t("words"), { required: true });
  }, { yes: t("Find") });
  if (sent) find(sent.get("words"));
});

/** The next place after the focus that holds the words; the focus goes there. */
function find(words) {
  const wanted = words.toLowerCase();
  const places = [...document.querySelectorAll("#screen [data-item], #screen section, #screen details, #screen p, #screen tr")];
  const holding = places.filter((each) => each.textContent.toLowerCase().includes(wanted) && ![...each.querySelectorAll("[data-item], p, tr")].some((inner) => inner.textContent.toLowerCase().includes(wanted)));
  const now = holding.findIndex((each) => each.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_PRECEDING);
  const next = holding[now < 0 ? 0 : now];
  if (!next) {
    say(`“${words}” is not on this page`, "bad");
    return;
  }
  for (let node = next; node; node = node.parentElement) if (node instanceof HTMLDetailsElement) node.open = true;
  const target = next.querySelector("[data-focus]") ?? next;
  target.tabIndex = target.tabIndex >= 0 ? target.tabIndex : -1;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
  say(`found: ${holding.length} ${holding.length === 1 ? "place" : "places"}`);
}

export function startAnswer() {
  askLater().catch(sayRefused);
}

