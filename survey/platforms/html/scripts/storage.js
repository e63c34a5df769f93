// The draft: everything that must survive a reload. It is kept in localStorage, and in memory where there is none.

const KEY = `survey:${form.id}:${form.version}`;
let opened = performance.now();
let draft = loadDraft();

function newDraft(language = form.language) {
  return { language, page: null, started: null, seconds: 0, consent: null, result: null, answers: new Map() };
}

// A stored draft may be of an older edition of the form or spoilt: only what fits is taken.
function loadDraft() {
  const fresh = newDraft();
  const kept = readStored();
  if (!kept) return fresh;
  const isText = (value) => typeof value === "string";
  return {
    language: form.languages.includes(kept.language) ? kept.language : fresh.language,
    page: isText(kept.page) ? kept.page : null,
    started: isText(kept.started) ? kept.started : null,
    seconds: Number.isFinite(kept.seconds) ? kept.seconds : 0,
    consent: typeof kept.consent === "boolean" ? kept.consent : null,
    result: kept.result && typeof kept.result === "object" ? kept.result : null,
    answers: new Map(
      form.items.filter(({ id }) => hasOwn(kept.answers, id)).map(({ id }) => [id, mend(kept.answers[id])]),
    ),
  };
}

function mend(given) {
  const whole = (value) => Number.isInteger(value);
  const { code, codes, text, beside } = given || {};
  return {
    code: whole(code) ? code : null,
    codes: Array.isArray(codes) ? codes.filter(whole) : [],
    text: typeof text === "string" ? text : "",
    beside: Object.fromEntries(Object.entries(beside || {}).filter(([, value]) => typeof value === "string")),
  };
}

function hasOwn(record, name) {
  return Boolean(record) && Object.prototype.hasOwnProperty.call(record, name);
}

function readStored() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch (error) {
    return null;
  }
}

// Returns whether a reload would bring the draft back.
function saveDraft() {
  if (draft.isClosed) return true;
  countTime();
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...draft, answers: Object.fromEntries(draft.answers) }));
    return true;
  } catch (error) {
    return false;
  }
}

function removeDraft() {
  try {
    localStorage.removeItem(KEY);
  } catch (error) {
    // Without storage there is nothing to remove.
  }
}

// What has been handed over is not kept any longer; it stays in memory while the page is open.
function closeDraft() {
  draft.isClosed = true;
  removeDraft();
}

function startClock() {
  if (draft.started) return;
  draft.started = stampTime(new Date());
  opened = performance.now();
}

// Seconds count while the form is in sight, so that a break does not make a hasty answer look slow.
function countTime() {
  const now = performance.now();
  if (!document.hidden && draft.started && !draft.result) draft.seconds += (now - opened) / 1000;
  opened = now;
}

function watchTime() {
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      opened = performance.now();
    } else if (draft.started && !draft.result) {
      draft.seconds += (performance.now() - opened) / 1000;
      saveDraft();
    }
  });
}
