// Fields to click: choices, response scales, recommendation and stars.
// A field is {items, element, refresh(route, problems), focus()}; refresh shows the draft as it is now.

const MOST_IN_A_ROW = 7; // labelled points that stand beside each other on a wide screen

function answerOf(item) {
  if (!draft.answers.has(item.id)) draft.answers.set(item.id, emptyAnswer());
  return draft.answers.get(item.id);
}

function isChosen(item, code) {
  const given = draft.answers.get(item.id);
  return Boolean(given) && (item.type === "multiple_choice" ? given.codes.includes(code) : given.code === code);
}

function choose(item, code, checked) {
  const given = answerOf(item);
  if (item.type === "multiple_choice") given.codes = tick(item, given.codes, code, checked);
  else given.code = checked ? code : null;
  if (checked && TYPED.has(item.type)) given.text = "";
  changed();
}

// An exclusive option drops the others, and any other option drops the exclusive ones.
function tick(item, codes, code, checked) {
  const others = codes.filter((one) => one !== code);
  if (!checked) return others;
  const exclusive = new Set(item.choices.filter((choice) => choice.exclusive).map((choice) => choice.code));
  return exclusive.has(code) ? [code] : [...others.filter((one) => !exclusive.has(one)), code];
}

function makeInput(item, code, type) {
  return make("input", {
    type,
    name: item.id,
    value: code,
    required: type === "radio" && item.required,
    onchange: (event) => choose(item, code, event.target.checked),
  });
}

// -- one option -----------------------------------------------------------------------------------------------------

// An option is {code, input, element, beside}.
function makeOption(item, { code, label, text }, type) {
  const input = makeInput(item, code, type);
  const beside = text ? makeBeside(item, code, label) : null;
  const labelled = make("label", { class: "choice" }, input, make("span", {}, tell(label)));
  return { code, input, beside, element: make("div", { class: "option" }, labelled, beside) };
}

function makeBeside(item, code, label) {
  const input = make("input", {
    type: "text",
    dir: "auto",
    value: answerOf(item).beside[code] || "",
    placeholder: say("specify"),
    "aria-label": `${tell(label)}: ${say("specify")}`,
    enterkeyhint: "done",
    oninput: (event) => {
      answerOf(item).beside[code] = event.target.value;
      changed();
    },
  });
  return make("div", { class: "beside" }, input);
}

function makeNumber({ code, label }, input) {
  const hidden = tell(label) ? make("span", { class: "unseen" }, ` ${tell(label)}`) : null;
  return { code, input, element: make("label", { class: "number" }, input, make("span", {}, String(code), hidden)) };
}

function makeStar({ code, label }, input) {
  const name = word(code === 1 ? "stars_one" : "stars_many", { n: code });
  const said = make("span", { class: "unseen" }, name, tell(label) ? `, ${tell(label)}` : null);
  return { code, input, element: make("label", { class: "star" }, input, make("span", { class: "shape" }), said) };
}

// -- the options of an item -----------------------------------------------------------------------------------------

function layOut(item) {
  const many = item.type === "multiple_choice";
  if (item.type === "stars") return layOutStars(item);
  if (!isLabelled(item)) return layOutNumbers(item);
  const listed = item.points.length ? item.points : item.choices;
  const options = listed.map((option) => makeOption(item, option, many ? "checkbox" : "radio"));
  const isRow = item.points.length > 0 && item.points.length <= MOST_IN_A_ROW;
  return {
    options,
    element: make(
      "div",
      { class: isRow ? "list row" : "list" },
      options.map(({ element }) => element),
    ),
  };
}

function layOutNumbers(item) {
  const options = item.points.map((point) => makeNumber(point, makeInput(item, point.code, "radio")));
  return { options, element: frameNumbers(item, options) };
}

function frameNumbers(item, options) {
  const row = make(
    "div",
    { class: "numbers" },
    options.map(({ element }) => element),
  );
  return make("div", { class: "rated" }, row, makeAnchors(item));
}

function isLabelled(item) {
  return item.points.every(({ label }) => tell(label));
}

