// The control API, and its live events. Every call answers with the parsed JSON or throws an Error whose
// message can be shown to a person.

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body ? { "content-type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The sandbox answered ${response.status} to ${path}.`);
  return answer;
}

const get = (path, query = {}) =>
  call("GET", Object.keys(query).length ? `${path}?${new URLSearchParams(query)}` : path);
const post = (path, body) => call("POST", path, body);
const listed = (answer, name) => (Array.isArray(answer) ? answer : (answer[name] ?? []));

export const api = {
  users: async () => listed(await get("/control/users"), "users"),
  setStatus: (body) => post("/control/status", body),
  channels: async () => listed(await get("/control/channels"), "channels"),
  messages: async (channel, viewer) =>
    listed(await get("/control/messages", { channel, viewer }), "messages"),
  commands: () => get("/control/commands"),
  clock: () => get("/control/clock"),
  moveClock: (now) => post("/control/clock", { now }),
  home: async (user) => {
    const answer = await get("/control/home", { user });
    return "view" in answer ? answer.view : answer.blocks ? answer : null;
  },
  openHome: (user) => post("/control/home", { user }),
  views: async (user) => listed(await get("/control/views", { user }), "views"),
  command: (body) => post("/control/command", body),
  shortcut: (user, callbackId) => post("/control/shortcut", { user, callback_id: callbackId }),
  say: (user, channel, text) => post("/control/message", { user, channel, text }),
  share: (user, channel, files) => post("/control/file", { user, channel, files }),
  reload: (user) => post("/control/reload", { user }),
  click: (body) => post("/control/click", body),
  submit: (user, viewId, values) => post("/control/submit", { user, view_id: viewId, values }),
  close: (user, viewId) => post("/control/close", { user, view_id: viewId }),
};

/** Calls `heard(event)` for each thing that changed and `joined()` whenever the stream (re)opens. */
export function listen(heard, joined) {
  const stream = new EventSource("/control/events");
  stream.addEventListener("message", (event) => heard(JSON.parse(event.data)));
  stream.addEventListener("open", joined);
  return stream;
}
