// Nobody leaves a page before what was done on it is written: a link waits for it, and where the page goes without
// asking (closed, loaded anew) what was not sent yet is sent as it goes.

const under = new Set();
const still = [];

/** Something that is being written; gives it back. What it gives is null where it was not written after all. */
export function held(promise) {
  under.add(promise);
  promise.then(() => under.delete(promise), () => under.delete(promise));
  return promise;
}

/** `work(going)` begins what still waits to be written, and gives its promise; `going`: the page is on its way out. */
export function beforeLeaving(work) {
  still.push(work);
}

const begin = (going) => still.map((work) => work(going)).filter(Boolean);

/** Go there once all is written; where something was not, the page stays with what it says of it. */
export async function leave(address) {
  begin(false).forEach(held);
  while (under.size) {
    const done = await Promise.allSettled([...under]);
    if (done.some((each) => each.status === "rejected" || each.value === null)) return;
  }
  location.assign(address);
}

export function startLeaving() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (event.defaultPrevented || !link || link.target || link.hasAttribute("download") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.getAttribute("href").startsWith("#")) return;
    begin(false).forEach(held);
    if (!under.size) return;
    event.preventDefault();
    leave(link.href);
  });
  addEventListener("pagehide", () => begin(true));
}
