// The start: show where somebody stopped, or the beginning, and listen to what happens outside the form.

window.addEventListener("popstate", (event) => {
  draft.page = event.state ? event.state.page : null;
  isRestored = false;
  if (!draft.result && !isRefused) saveDraft();
  move();
});
window.addEventListener("resize", refresh);
window.addEventListener("online", () => {
  if (draft.result && form.post) send();
});
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
watchTime();
remember(draft.page, null, "replaceState");
show();
if (draft.result && form.post) send();