function layOutStars(item) {
  const options = item.points.map((point) => makeStar(point, makeInput(item, point.code, "radio")));
  const count = make("span", { class: "count", "aria-hidden": "true" });
  const row = make(
    "div",
    { class: "stars" },
    options.map(({ element }) => element),
  );
  const rated = make("div", { class: "rated" }, row, makeAnchors(item));
  const refresh = () => {
    const chosen = (draft.answers.get(item.id) || emptyAnswer()).code;
    const points = item.points.some(({ code }) => code === chosen) ? chosen : null;
    for (const { code, element } of options) element.classList.toggle("lit", points !== null && code <= points);
    count.replaceChildren(...(points === null ? [] : [word("stars_chosen", { n: points, most: options.length })]));
  };
  return { options, refresh, element: make("div", { class: "starred" }, rated, count) };
}

// The labels of a scale that has some; the numbers themselves carry them for screen readers.
function makeAnchors(item) {
  const labelled = item.points.filter(({ label }) => tell(label));
  if (!labelled.length) return null;
  const anchors = labelled.map(({ code, label }) => make("span", {}, make("b", {}, String(code)), ` ${tell(label)}`));
  return make("div", { class: "anchors", "aria-hidden": "true" }, anchors);
}

function layOutSpecial(item, type) {
  const options = item.special.map((special) => makeOption(item, special, type));
  return {
    options,
    element: options.length
      ? make(
          "div",
          { class: "special" },
          options.map((one) => one.element),
        )
      : null,
  };
}

// -- the field ------------------------------------------------------------------------------------------------------

function describeField(item) {
  const help = tell(item.help) ? make("p", { class: "help", id: `help-${item.id}` }, tell(item.help)) : null;
  const error = make("p", { class: "error", id: `error-${item.id}` });
  return { help, error, by: [help ? help.id : "", error.id].join(" ").trim() };
}

function markOptional(item) {
  return item.required ? null : make("span", { class: "optional" }, word("optional"));
}

function showError(error, item, problem) {
  const values = { low: item.min, high: item.max };
  if (problem) error.classList.add("held"); // keeps its line when it is mended, so that nothing jumps
  error.replaceChildren(
    ...(problem ? [make("span", { class: "unseen" }, word("error"), " "), word(problem, values)] : []),
  );
}

function buildOptions(item) {
  const many = item.type === "multiple_choice";
  const { help, error, by } = describeField(item);
  const main = layOut(item);
  const special = layOutSpecial(item, "radio");
  const options = [...main.options, ...special.options];
  const clear = many || item.required ? null : makeClear([item], "clear", () => options[0].input);
  const radios = { role: "radiogroup", "aria-required": String(item.required), "aria-describedby": by };
  const legend = make("legend", {}, make("span", { class: "question" }, tell(item.text)), " ", markOptional(item));
  const element = make(
    "fieldset",
    { class: "field", ...(many ? { "aria-describedby": by } : radios) },
    legend,
    help,
    error,
  );
  element.append(main.element, ...[special.element, clear].filter(Boolean));
  return {
    items: [item],
    element,
    focus: () => giveFocus(options.find(({ input }) => input.checked)?.input || options[0].input),
    refresh(route, problems) {
      element.hidden = !route.shown.has(item.id);
      refreshOptions(item, options, route, problems.get(item.id));
      if (!many) element.setAttribute("aria-invalid", String(problems.has(item.id)));
      element.classList.toggle("wrong", problems.has(item.id));
      showError(error, item, problems.get(item.id));
      if (main.refresh) main.refresh();
      if (clear) clear.classList.toggle("gone", (draft.answers.get(item.id) || emptyAnswer()).code === null);
    },
  };
}

function refreshOptions(item, options, route, problem) {
  const offered = route.offered.get(item.id) || new Set();
  for (const { code, input, element, beside } of options) {
    element.hidden = !offered.has(code);
    input.checked = isChosen(item, code);
    if (input.type === "checkbox") input.setAttribute("aria-invalid", String(Boolean(problem)));
    element.classList.toggle("chosen", input.checked);
    if (beside) beside.hidden = !input.checked;
  }
}

// A radio button cannot be unticked, so an answer that may stay blank has a way back.
function makeClear(items, key, next) {
  return button("clear", key, () => {
    for (const item of items) Object.assign(answerOf(item), { code: null });
    changed();
    next().focus({ preventScroll: true });
  });
}
