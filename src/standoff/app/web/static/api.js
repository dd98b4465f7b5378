// Every request of the page: one way to ask, one way to say what went wrong.

const meta = (name) => document.querySelector(`meta[name="standoff-${name}"]`)?.content ?? "";

/** What the server answered instead: `status`, and `data` as it was sent. */
export class Refused extends Error {
  constructor(status, data) {
    const problems = problemsOf(data).map((each) => each.message ?? each.words);
    super(data?.error || problems.join("; ") || `refused (${status})`);
    this.status = status;
    this.data = data ?? {};
  }
}

export function problemsOf(data) {
  return Array.isArray(data?.problems) ? data.problems : [];
}

/**
 * POST `body` as JSON (or as it is, where it is a file). `html`: the part comes back as HTML, not as JSON. `keepalive`:
 * it is sent to its end even where the page goes meanwhile (of some kilobytes at most).
 */
export async function post(route, body = {}, { query = {}, signal, html = false, keepalive = false } = {}) {
  const raw = body instanceof Blob;
  const path = route.startsWith("/") ? route : `/api/${route}`;
  let reply;
  try {
    reply = await fetch(`${path}${asQuery(query)}`, {
      method: "POST",
      headers: {
        "X-Standoff-Token": meta("token"),
        "Content-Type": raw ? "application/octet-stream" : "application/json",
        Accept: html ? "text/html" : "application/json",
      },
      body: raw ? body : JSON.stringify(body),
      signal,
      keepalive,
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, { error: "standoff does not answer. Is it still running in its terminal? Nothing was lost." });
  }
  if (html && (reply.headers.get("Content-Type") ?? "").includes("text/html")) {
    const text = await reply.text();
    if (reply.ok) return text;
    const words = new DOMParser().parseFromString(text, "text/html").body.textContent.trim();
    throw new Refused(reply.status, { error: words, html: text });
  }
  const data = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Refused(reply.status, data);
  return data;
}

/** GET a page or a part of one, as text. */
export async function get(address, { part = false, signal } = {}) {
  const headers = part ? { "X-Part": "1", Accept: "text/html" } : { Accept: "text/html" };
  const reply = await fetch(address, { headers, signal });
  const text = await reply.text();
  if (!reply.ok) throw new Refused(reply.status, { error: text.slice(0, 300) });
  return text;
}

export function asQuery(values) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== "") query.append(name, each);
    }
  }
  const text = query.toString();
  return text && `?${text}`;
}
