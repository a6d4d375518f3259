// The channel without reloading: sends what is typed and clicked, and shows what changes as it comes.
"use strict";

const list = document.getElementById("messages");
const composer = document.getElementById("composer");
const typed = document.getElementById("typed");
const trouble = document.getElementById("trouble");
const windowPlace = document.getElementById("window");
const sentBefore = [];
let back = 0;

function drawn(html) {
  const template = document.createElement("template");
  template.innerHTML = html; // drawn and escaped by the desk
  localTimes(template.content);
  const element = template.content.firstElementChild;
  for (const reply of element.querySelectorAll(".reply")) reply.hidden = false;
  return element;
}

function atEnd() {
  const page = document.documentElement;
  return page.scrollHeight - page.scrollTop - page.clientHeight < 160;
}

function toEnd() {
  window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
}

// --- what comes

function place(told) {
  const there = document.getElementById("m" + told.ts);
  if (!told.html) return there && there.remove();
  const message = drawn(told.html);
  if (there) {
    const pressed = there.contains(document.activeElement) && document.activeElement.value;
    there.replaceWith(message);
    const again = pressed && [...message.querySelectorAll("button")].find((b) => b.value === pressed);
    if (again) again.focus();
    return message;
  }
  const parent = told.thread && document.getElementById("m" + told.thread);
  (parent ? parent.querySelector(".thread") : list).append(message);
  return message;
}

function show(event) {
  const follow = atEnd();
  const message = place(JSON.parse(event.data));
  if (!message || !follow || event.type === "changed") return;
  // A long answer is read from its beginning: do not scroll its head off the screen.
  toEnd();
  const head = message.getBoundingClientRect().top;
  const top = document.querySelector(".masthead").offsetHeight + 8;
  if (message.classList.contains("bot") && head < top) window.scrollBy({ top: head - top, behavior: "instant" });
}

function showWindow(html) {
  const before = document.activeElement;
  windowPlace.textContent = "";
  if (!html) return typed.focus();
  const dialog = drawn(html);
  windowPlace.append(dialog);
  dialog.removeAttribute("open");
  dialog.showModal();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialog.querySelector("[name=close]").click();
  });
  if (before && before.name === "close") before.blur();
}

function listen() {
  const stream = new EventSource(`/changes?since=${list.dataset.number}&life=${list.dataset.life}`);
  for (const name of ["posted", "changed", "deleted"]) stream.addEventListener(name, show);
  stream.addEventListener("view", (event) => showWindow(JSON.parse(event.data).html));
  stream.addEventListener("closed", () => showWindow(""));
  stream.addEventListener("stale", () => location.reload());
  stream.addEventListener("open", () => say(""));
  stream.addEventListener("error", () => say("The desk does not answer. Is the bot still running? Trying again…"));
}

function say(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

// --- what goes

async function send(form, button) {
  const data = new FormData(form, button);
  if (button) button.disabled = true;
  try {
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { "X-Desk": "script" },
    });
    if (answer.status === 422) return complain(form, (await answer.json()).errors);
    say(answer.ok ? "" : answer.status < 500 ? await answer.text() : "That did not work. Try again.");
    return answer.ok;
  } catch {
    say("The desk does not answer. Is the bot still running? What you typed is still here.");
    return false;
  } finally {
    if (button) button.disabled = false;
  }
}

function complain(form, errors) {
  for (const place of form.querySelectorAll("[data-error]")) place.textContent = errors[place.dataset.error] || "";
  return false;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const button = event.submitter;
  if (button && button.dataset.confirm && !window.confirm(button.dataset.confirm)) return;
  if (form !== composer) {
    await send(form, button);
    for (const menu of form.querySelectorAll("details[open]")) menu.open = false;
    return;
  }
  const words = typed.value.trim();
  if (!words) return;
  typed.value = "";
  toEnd();
  if (await send_typed(words)) {
    sentBefore.push(words);
    back = 0;
  } else if (!typed.value) {
    typed.value = words;
  }
});

async function send_typed(words) {
  const data = new FormData(composer);
  data.set("text", words);
  const copy = document.createElement("form");
  copy.setAttribute("action", composer.getAttribute("action"));
  for (const [name, value] of data) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    copy.append(field);
  }
  return send(copy);
}

if (!CSS.supports("field-sizing", "content")) {
  typed.addEventListener("input", () => {
    typed.style.height = "auto";
    typed.style.height = typed.scrollHeight + 2 + "px";
  });
}

typed.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  } else if (event.key === "ArrowUp" && sentBefore.length && (!typed.value || back)) {
    event.preventDefault();
    back = Math.min(back + 1, sentBefore.length);
    typed.value = sentBefore[sentBefore.length - back];
  }
});

// --- examples, threads

function thread(ts) {
  composer.elements.thread.value = ts;
  const line = composer.querySelector(".threading");
  line.hidden = !ts;
  line.querySelector("span").textContent = ts ? "Your next question goes into the thread." : "";
  typed.focus();
}

document.addEventListener("click", (event) => {
  const example = event.target.closest("[data-say]");
  const reply = event.target.closest(".reply");
  if (example) {
    event.preventDefault();
    typed.value = example.dataset.say;
    typed.focus();
  } else if (reply) {
    thread(reply.dataset.thread);
  } else if (event.target.closest(".threading button")) {
    thread("");
  } else if (!event.target.closest(".overflow")) {
    for (const menu of document.querySelectorAll("details.overflow[open]")) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement && document.activeElement.closest("details.overflow[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const reply of document.querySelectorAll(".reply")) reply.hidden = false;
if (windowPlace.firstElementChild) showWindow(windowPlace.innerHTML);
if (!location.hash) toEnd();
typed.focus({ preventScroll: true });
listen();
