// What the pages do beyond standing there: remember light or dark, and show a statement's evidence beside it.
// Without this script the marks behind the statements open the evidence; nothing here is needed for reading.
"use strict";

const page = document.documentElement;
const OPENS_AFTER = 250; // milliseconds under a resting pointer
const CLOSES_AFTER = 350; // long enough to reach the evidence with the pointer

{
  // Storage is refused in some private windows; then the choice lasts for the page.
  const stored = (action) => {
    try {
      return action(window.localStorage);
    } catch {
      return null;
    }
  };
  const kept = stored((storage) => storage.getItem("theme"));
  if (kept === "light" || kept === "dark") page.dataset.theme = kept;

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    button.hidden = false;
    button.addEventListener("click", () => {
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      const next = (page.dataset.theme ?? system) === "dark" ? "light" : "dark";
      page.dataset.theme = next;
      stored((storage) => storage.setItem("theme", next));
    });
  });
}

if (HTMLElement.prototype.showPopover) {
  let timer = 0;
  let pinned = null; // the evidence that a click opened: the pointer may leave it
  let pinnedAtPress = null;

  const markOf = (notes) => document.querySelector(`[popovertarget="${notes.id}"]`);
  const isOpen = (notes) => notes.matches(":popover-open");
  const notesAt = (target) => {
    const said = target.closest?.(".said");
    return said ? document.getElementById(said.dataset.evidence) : null;
  };
  const show = (notes) => isOpen(notes) || notes.showPopover({ source: markOf(notes) });
  const later = (action, milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(action, milliseconds);
  };
  const openNotes = () => document.querySelector(".evidence:popover-open");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || event.buttons) return;
    const open = openNotes();
    const notes = notesAt(event.target);
    if (notes && notes === open) clearTimeout(timer);
    else if (notes && !pinned) later(() => show(notes), OPENS_AFTER);
    else if (open?.contains(event.target) || event.target === (open && markOf(open))) clearTimeout(timer);
    else if (open && open !== pinned && !open.contains(document.activeElement)) later(() => open.hidePopover(), CLOSES_AFTER);
    else clearTimeout(timer);
  });

  document.addEventListener("pointerdown", () => {
    clearTimeout(timer);
    pinnedAtPress = pinned;
  });
  document.addEventListener("click", (event) => {
    const notes = notesAt(event.target);
    if (!notes || event.target.closest("a") || !getSelection().isCollapsed) return;
    if (notes === pinnedAtPress) {
      notes.hidePopover();
      return;
    }
    show(notes);
    pinned = notes;
  });

  document.addEventListener("focusin", (event) => {
    const id = event.target.getAttribute?.("popovertarget");
    const notes = id && event.target.matches(".mark:focus-visible") && document.getElementById(id);
    // Escape gives the focus back to the mark, which must not open again.
    if (notes && !notes.contains(event.relatedTarget)) show(notes);
  });
  document.addEventListener("focusout", (event) => {
    const open = openNotes();
    const next = event.relatedTarget;
    const leaves = open && open !== pinned && (event.target === markOf(open) || open.contains(event.target));
    if (leaves && next && next !== markOf(open) && !open.contains(next)) open.hidePopover();
  });

  const saidOf = (notes) => document.querySelector(`[data-evidence="${notes.id}"]`);
  // These events do not bubble. The first comes before the evidence is placed, beside the statement that is `shown`.
  const onEvidence = (name, action) =>
    document.addEventListener(name, (event) => event.target.matches?.(".evidence") && action(event.target, event), true);
  onEvidence("beforetoggle", (notes, { newState }) => {
    saidOf(notes).classList.toggle("shown", newState === "open");
    if (newState === "closed" && pinned === notes) pinned = null;
  });
  onEvidence("toggle", (notes, { newState }) => {
    // On a phone it rises from the lower edge, where the statement itself may stand.
    const { top, bottom } = notes.getBoundingClientRect();
    const hidden = saidOf(notes).getBoundingClientRect().bottom - top;
    if (newState === "open" && hidden > 0 && bottom > innerHeight - 2) scrollBy(0, hidden + 16);
  });
}
