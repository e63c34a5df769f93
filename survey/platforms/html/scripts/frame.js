// The frame round the pages: title, languages, progress, and what is kept on this device.

const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"]);

function showFrame() {
  const primary = draft.language.split("-")[0];
  document.documentElement.lang = draft.language;
  document.documentElement.dir = RIGHT_TO_LEFT.has(primary) ? "rtl" : "ltr";
  document.querySelector("h1").textContent = tell(form.title);
  document.title = [main.querySelector("h2"), document.querySelector("h1")].filter(Boolean).map(textOf).join(" – ");
  showLanguages();
  showFooter();
}

function textOf(element) {
  return element.textContent;
}

function showLanguages() {
  const names = nameLanguages();
  const buttons = form.languages.map((language) => {
    const pressed = String(language === draft.language);
    return make(
      "button",
      { type: "button", lang: language, "aria-pressed": pressed, onclick: () => speak(language) },
      names[language],
    );
  });
  const place = document.getElementById("languages");
  place.setAttribute("aria-label", say("language"));
  place.hidden = form.languages.length < 2;
  place.replaceChildren(...buttons);
}

// Each language under its own name; with its country only where there are two of a kind.
function nameLanguages() {
  const primaries = form.languages.map((language) => language.split("-")[0]);
  const name = (language, place) => {
    const isAlone = primaries.indexOf(primaries[place]) === primaries.lastIndexOf(primaries[place]);
    const wanted = isAlone ? primaries[place] : language;
    try {
      return new Intl.DisplayNames([language], { type: "language" }).of(wanted);
    } catch (error) {
      return language;
    }
  };
  return Object.fromEntries(form.languages.map((language, place) => [language, name(language, place)]));
}

function speak(language) {
  const wanted = tried;
  draft.language = language;
  if (!isRefused) canStore = saveDraft();
  show();
  if (wanted.size) {
    tried = wanted;
    refresh();
    showSummary();
  }
  document.querySelector(`#languages [aria-pressed="true"]`).focus({ preventScroll: true });
}

function countPages() {
  const route = findRoute(form.items, draft.answers);
  const pages = listPages(route);
  return { page: pages.indexOf(findPage(route)) + 1, pages: pages.length };
}

// Shows the draft as it is now in everything that stands on the screen.
function refresh() {
  const route = findRoute(form.items, draft.answers);
  const page = draft.result || isRefused ? null : findPage(route);
  const problems = page ? findProblems(page, route) : new Map();
  const named = new Map([...problems].filter(([id]) => tried.has(id)));
  for (const field of fields) field.refresh(route, named);
  showProgress(page ? countPages() : null);
  const next = document.getElementById("next");
  if (next && page) next.replaceChildren(word(isLast(page, route) ? (form.post ? "send" : "finish") : "next"));
  document.getElementById("unsaved").hidden = canStore;
}

function isLast(page, route) {
  const pages = listPages(route);
  return pages[pages.length - 1] === page;
}

function showProgress(count) {
  const place = document.getElementById("progress");
  place.hidden = !count;
  if (!count) return;
  place.querySelector("span").replaceChildren(word("progress", count));
  const bar = place.querySelector("progress");
  bar.max = count.pages;
  bar.value = count.page;
}

function showFooter() {
  const again = button("plain", "again_yes", startAgain);
  const host = form.post ? new URL(form.post).host : "";
  const details = make("details", {}, make("summary", {}, word("again")), make("p", {}, word("again_text")), again);
  const privacy = make("p", {}, word(form.post ? "privacy_send" : "privacy_file", { host }));
  const unsaved = make("p", { id: "unsaved", role: "status", hidden: true }, word("unsaved"));
  const shown = draft.result ? [unsaved, details] : isRefused ? [unsaved] : [unsaved, privacy, details];
  document.querySelector("footer").replaceChildren(...shown);
}

function startAgain() {
  stopDelivery();
  draft = newDraft(draft.language);
  isRefused = false;
  isRestored = false;
  removeDraft();
  remember(null, null, "pushState");
  move();
}
