// What the page says to somebody: once, politely, where a screen reader hears it too.

const place = () => document.getElementById("said");
let timer = 0;

export function say(text, tone = "") {
  const node = place();
  if (!node) return;
  clearTimeout(timer);
  node.className = `said-now ${tone}`;
  node.textContent = "";
  // A new text node in an empty live region is announced, the same words twice too.
  requestAnimationFrame(() => {
    node.textContent = text;
  });
  timer = setTimeout(() => node.classList.add("old"), tone === "bad" ? 12000 : 5000);
}

export function sayRefused(error) {
  if (error.name === "AbortError") return;
  say(error.message || "that was refused", "bad");
  if (!error.status && error.name !== "Refused" && !("data" in error)) throw error;
}
