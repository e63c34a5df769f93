// Stands in for Google's FormApp: records what a script makes, and refuses what Google's documentation refuses.
const fs = require("fs");
const readline = require("readline");
const vm = require("vm");

const refuse = text => { throw new Error(text); };
const isDistinct = texts => new Set(texts).size === texts.length;
const checkTexts = texts => {
  texts.every(text => typeof text === "string" && text.trim()) || refuse("an empty option or row");
  isDistinct(texts) || refuse("an option or row twice");
};
const SHARED = ["setTitle", "setHelpText"];
const QUESTION = [...SHARED, "setRequired"];
const LIST = [...QUESTION, "setChoiceValues", "setChoices", "createChoice"];
const METHODS = {
  MultipleChoice: LIST, List: LIST, Checkbox: [...QUESTION, "setChoiceValues"],
  Grid: [...QUESTION, "setRows", "setColumns"], Scale: [...QUESTION, "setBounds", "setLabels"],
  Text: [...QUESTION, "setValidation"], ParagraphText: QUESTION, Date: QUESTION,
  PageBreak: [...SHARED, "setGoToPage"], SectionHeader: SHARED,
};
const FormApp = {
  PageNavigationType: { SUBMIT: "SUBMIT", CONTINUE: "CONTINUE", RESTART: "RESTART" },
  create: title => makeForm(title),
  createTextValidation: () => makeValidation(),
};
let form;

function makeForm(title) {
  form = { title, settings: {}, items: [] };
  const made = { getEditUrl: () => "edit", getPublishedUrl: () => "view" };
  for (const name of ["setDescription", "setConfirmationMessage", "setProgressBar"]) {
    made[name] = value => { form.settings[name] = value; };
  }
  for (const type of Object.keys(METHODS)) made[`add${type}Item`] = () => makeItem(type);
  return made;
}

function makeItem(type) {
  const record = { type, index: form.items.length };
  form.items.push(record);
  const made = { record };
  for (const name of METHODS[type]) {
    made[name] = (...values) => { record[name.slice(3)] = read(name, values); return made; };
  }
  if (METHODS[type] === LIST) {
    made.createChoice = (value, page) => ({ value, page: page && page.record ? page.record.index : page });
  }
  return made;
}

function read(name, values) {
  if (name === "setChoiceValues" || name === "setRows" || name === "setColumns") checkTexts(values[0]);
  if (name === "setChoices") {
    checkTexts(values[0].map(choice => choice.value));
    values[0].every(choice => choice.page !== undefined) || refuse("a page that is none");
  }
  if (name === "setBounds") {
    const [low, high] = values;
    (low === 0 || low === 1) && high >= 3 && high <= 10 || refuse("bounds");
    return values;
  }
  if (name === "setGoToPage") return values[0].record ? values[0].record.index : values[0];
  return values.length === 1 ? values[0] : values;
}

function makeValidation() {
  const rule = {};
  const made = { build: () => rule };
  for (const name of ["requireNumber", "requireWholeNumber", "requireNumberBetween",
    "requireNumberGreaterThanOrEqualTo", "requireNumberLessThanOrEqualTo", "setHelpText"]) {
    made[name] = (...values) => { rule[name] = values; return made; };
  }
  return made;
}

// Reads paths of scripts, one a line, and answers each with its form, or with why it was refused, in one line.
const run = path => {
  vm.runInNewContext(fs.readFileSync(path, "utf8") + "\ncreateForm();", { FormApp, Logger: { log: () => {} } });
  return form;
};
readline.createInterface({ input: process.stdin }).on("line", path => {
  let answer;
  try { answer = run(path); } catch (error) { answer = { refused: String(error) }; }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
