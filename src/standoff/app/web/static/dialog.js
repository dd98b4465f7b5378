// Dialogs: a question with a form, and what to do where a file was changed by somebody else.

import { on } from "./acts.js";
import { t } from "./words.js";

/**
 * Ask something: `build(form)` fills the form, and what is sent comes back as FormData, null where it was closed.
 */
export function ask(title, build, { yes = "OK", no = "Cancel", check } = {}) {
  const dialog = document.getElementById("ask");
  const before = document.activeElement;
  dialog.querySelector("h2").textContent = title;
  const form = document.createElement("form");
  form.method = "dialog";
  build(form);
  if (!form.querySelector(".foot")) {
    const foot = document.createElement("div");
    foot.className = "foot";
    foot.innerHTML = `<button type="submit" class="main" data-yes></button>
      <button type="button" data-act="close" data-key="Escape"><span data-no></span> <kbd>Esc</kbd></button>`;
    foot.querySelector("[data-yes]").textContent = yes;
    foot.querySelector("[data-no]").textContent = no;
    form.append(foot);
  }
  dialog.querySelector(".body").replaceChildren(form);
  return new Promise((resolve) => {
    let sent = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      const data = new FormData(form);
      const wrong = check?.(data, form);
      if (wrong) return;
      sent = data;
      dialog.close();
    });
    dialog.addEventListener(
      "close",
      () => {
        before?.isConnected && before.focus({ preventScroll: true });
        resolve(sent);
      },
      { once: true },
    );
    dialog.showModal();
    (form.querySelector("[autofocus]") ?? form.querySelector("input, select, textarea") ?? form.querySelector("[data-yes]"))?.focus();
  });
}

/** A labelled field for a form of `ask`. */
export function field(form, name, label, { value = "", list = null, area = false, hint = "", required = false } = {}) {
  const wrap = document.createElement("label");
  wrap.className = "field";
  const words = document.createElement("span");
  words.textContent = label;
  let input;
  if (list) {
    input = document.createElement("select");
    for (const [key, text] of list) input.add(new Option(text, key, key === value, key === value));
  } else {
    input = document.createElement(area ? "textarea" : "input");
    if (!area) input.type = "text";
    input.value = value;
    input.placeholder = hint;
    input.autocomplete = "off";
  }
  input.name = name;
  input.required = required;
  wrap.append(words, input);
  form.append(wrap);
  return input;
}

/** Yes or no to one sentence. */
export async function confirm(title, words, yes) {
  const answer = await ask(
    title,
    (form) => {
      const line = document.createElement("p");
      line.textContent = words;
      form.append(line);
    },
    { yes },
  );
  return answer !== null;
}

export function showConflict(found) {
  const dialog = document.getElementById("conflict");
  dialog.innerHTML = `<h2><bdi class="file"></bdi> ${t("was changed meanwhile")}</h2><p class="words"></p>
    <div class="two"><div><h3>${t("On disk now")}</h3><pre class="code disk" tabindex="0"></pre></div>
    <div><h3>${t("As you would have it")}</h3><pre class="code mine" tabindex="0"></pre></div></div>
    <div class="foot"><button type="button" class="main" data-act="conflict" data-way="theirs" data-key="d">${t("Take what is on disk")} <kbd>d</kbd></button>
    <button type="button" data-act="conflict" data-way="again" data-key="a">${t("Make my change on it again")} <kbd>a</kbd></button>
    <button type="button" data-act="conflict" data-way="mine" data-key="m">${t("Write mine over it")} <kbd>m</kbd></button>
    <button type="button" data-act="close" data-key="Escape">${t("Decide later")} <kbd>Esc</kbd></button></div>`;
  dialog.querySelector(".file").textContent = found.file;
  dialog.querySelector(".words").textContent =
    found.words || "Somebody else, or another program, wrote this file after this page was made. Nothing was overwritten.";
  dialog.querySelector(".disk").textContent = found.disk;
  dialog.querySelector(".mine").textContent = found.mine;
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    dialog.showModal();
  });
}

on("conflict", (button) => document.getElementById("conflict").close(button.dataset.way));
on("close", (button) => button.closest("dialog")?.close(""));
