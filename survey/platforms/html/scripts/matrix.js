// A matrix: a table where there is room, else a block of options for each row. Both hold the same inputs.

const MOST_COLUMNS = 14;
const ROW_WIDTH = 17; // rem for the wording of the rows
const COLUMN_WIDTH = 4.3; // rem

function buildMatrix(block) {
  const rows = block.rows.map((id) => makeRow(form.items.find((item) => item.id === id)));
  const items = rows.map(({ item }) => item);
  const allOptional = items.every(({ required }) => !required);
  const heading = make("h3", { class: "question", id: `matrix-${block.id}` }, tell(block.text));
  const head = make("div", { class: "head" }, heading, " ", allOptional ? markOptional(items[0]) : null);
  const holder = make("div", {});
  const clear = items.some(({ required }) => required)
    ? null
    : makeClear(items, "clear_all", () => rows[0].options[0].input);
  const labelled = { role: "group", "aria-labelledby": heading.id };
  const element = make(
    "section",
    { class: "field matrix", ...labelled },
    head,
    paragraph("help", tell(block.help)),
    holder,
    clear,
  );
  const wide = watchWidth(items[0]);
  let current = null;

  function arrange() {
    if (current === wide.matches) return;
    current = wide.matches;
    const active = document.activeElement;
    holder.replaceChildren(current ? layOutTable(rows, heading, allOptional) : layOutBlocks(rows, allOptional));
    if (holder.contains(active)) active.focus({ preventScroll: true });
  }

  return {
    items,
    element,
    focus: (item) => focusRow(rows.find((row) => row.item === item)),
    refresh(route, problems) {
      arrange();
      element.hidden = items.every(({ id }) => !route.shown.has(id));
      element.classList.toggle(
        "wrong",
        items.some(({ id }) => problems.has(id)),
      );
      for (const row of rows) refreshRow(row, route, problems);
      if (clear) clear.classList.toggle("gone", !items.some(({ id }) => route.answers.has(id)));
    },
  };
}

function watchWidth(item) {
  const columns = item.points.length + item.special.length;
  const width = columns > MOST_COLUMNS ? 9999 : ROW_WIDTH + COLUMN_WIDTH * columns;
  return matchMedia(`(min-width: ${width}rem)`);
}

function makeRow(item) {
  const options = [...item.points, ...item.special].map((point) => ({
    ...point,
    isSpecial: item.special.includes(point),
    input: makeInput(item, point.code, "radio"),
  }));
  return { item, options, ...describeField(item), place: null };
}

function refreshRow(row, route, problems) {
  const { item, options, error, place } = row;
  const problem = problems.get(item.id);
  place.hidden = !route.shown.has(item.id);
  place.classList.toggle("wrong", Boolean(problem));
  if (place.getAttribute("role") === "radiogroup") place.setAttribute("aria-invalid", String(Boolean(problem)));
  showError(error, item, problem);
  for (const { code, input } of options) {
    input.checked = isChosen(item, code);
    input.closest("label").classList.toggle("chosen", input.checked);
  }
}

function focusRow({ options, place }) {
  (options.find(({ input }) => input.checked) || options[0]).input.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}

// -- wide -----------------------------------------------------------------------------------------------------------

function layOutTable(rows, heading, allOptional) {
  const { item } = rows[0];
  const headings = rows[0].options.map(({ code, label, isSpecial }, place) => {
    const name = isLabelled(item) || isSpecial ? tell(label) : `${code} ${tell(label)}`.trim();
    return make("th", { scope: "col", id: `column-${item.id}-${place}`, class: isSpecial ? "aside" : null }, name);
  });
  const columns = headings.map(({ id }) => id);
  const table = make(
    "table",
    { "aria-labelledby": heading.id },
    make("thead", {}, make("tr", {}, make("td", {}), headings)),
    make(
      "tbody",
      {},
      rows.map((row) => layOutTableRow(row, columns, allOptional)),
    ),
  );
  return table;
}

function layOutTableRow(row, columns, allOptional) {
  const { item, options, help, error, by } = row;
  const name = make("span", { id: `row-${item.id}` }, tell(item.text));
  const head = make("th", { scope: "row" }, name, " ", allOptional ? null : markOptional(item), help, error);
  const cells = options.map(({ input, isSpecial }, place) => {
    input.setAttribute("aria-labelledby", `${name.id} ${columns[place]}`);
    input.setAttribute("aria-describedby", by);
    return make("td", { class: isSpecial ? "aside" : null }, make("label", { class: "cell" }, input));
  });
  row.place = make("tr", {}, head, cells);
  return row.place;
}

// -- narrow ---------------------------------------------------------------------------------------------------------

function layOutBlocks(rows, allOptional) {
  return make(
    "div",
    { class: "blocks" },
    rows.map((row) => layOutBlock(row, allOptional)),
  );
}

function layOutBlock(row, allOptional) {
  const { item, options, help, error, by } = row;
  const legend = make(
    "legend",
    {},
    make("span", { class: "question" }, tell(item.text)),
    " ",
    allOptional ? null : markOptional(item),
  );
  for (const { input } of options) {
    input.removeAttribute("aria-labelledby");
    input.removeAttribute("aria-describedby");
  }
  const points = options.filter(({ isSpecial }) => !isSpecial);
  const list = isLabelled(item)
    ? make("div", { class: "list" }, points.map(frameOption))
    : frameNumbers(item, points.map(frameNumber));
  const special = options.filter(({ isSpecial }) => isSpecial).map(frameOption);
  const attributes = { role: "radiogroup", "aria-required": String(item.required), "aria-describedby": by };
  row.place = make("fieldset", attributes, legend, help, error, list);
  if (special.length) row.place.append(make("div", { class: "special" }, special));
  return row.place;
}

function frameOption({ label, input }) {
  return make("div", { class: "option" }, make("label", { class: "choice" }, input, make("span", {}, tell(label))));
}

function frameNumber({ code, label, input }) {
  return makeNumber({ code, label }, input);
}
