// What a button does, by the word in its `data-act`; forms act when they are sent, menus when they change.

import { sayRefused } from "./say.js";

const acts = new Map();

export function on(name, act) {
  acts.set(name, act);
}

/** Do what a name stands for, as its button would. */
export async function act(name, node, event) {
  const known = acts.get(name);
  if (!known) return;
  try {
    await known(node, event);
  } catch (error) {
    sayRefused(error);
  }
}

export function startActs() {
  document.addEventListener("click", (event) => {
    const node = event.target.closest("button[data-act], a[data-act]");
    if (node && !node.disabled) act(node.dataset.act, node, event);
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.dataset.act) act(event.target.dataset.act, event.target, event);
  });
  document.addEventListener("change", (event) => {
    const node = event.target.closest("select[data-act]") ?? event.target.closest("form[data-act=filter]");
    if (node) act(node.dataset.act, node, event);
  });
}
