// What a form would do, shown while it is filled in.

import { morph } from "./page.js";
import { Refused, problemsOf } from "./api.js";

const PAUSE = 120; // milliseconds without a key, before the server is asked

/**
 * A preview in `place`: `request(signal)` answers with HTML, or with null where nothing can be asked yet and `idle` is
 * shown. Only the newest answer is shown. `stop()` when the form is sent or closed: what was asked of the
 * files as they stood before must not be answered after they have changed.
 */
export function previewIn(place, request, idle = "") {
  let timer = 0;
  let asked = new AbortController();
  const halt = () => {
    clearTimeout(timer);
    asked.abort();
  };
  const now = async () => {
    halt();
    const mine = new AbortController();
    asked = mine;
    try {
      const answer = request(mine.signal);
      if (answer === null) {
        place.textContent = idle;
        return;
      }
      const html = await answer;
      if (!mine.signal.aborted) morph(place, html);
    } catch (error) {
      if (!mine.signal.aborted) showProblems(place, error);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  };
  return { now, soon, stop: halt };
}

export function showProblems(place, error) {
  if (error.data?.html) {
    place.innerHTML = error.data.html;
    return;
  }
  const problems = error instanceof Refused ? problemsOf(error.data) : [];
  place.replaceChildren(
    ...(problems.length ? problems : [{ message: error.message }]).map((each) => {
      const line = document.createElement("p");
      line.className = "problem";
      line.textContent = `${each.message ?? each.words}${each.nearest ? ` Perhaps ${each.nearest}?` : ""}`;
      return line;
    }),
  );
}
