// Routing: what is shown, by the same rules as survey/questionnaire/routing.py.
// A condition is a list: ["all", …], ["any", …], ["not", part], ["==", item, value] and the other signs,
// ["in", item, values], ["includes", item, code], ["answered", item].
// Answers are a Map from column to number or text; a column that is missing is unanswered.

function holds(condition, answers) {
  const [kind, ...parts] = condition;
  if (kind === "all") return parts.every((part) => holds(part, answers));
  if (kind === "any") return parts.some((part) => holds(part, answers));
  if (kind === "not") return !holds(parts[0], answers);
  const [item, wanted] = parts;
  if (kind === "answered") return [...answers].some(([column, value]) => isOf(column, item) && !isEmpty(value));
  if (kind === "includes") return compares(answers.get(`${item}__${wanted}`), "==", 1);
  if (kind === "in") return wanted.some((one) => compares(answers.get(item), "==", one));
  return compares(answers.get(item), kind, wanted);
}

const OPTION = /^__-?\d+(?:__text)?$/; // what the columns of an item's options have after its id

function isOf(column, item) {
  return column === item || (column.startsWith(item) && OPTION.test(column.slice(item.length)));
}

function isEmpty(value) {
  return value === undefined || value === null || value === "" || Number.isNaN(value);
}

function compares(value, sign, wanted) {
  if (isEmpty(value) || typeof value !== typeof wanted) return false;
  const order = typeof value === "number" ? value - wanted : compareTexts(value, wanted);
  switch (sign) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    default:
      return order >= 0;
  }
}

// JavaScript's own < goes by UTF-16 units, which puts rare characters elsewhere than Python does.
function compareTexts(one, other) {
  const left = Array.from(one);
  const right = Array.from(other);
  const place = left.findIndex((sign, index) => sign !== right[index]);
  if (place < 0) return left.length - right.length;
  return place < right.length ? left[place].codePointAt(0) - right[place].codePointAt(0) : 1;
}

// Walks through the items in the order asked, for a condition looks at earlier items only.
// Returns what is answered among what is shown, the ids shown, and for each of them the codes on offer.
function findRoute(items, given) {
  const answers = new Map();
  const shown = new Set();
  const offered = new Map();
  for (const item of items) {
    if (item.shown && !holds(item.shown, answers)) continue;
    shown.add(item.id);
    offered.set(item.id, findOffered(item, answers));
    for (const [column, value] of readAnswer(item, given.get(item.id), offered.get(item.id))) {
      answers.set(column, value);
    }
  }
  return { answers, shown, offered };
}

function findOffered(item, answers) {
  const choices = item.choices.filter((choice) => !choice.shown || holds(choice.shown, answers));
  return new Set([...choices, ...item.points, ...item.special].map((option) => option.code));
}
