// The end: the answers as a file, and on their way to the address that takes them.
// A finished interview is kept on the device until it has been sent or saved.

const RETRY_SECONDS = [3, 10];
const PATIENCE = 30000; // milliseconds that one try may take
const delivery = { state: "idle", tries: 0, wait: 0, timer: 0, file: "" };

function finish(pages, route) {
  if (draft.result) return;
  const wrong = pages.find((page) => findProblems(page, route).size);
  if (wrong) {
    open(wrong.id);
    nameProblems(wrong, route);
    return;
  }
  countTime();
  draft.result = buildResult(form, draft, draft.language);
  draft.answers = new Map();
  saveDraft();
  move();
  if (form.post) send();
}

function writeResult() {
  return JSON.stringify(draft.result);
}

// -- sending --------------------------------------------------------------------------------------------------------

async function send() {
  if (delivery.state === "sending" || delivery.state === "sent") return;
  clearTimeout(delivery.timer);
  enter("sending");
  const result = draft.result;
  const isSent = await post();
  if (draft.result !== result) return; // started again meanwhile
  if (isSent) {
    closeDraft();
    enter("sent");
  } else if (delivery.tries < RETRY_SECONDS.length) {
    delivery.wait = RETRY_SECONDS[delivery.tries];
    delivery.tries += 1;
    delivery.timer = setTimeout(send, 1000 * delivery.wait);
    enter("failed_wait");
  } else {
    enter("failed");
  }
}

async function post() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(form.post, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: writeResult(),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: stop.signal,
    });
    return answer.ok;
  } catch (error) {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function stopDelivery() {
  clearTimeout(delivery.timer);
  Object.assign(delivery, { state: "idle", tries: 0, file: "" });
}

function enter(state) {
  delivery.state = state;
  showDelivery();
}

// -- saving ---------------------------------------------------------------------------------------------------------

function saveFile() {
  const name = `${form.id}-${draft.result.response.slice(0, 12)}.json`;
  const address = URL.createObjectURL(new Blob([`${writeResult()}\n`], { type: "application/json" }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), PATIENCE);
  delivery.file = name;
  if (!form.post) closeDraft();
  showDelivery();
}

async function copyText(area, told) {
  area.focus({ preventScroll: true });
  area.select();
  try {
    await navigator.clipboard.writeText(area.value);
    told.replaceChildren(word("copied"));
  } catch (error) {
    told.replaceChildren(word("copy_failed"));
  }
}

// -- on the screen --------------------------------------------------------------------------------------------------

function buildThanks() {
  const text = tell(form.thanks) || say("thanks_text");
  const status = make("div", { id: "delivery", role: "status" });
  const ways = make("div", { class: "ways", id: "delivery-ways" });
  const content = [paragraph("prose", text), form.post ? null : make("p", { class: "prose" }, word("save_text"))];
  setTimeout(showDelivery); // a status speaks only when it changes after it is on the page
  return [
    buildHeading(word("thanks")),
    make("div", { class: "field" }, content.filter(Boolean), status, ways, buildCopy()),
  ];
}

function buildCopy() {
  const area = make("textarea", {
    readonly: true,
    rows: 5,
    dir: "ltr",
    spellcheck: "false",
    "aria-label": say("answers"),
  });
  area.value = writeResult();
  const told = make("span", { role: "status" });
  const copy = button("plain", "copy", () => copyText(area, told));
  return make(
    "details",
    {},
    make("summary", {}, word("no_file")),
    make("p", {}, word("no_file_text")),
    area,
    make("p", {}, copy, " ", told),
  );
}

function showDelivery() {
  const status = document.getElementById("delivery");
  if (!status || !draft.result) return;
  const told = [];
  if (delivery.state !== "idle") {
    told.push(make("p", { class: `told ${delivery.state}` }, word(delivery.state, { seconds: delivery.wait })));
  }
  if (delivery.file) told.push(make("p", { class: "told" }, word("saved", { file: delivery.file })));
  status.replaceChildren(...told);
  const mayRetry = ["failed", "failed_wait"].includes(delivery.state);
  const retry = mayRetry ? button("main", "retry", send) : null;
  const save = button(form.post ? "plain" : "main", form.post ? "save_copy" : "save", saveFile);
  document.getElementById("delivery-ways").replaceChildren(...[retry, save].filter(Boolean));
}
