// Home: begin with texts, with an example, with a case.

import { post } from "./api.js";
import { on } from "./acts.js";
import { ask } from "./dialog.js";
import { say } from "./say.js";
import { go } from "./page.js";
import { follow } from "./events.js";
import { t } from "./words.js";

const chosen = [];

function slug(title) {
  return title.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "case";
}

function listFiles() {
  const list = document.getElementById("files");
  list.replaceChildren(
    ...chosen.map((file, at) => {
      const item = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = file.name;
      const size = document.createElement("span");
      size.className = "note";
      size.textContent = `${Math.max(1, Math.round(file.size / 1024))} kB`;
      const out = document.createElement("button");
      out.type = "button";
      out.className = "small quiet";
      out.textContent = t("take out");
      out.setAttribute("aria-label", `take out ${file.name}`);
      out.addEventListener("click", () => {
        chosen.splice(at, 1);
        listFiles();
      });
      item.append(name, size, out);
      return item;
    }),
  );
}

function add(files) {
  for (const file of files) {
    if (!chosen.some((each) => each.name === file.name)) chosen.push(file);
  }
  listFiles();
}

/** Send files, ask what is to be known of each, then have them read: each step is told. */
export async function takeIn(files, tell) {
  const forms = [];
  for (const [at, file] of files.entries()) {
    tell(`${file.name} is taken in (${at + 1} of ${files.length})`, at, files.length);
    forms.push(await post("text", file, { query: { name: file.name }, html: true }));
  }
  for (const [at, form] of forms.entries()) {
    const title = forms.length > 1 ? `Before it is read: ${files[at].name} (${at + 1} of ${forms.length})` : `Before it is read: ${files[at].name}`;
    if (!(await askAbout(form, title))) break; // later: "About this text" asks again
  }
  const { ticket } = await post("read", { sources: [], backend: "" });
  const last = await follow(ticket, (job) => tell(job.words || "reading", job.done, job.of));
  if (last.state === "failed") throw new Error(last.words || "the texts could not be read");
  return last;
}

/** The first questions about a text, before the first guesses. False where they are left for later. */
async function askAbout(html, title) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const made = holder.content.querySelector("form");
  made.querySelector(".foot").remove();
  const sent = await ask(title, (form) => form.append(...made.childNodes), { yes: t("Keep"), no: t("Ask me later") });
  if (!sent) return false;
  await keepAbout(made.dataset.id, sent);
  return true;
}

/** What a person says of a text, and which names mean the same. */
export async function keepAbout(id, data) {
  const same = data.getAll("same").map((each) => JSON.parse(each));
  data.delete("same");
  await post("source", { id, ...Object.fromEntries(data) });
  if (same.length) await post("same", { names: same });
}

export function startHome() {
  const drop = document.getElementById("drop");
  if (!drop) return;
  document.getElementById("texts").addEventListener("change", (event) => add(event.target.files));
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") add(event.dataTransfer.files);
    });
  }
  const form = document.getElementById("new");
  const folder = form.elements.folder;
  let typed = false;
  folder.addEventListener("input", () => {
    typed = folder.value !== "";
  });
  form.elements.title.addEventListener("input", (event) => {
    if (!typed) folder.value = `${folder.dataset.beside.replace(/[\\/]$/, "")}/${slug(event.target.value)}`;
  });
}

on("new", async (form) => {
  if (!chosen.length) {
    say(t("choose the texts first"), "bad");
    document.getElementById("texts").focus();
    return;
  }
  const values = new FormData(form);
  const names = String(values.get("names")).split("\n").map((each) => each.trim()).filter(Boolean);
  const button = form.querySelector("[type=submit]");
  const bar = document.getElementById("progress-bar");
  button.disabled = true;
  try {
    const { location: where } = await post("new", {
      title: values.get("title"), folder: values.get("folder") || folder(form), names, texts: "",
    });
    bar.hidden = false;
    await takeIn(chosen, (words, done, of) => {
      document.getElementById("progress").textContent = words;
      if (of) {
        bar.max = of;
        bar.value = done;
      }
    });
    go(where || "/texts");
  } finally {
    button.disabled = false;
    bar.hidden = true;
  }
});

function folder(form) {
  return `${form.elements.folder.dataset.beside}/${slug(form.elements.title.value)}`;
}

on("unpack", async (form) => {
  const [file] = form.elements.pack.files;
  const to = form.elements.to.value.trim();
  if (!file || !to) {
    say(t("choose a packed case, and a folder for it"), "bad");
    return;
  }
  const { location: where } = await post("unpack", file, { query: { to } });
  go(where || "/case");
});

on("open", async (button) => {
  const what = button.dataset.example ? { example: button.dataset.example } : { lately: Number(button.dataset.lately) };
  const { location: where } = await post("open", what);
  go(where || "/case");
});

on("open-path", async (form) => {
  const { location: where } = await post("open", { path: new FormData(form).get("path") });
  go(where || "/case");
});
