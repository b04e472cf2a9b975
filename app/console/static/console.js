// What the pages do in the browser beyond htmx: local times, evidence that answers to the pointer, changes counted.
// Every text is set as text, never as HTML.
"use strict";

(() => {
  const find = (selector, root = document) => [...root.querySelectorAll(selector)];

  // -- times in the reader's own zone -------------------------------------------------------------------------------

  const clock = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

  function localise(root) {
    for (const time of find("time[data-local]", root)) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) time.textContent = clock.format(at);
    }
  }

  // -- evidence -----------------------------------------------------------------------------------------------------

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;

  function showTip(mark) {
    const words = mark.dataset.words;
    if (!words) return;
    tip.textContent = words;
    tip.hidden = false;
    mark.setAttribute("aria-describedby", "tip");
    const place = mark.getClientRects()[0];
    const above = place.top - tip.offsetHeight - 6;
    tip.style.top = `${above > 56 ? above : place.bottom + 6}px`;
    tip.style.left = `${Math.max(8, Math.min(place.left, innerWidth - tip.offsetWidth - 8))}px`;
  }

  function hideTip() {
    tip.hidden = true;
  }

  function light(selector) {
    for (const lit of find(".lit")) lit.classList.remove("lit");
    if (selector) for (const mark of find(selector)) mark.classList.add("lit");
  }

  const quoted = (text) => CSS.escape(text);

  // What is pointed at → the stretches of text that belong to it.
  function stretches(element) {
    const link = element.closest("[data-to]");
    if (link) return `mark[data-e~="${quoted(link.dataset.to)}"]`;
    const entry = element.closest(".legend [data-name]");
    if (entry) return `mark[data-n~="${quoted(entry.dataset.name)}"]`;
    const header = element.closest("[data-case] header");
    if (header) return `.text [data-c~="${quoted(header.closest("[data-case]").dataset.case)}"]`;
    return "";
  }

  function describe(root) {
    // The browser's own bubble is slow and does not come by touch or keyboard.
    for (const mark of find(".text [title]", root)) {
      mark.dataset.words = mark.title;
      mark.removeAttribute("title");
    }
  }

  document.addEventListener("pointerover", (event) => {
    const worded = event.target.closest("[data-words]");
    if (worded) showTip(worded);
    else hideTip();
    light(stretches(event.target));
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-words]")) showTip(event.target);
    else light(stretches(event.target));
  });
  document.addEventListener("focusout", hideTip);
  document.addEventListener("scroll", () => {
    // What has the focus keeps its words while the page moves below it; what was merely pointed at does not.
    if (document.activeElement?.matches("[data-words]") && !tip.hidden) showTip(document.activeElement);
    else hideTip();
  }, { passive: true, capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-to]");
    const mark = link && document.querySelector(`mark[data-e~="${quoted(link.dataset.to)}"]`);
    if (!mark) return;
    event.preventDefault();
    const message = mark.closest(".hidden-text") && mark.closest(".message").querySelector(".show-hidden");
    if (message) message.checked = true;
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  });

  // -- the form of a review -----------------------------------------------------------------------------------------

  function value(element) {
    if (element.matches(".checks")) return find("input:checked", element).map((box) => box.value).join("\n");
    if (element.matches(".accounts")) return find("input[type=radio]:checked", element).map((box) => box.value).join("");
    if (element.type === "checkbox") return element.checked ? element.value : "";
    return element.value;
  }

  const plain = (text) => text.replace(/\r\n/g, "\n").trim();

  function count(form) {
    let changes = 0;
    for (const element of find("[data-was]", form)) {
      const changed = plain(value(element)) !== plain(element.dataset.was);
      const around = element.matches("fieldset") ? element : element.closest(".entry");
      if (around) around.classList.toggle("changed", changed);
      changes += changed ? 1 : 0;
    }
    form.classList.toggle("has-changes", changes > 0);
    const words = form.querySelector("#changes");
    if (words) words.textContent = changes === 1 ? "1 change" : `${changes} changes`;
    return changes;
  }

  function watch(form) {
    let sending = false;
    count(form);
    form.addEventListener("input", () => count(form));
    form.addEventListener("submit", () => { sending = true; });
    addEventListener("beforeunload", (event) => {
      if (!sending && count(form) > 0) event.preventDefault();
    });
  }

  // -- start --------------------------------------------------------------------------------------------------------

  function begin() {
    document.body.append(tip);
    localise(document);
    describe(document);
    for (const form of find("form.answer")) watch(form);
    document.querySelector("[aria-invalid=true]")?.focus();
    for (const only of find(".only select")) only.addEventListener("change", () => only.form.requestSubmit());
    document.body.addEventListener("htmx:after:swap", () => {
      localise(document);
      describe(document);
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
