// Answers: from what was clicked and typed to the columns of the answer file.
// What was given to an item is {code, codes, text, beside}: the option chosen, the options ticked, the text typed, and
// the texts beside options by code. It stays when an item is hidden; only what is shown is read.

const TYPED = new Set(["number", "date", "short_text", "long_text"]);
const BLANK = /^[\s\x1c-\x1f\x85]*$/; // what counts as blank in Python too
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const DECIMAL_COMMA = /^[+-]?\d+,(\d{1,2}|\d{4,})$/; // with three digits it may group thousands
const DAY = /^(?!0000)\d{4}-\d{2}-\d{2}$/;

function emptyAnswer() {
  return { code: null, codes: [], text: "", beside: {} };
}

// Returns [column, value] pairs; none for a blank.
function readAnswer(item, given, offered) {
  if (!given) return [];
  if (item.type === "multiple_choice") {
    const chosen = given.codes.filter((code) => offered.has(code));
    if (!chosen.length) return [];
    const ticks = item.choices.map(({ code }) => [`${item.id}__${code}`, chosen.includes(code) ? 1 : 0]);
    return [...ticks, ...readBeside(item, given, chosen)];
  }
  if (given.code !== null && offered.has(given.code)) {
    return [[item.id, given.code], ...readBeside(item, given, [given.code])];
  }
  const value = TYPED.has(item.type) ? readTyped(item, given.text).value : undefined;
  return value === undefined ? [] : [[item.id, value]];
}

function readBeside(item, given, chosen) {
  return item.choices
    .filter(({ code, text }) => text && chosen.includes(code) && !BLANK.test(given.beside[code] || ""))
    .map(({ code }) => [`${item.id}__${code}__text`, clean(given.beside[code])]);
}

// Half a character cannot be written to a file.
function clean(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

// Returns {value}, {problem} or, for a blank, neither.
function readTyped(item, text) {
  if (BLANK.test(text)) return {};
  if (item.type === "number") return readNumber(item, text);
  if (item.type === "date") return isDay(text) ? { value: text } : { problem: "problem_date" };
  return { value: clean(text) };
}

function readNumber(item, text) {
  const plain = text
    .normalize("NFKC")
    .replace(/\s/g, "")
    .replace(/\u2212/g, "-")
    .replace(/。/g, ".");
  const written = DECIMAL_COMMA.test(plain) ? plain.replace(",", ".") : plain;
  const value = Number(written);
  if (!DECIMAL.test(written) || !Number.isFinite(value)) return { problem: "problem_number" };
  const tooLow = item.min !== undefined && value < item.min;
  const tooHigh = item.max !== undefined && value > item.max;
  if (tooLow || tooHigh) return { problem: nameLimits("problem", item) };
  return item.integer && !Number.isInteger(value) ? { problem: "problem_whole" } : { value };
}

function nameLimits(start, item) {
  if (item.min === undefined) return `${start}_high`;
  return item.max === undefined ? `${start}_low` : `${start}_both`;
}

function isDay(text) {
  const moment = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

// Returns the key of the message, or null where nothing is wrong.
function findProblem(item, given, offered) {
  const typed = TYPED.has(item.type) && given && given.code === null ? readTyped(item, given.text) : {};
  if (typed.problem) return typed.problem;
  if (!item.required || readAnswer(item, given, offered).length) return null;
  if (item.type === "multiple_choice") return "problem_tick";
  return TYPED.has(item.type) ? "problem_write" : "problem_choose";
}

// -- what is handed in ----------------------------------------------------------------------------------------------

function buildResult(form, draft, language) {
  const route = findRoute(form.items, draft.answers);
  const now = new Date();
  return {
    format: "survey-html-1",
    questionnaire: form.id,
    version: form.version,
    response: makeId(),
    language,
    started: draft.started || stampTime(now),
    submitted: stampTime(now),
    seconds: Math.round(draft.seconds * 10) / 10,
    consent: draft.consent,
    answers: Object.fromEntries(route.answers),
    shown: [...route.shown],
  };
}

// crypto.randomUUID is missing on plain http pages.
function makeId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function stampTime(moment) {
  const minutes = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + minutes * 60000).toISOString().slice(0, 19);
  const two = (number) => String(Math.abs(Math.trunc(number))).padStart(2, "0");
  return `${local}${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
