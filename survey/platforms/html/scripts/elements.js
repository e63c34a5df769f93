// Elements and texts. Texts of people only ever become text nodes and attribute values, never markup.

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// The text of the questionnaire in the language chosen, or in its first one.
function tell(text) {
  return text ? text[draft.language] || Object.values(text)[0] || "" : "";
}

// A text of the form itself, as plain text.
function say(key, values = {}) {
  return form.texts[form.spoken[draft.language]][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// The same as a node, marked with its language where that is not the questionnaire's.
function word(key, values) {
  const spoken = form.spoken[draft.language];
  const same = spoken.split("-")[0] === draft.language.split("-")[0];
  return same ? say(key, values) : make("span", { lang: spoken, dir: "ltr" }, say(key, values));
}

function button(kind, key, onclick) {
  return make("button", { type: "button", class: kind, onclick }, word(key));
}

function paragraph(kind, text) {
  return text ? make("p", { class: kind }, text) : null;
}

function giveFocus(element) {
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "start" });
}
