// The form as the page carries it: what is asked, and the texts of the form itself in the languages it needs.

const form = JSON.parse(document.getElementById("form").textContent);

for (const item of form.items) {
  const scale = item.scale === undefined ? {} : form.scales[item.scale];
  Object.assign(item, { points: [], choices: [], special: [], required: false, ...scale, ...item });
}
