// Small comforts. Every page works without this file.
"use strict";

// The error summary takes the focus, so that a screen reader begins with it.
const summary = document.querySelector("[data-focus]");
if (summary) summary.focus();

// A second click on a sending button does nothing; the server refuses it as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  if (form.method === "post") form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 5000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((f) => delete f.dataset.sent));

// What was typed is kept by sending the form only. Whoever changes the language, logs out or follows a
// link before that is asked first.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  for (const leaving of [form, ...document.querySelectorAll("form[data-discard]")])
    leaving.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

// Copy buttons: <button data-copy="id-of-the-text" data-done="Copied" hidden>.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = before), 2000);
  });
}

// A file dropped on a file field is shown by its border; the browser itself takes the drop.
for (const field of document.querySelectorAll("input[type=file]")) {
  field.addEventListener("dragover", () => field.classList.add("is-over"));
  for (const end of ["dragleave", "drop"]) field.addEventListener(end, () => field.classList.remove("is-over"));
}
