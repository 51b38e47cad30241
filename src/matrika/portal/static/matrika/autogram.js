// Signing with Autogram, a program on the applicant's own computer, by its HTTP interface on the loopback.
// Nothing is sent anywhere else. The page works without this file: a container signed elsewhere can be uploaded.
"use strict";

const ADDRESS = "http://localhost:37200";
const LOOK_EVERY = 1000; // milliseconds
const PATIENCE = 30000; // milliseconds, for the program to start

const part = document.querySelector("[data-autogram]");
const states = [...part.querySelectorAll("[data-state]")];
const upload = document.querySelector("[data-container-form]");
let current = null; // the AbortController of the attempt that is under way

function show(name, detail = "") {
  for (const state of states) state.hidden = state.dataset.state !== name;
  const shown = states.find((state) => state.dataset.state === name);
  const place = shown && shown.querySelector("[data-detail]");
  if (place) place.textContent = detail;
  for (const button of part.querySelectorAll("[data-start]")) button.hidden = ["starting", "signing", "sending"].includes(name);
  part.querySelector("[data-cancel]").hidden = !["starting", "signing"].includes(name);
}

async function isReady(signal) {
  try {
    const answer = await fetch(`${ADDRESS}/info`, { cache: "no-store", signal });
    return answer.ok && (await answer.json()).status === "READY";
  } catch (problem) {
    if (signal.aborted) throw problem;
    return false; // nobody answers there yet
  }
}

const pause = (signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, LOOK_EVERY);
    signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });

// True once the program answers; it is asked to start when it does not at first.
async function wake(signal) {
  if (await isReady(signal)) return true;
  part.querySelector("[data-launch]").click();
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    await pause(signal);
    if (await isReady(signal)) return true;
  }
  return false;
}

// The signed container, or null when the applicant changed their mind in the program.
async function signed(signal) {
  const question = await fetch(part.dataset.question, { signal, credentials: "same-origin" });
  if (!question.ok) throw new Error(part.dataset.stale);
  // As text: another media type would make the browser ask the program first, which it does not expect.
  const answer = await fetch(`${ADDRESS}/sign`, {
    method: "POST",
    headers: { "Content-Type": "text/plain" },
    body: await question.text(),
    cache: "no-store",
    signal,
  });
  if (answer.status === 204) return null;
  const body = await answer.json();
  if (!answer.ok) throw new Error([body.message, body.details].filter(Boolean).join(": ") || String(answer.status));
  return Uint8Array.from(atob(body.content), (sign) => sign.charCodeAt(0));
}

// The container goes the way of every uploaded one.
function send(container) {
  const files = new DataTransfer();
  files.items.add(new File([container], "ziadost.asice", { type: "application/vnd.etsi.asic-e+zip" }));
  upload.querySelector("input[type=file]").files = files.files;
  upload.requestSubmit();
}

async function attempt() {
  current = new AbortController();
  const { signal } = current;
  try {
    show("starting");
    if (!(await wake(signal))) return show("absent");
    show("signing");
    const container = await signed(signal);
    if (container === null) return show("cancelled");
    show("sending");
    send(container);
  } catch (problem) {
    if (signal.aborted) show("cancelled");
    else show("failed", problem.message);
  }
}

for (const button of part.querySelectorAll("[data-start]")) button.addEventListener("click", attempt);
part.querySelector("[data-cancel]").addEventListener("click", () => current.abort());
part.hidden = false;
show("idle");
