// Fields to type in: numbers, dates, texts.

function buildEntry(item) {
  const { help, error, by } = describeField(item);
  const question = make(
    "label",
    { for: `entry-${item.id}`, id: `question-${item.id}`, class: "question" },
    tell(item.text),
  );
  const unit = tell(item.unit) ? make("span", { class: "unit", id: `unit-${item.id}` }, tell(item.unit)) : null;
  const limits = describeLimits(item);
  const described = [limits ? limits.id : "", unit ? unit.id : "", by].filter(Boolean).join(" ");
  const input = makeEntry(item, described);
  const special = layOutSpecial(item, "checkbox");
  if (special.element) special.element.setAttribute("role", "group");
  if (special.element) special.element.setAttribute("aria-labelledby", question.id);
  const head = make("div", { class: "head" }, question, " ", markOptional(item));
  const element = make(
    "div",
    { class: "field" },
    head,
    help,
    limits,
    error,
    make("div", { class: "entry" }, input, unit),
  );
  if (special.element) element.append(special.element);
  return {
    items: [item],
    element,
    focus: () => giveFocus(input),
    refresh(route, problems) {
      element.hidden = !route.shown.has(item.id);
      refreshOptions(item, special.options, route);
      showText(item, input);
      input.setAttribute("aria-invalid", String(problems.has(item.id)));
      element.classList.toggle("wrong", problems.has(item.id));
      showError(error, item, problems.get(item.id));
    },
  };
}

function makeEntry(item, described) {
  const shared = {
    id: `entry-${item.id}`,
    name: item.id,
    required: item.required,
    "aria-describedby": described,
    oninput: (event) => takeTyped(item, event.target),
  };
  if (item.type === "long_text") return make("textarea", { ...shared, rows: 5, dir: "auto" });
  if (item.type === "date") return makeDate(shared);
  if (item.type === "short_text") return make("input", { ...shared, type: "text", dir: "auto", enterkeyhint: "done" });
  return make("input", { ...shared, type: "text", class: "short", inputmode: keyboardFor(item), enterkeyhint: "done" });
}

// Browsers tell nobody of a date that is filled in part only, so it is looked at again when it is left.
function makeDate(shared) {
  return make("input", { ...shared, type: "date", min: "0001-01-01", max: "9999-12-31", onblur: shared.oninput });
}

// The number pads of phones have no minus.
function keyboardFor(item) {
  if (item.min === undefined || item.min < 0) return "text";
  return item.integer ? "numeric" : "decimal";
}

function describeLimits(item) {
  if (item.type !== "number") return null;
  const isLimited = item.min !== undefined || item.max !== undefined;
  const parts = isLimited ? [word(nameLimits("limits", item), { low: item.min, high: item.max })] : [];
  if (item.integer) parts.push(word("limits_whole"));
  return parts.length ? make("p", { class: "help", id: `limits-${item.id}` }, parts) : null;
}

// A date of which only a part is filled has no value yet; "?" stands for it, which is no date.
function takeTyped(item, input) {
  const given = answerOf(item);
  given.text = input.validity.badInput ? "?" : input.value;
  if (input.value) given.code = null;
  changed();
}

function showText(item, input) {
  const given = draft.answers.get(item.id) || emptyAnswer();
  if (input.value === given.text || input.validity.badInput) return;
  input.value = given.text;
  if (given.text && !input.value) given.text = "";
}
