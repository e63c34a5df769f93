// Pages: what is on the screen, and the ways from one page to the next.

const hasWelcome = Boolean(form.intro || form.consent);
const main = document.querySelector("main");
let isRefused = false;
let isRestored = !draft.result && findRoute(form.items, draft.answers).answers.size > 0;
let canStore = true;
let fields = [];
let tried = new Set(); // the items that were wrong when somebody last wanted to go on

function changed() {
  canStore = saveDraft();
  refresh();
}

function listPages(route) {
  const isShown = (block) => (block.rows || [block]).some((id) => route.shown.has(id));
  return form.pages.filter((page) => page.blocks.some(isShown));
}

// Returns the page to show, or null for the welcome.
function findPage(route) {
  const pages = listPages(route);
  const mayAsk = !(form.consent && form.consent.required) || draft.consent === true;
  const started = mayAsk && (draft.page !== null || !hasWelcome);
  return started ? pages.find(({ id }) => id === draft.page) || pages[0] : null;
}

function show() {
  const route = findRoute(form.items, draft.answers);
  const page = findPage(route);
  fields = [];
  tried = new Set();
  if (page) {
    draft.page = page.id;
    startClock();
  }
  const content = draft.result ? buildThanks() : isRefused ? buildRefused() : page ? buildPage(page) : buildWelcome();
  document.body.className = page && !draft.result ? "asking" : "telling";
  main.replaceChildren(...content);
  showFrame();
  refresh();
}

// Shows another page and lets screen readers begin at its heading.
function open(page) {
  const from = draft.page;
  draft.page = page;
  isRestored = false;
  if (page) startClock();
  canStore = saveDraft();
  remember(page, from, "pushState");
  move();
}

function move() {
  show();
  window.scrollTo(0, 0);
  (main.querySelector("h2") || document.querySelector("h1")).focus({ preventScroll: true });
}

// The back key of a phone then leads one page back instead of out of the form.
function remember(page, from, how) {
  try {
    history[how]({ page, from }, "");
  } catch (error) {
    // A page that may not have a history does without.
  }
}

function goBack(page) {
  const pages = listPages(findRoute(form.items, draft.answers));
  const place = pages.indexOf(page);
  const before = place > 0 ? pages[place - 1].id : null;
  if (history.state && history.state.from === before) history.back();
  else open(before);
}

function goOn(page, event) {
  if (event.detail > 1) return; // the second half of a double click
  const route = findRoute(form.items, draft.answers);
  if (nameProblems(page, route)) return;
  const pages = listPages(route);
  const next = pages[pages.indexOf(page) + 1];
  if (next) open(next.id);
  else finish(pages, route);
}

// -- problems -------------------------------------------------------------------------------------------------------

function findProblems(page, route) {
  const ids = page.blocks.flatMap((block) => block.rows || [block]);
  const items = form.items.filter(({ id }) => ids.includes(id) && route.shown.has(id));
  const found = items.map((item) => [item, findProblem(item, draft.answers.get(item.id), route.offered.get(item.id))]);
  return new Map(found.filter(([, problem]) => problem).map(([item, problem]) => [item.id, problem]));
}

// Shows what is wrong on the page, and returns whether anything is.
function nameProblems(page, route) {
  tried = new Set(findProblems(page, route).keys());
  refresh();
  const summary = showSummary();
  if (tried.size) giveFocus(summary);
  return tried.size > 0;
}

function showSummary() {
  const summary = document.getElementById("summary");
  const links = form.items.filter(({ id }) => tried.has(id)).map((item) => make("li", {}, linkTo(item)));
  const key = links.length === 1 ? "summary_one" : "summary_many";
  summary.replaceChildren(make("p", { id: "summary-text" }, word(key, { n: links.length })), make("ul", {}, links));
  summary.hidden = !links.length;
  return summary;
}

function linkTo(item) {
  const field = fields.find(({ items }) => items.includes(item));
  const onclick = (event) => {
    event.preventDefault();
    field.focus(item);
  };
  return make("a", { href: `#error-${item.id}`, onclick }, tell(item.text));
}

// -- the views ------------------------------------------------------------------------------------------------------

function buildHeading(text, kind = null) {
  return make("h2", { tabindex: "-1", class: kind }, text);
}

function buildWelcome() {
  const consent = form.consent ? buildConsent() : null;
  const start = button("main", "start", (event) => (event.detail > 1 ? null : begin(consent)));
  return [
    paragraph("intro", tell(form.intro)),
    consent ? consent.element : null,
    make("div", { class: "ways" }, start),
  ].filter(Boolean);
}

function buildConsent() {
  const error = make("p", { class: "error", id: "error-consent" });
  const answers = [true, false].map((agrees) => {
    const onchange = () => {
      draft.consent = agrees;
      error.replaceChildren();
      element.classList.remove("wrong");
    };
    const input = make("input", { type: "radio", name: "consent", checked: draft.consent === agrees, onchange });
    const said = make("span", {}, word(agrees ? "consent_yes" : "consent_no"));
    return make("div", { class: "option" }, make("label", { class: "choice" }, input, said));
  });
  const described = {
    role: "radiogroup",
    "aria-required": String(form.consent.required),
    "aria-describedby": "consent-text error-consent",
  };
  const text = make("p", { id: "consent-text", class: "prose" }, tell(form.consent.text));
  const legend = make(
    "legend",
    {},
    make("span", { class: "question" }, word("consent")),
    " ",
    markOptional(form.consent),
  );
  const element = make(
    "fieldset",
    { class: "field", ...described },
    legend,
    text,
    error,
    make("div", { class: "list" }, answers),
  );
  return { element, error };
}

function begin(consent) {
  if (consent && form.consent.required && draft.consent === null) {
    consent.element.classList.add("wrong");
    consent.error.replaceChildren(make("span", { class: "unseen" }, word("error"), " "), word("problem_consent"));
    consent.element.querySelector("input").focus();
    return;
  }
  if (consent && form.consent.required && !draft.consent) {
    refuse();
    return;
  }
  open(listPages(findRoute(form.items, draft.answers))[0].id);
}

function refuse() {
  isRefused = true;
  draft = newDraft(draft.language);
  removeDraft();
  move();
}

function buildRefused() {
  const back = button("plain", "back", () => {
    isRefused = false;
    move();
  });
  const text = make("p", { class: "prose" }, word("refused_text"));
  return [buildHeading(word("refused")), make("div", { class: "field" }, text), make("div", { class: "ways" }, back)];
}

function buildPage(page) {
  fields = page.blocks.map((block) => (block.rows ? buildMatrix(block) : buildField(block)));
  const heading = tell(page.title)
    ? buildHeading(tell(page.title))
    : buildHeading(say("progress", countPages()), "unseen");
  const summary = make("div", {
    id: "summary",
    role: "group",
    tabindex: "-1",
    "aria-labelledby": "summary-text",
    hidden: true,
  });
  const isFirst = page === listPages(findRoute(form.items, draft.answers))[0];
  const back = isFirst && !hasWelcome ? null : button("plain", "back", () => goBack(page));
  const next = make("button", { type: "button", class: "main", id: "next", onclick: (event) => goOn(page, event) });
  return [
    isRestored ? make("p", { class: "note", role: "status" }, word("restored")) : null,
    heading,
    paragraph("intro", tell(page.intro)),
    summary,
    ...fields.map(({ element }) => element),
    make("div", { class: "ways" }, [back, next].filter(Boolean)),
  ].filter(Boolean);
}

function buildField(id) {
  const item = form.items.find((one) => one.id === id);
  return TYPED.has(item.type) ? buildEntry(item) : buildOptions(item);
}
