/* Small helps on top of pages that work without any of this. Every behaviour is asked for by an attribute:
   data-find        the field that "/" goes to
   data-key="a"     a link or button that a letter presses
   data-undo        what "z" takes back
   data-dialog="id" opens <dialog id>; data-close closes the dialog around it
   data-live="id"   a GET form that, when changed, replaces the element with that id by the one of its answer
   data-replay="id" a button that walks the range input with that id through time
   data-card="url"  on a face: what to show in the element named by data-card-into of its picture
   data-filter="x"  a link that dims faces and hides rows whose data-tags lack the word x, at once;
   data-swap="id"   then the element with that id is replaced by the one of the page that the link leads to
   data-drop        a form that takes files dropped anywhere on the page
   data-copy="id"   a button that copies what stands in the field with that id
   data-all="name"  a checkbox that ticks every checkbox of that name in its form */
(function () {
  "use strict";
  const STEP = 400;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const all = (selector, inside) => Array.from((inside || document).querySelectorAll(selector));
  const seen = (element) => element.getClientRects().length > 0;
  const typing = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  /* --- fetching a piece of a page ------------------------------------------------------------------------- */
  let asked = null;
  async function piece(url) {
    if (asked) asked.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(url, { signal: asked.signal, headers: { "HX-Request": "true" }, credentials: "same-origin" });
      return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    } catch (stopped) {
      return null;
    }
  }

  function places(inside) {
    const found = new Map();
    all(".node[data-person]", inside).filter(seen).forEach((node) => found.set(node.dataset.person, node.getBoundingClientRect()));
    return found;
  }

  function glide(inside, before) {
    if (still.matches) return;
    all(".node[data-person]", inside).filter(seen).forEach((node) => {
      const was = before.get(node.dataset.person);
      if (!was) return void node.animate([{ opacity: 0 }, { opacity: 1 }], { duration: STEP });
      const now = node.getBoundingClientRect();
      const scale = node.ownerSVGElement.viewBox.baseVal.width / node.ownerSVGElement.getBoundingClientRect().width;
      const at = getComputedStyle(node).transform;
      const from = new DOMMatrix(at).translate((was.x - now.x) * scale, (was.y - now.y) * scale);
      node.animate([{ transform: from.toString() }, { transform: at }], { duration: STEP, easing: "ease-out" });
    });
  }

  /* How to find again, in the new piece, what has the keyboard in the old one. */
  function holding(inside) {
    const at = document.activeElement;
    if (!inside.contains(at)) return "";
    const name = ["id", "data-filter", "data-replay", "data-person", "href"].find((one) => at.hasAttribute(one));
    return name ? at.localName + "[" + name + "=" + JSON.stringify(at.getAttribute(name)) + "]" : "";
  }

  async function replace(id, url) {
    const page = await piece(url);
    const fresh = page && page.getElementById(id);
    const old = document.getElementById(id);
    if (!fresh || !old) return false;
    const before = places(old);
    const held = holding(old);
    old.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
    ready(fresh);
    const again = held && all(held, fresh).filter(seen)[0];
    if (again) again.focus({ preventScroll: true });
    glide(fresh, before);
    return true;
  }

  /* --- circles: one face in the tab order, arrows walk to the nearest in that direction --------------------- */
  function rove(picture) {
    const nodes = all(".node", picture);
    const first = nodes.find((node) => node.classList.contains("is-on")) || nodes[0];
    nodes.forEach((node) => node.setAttribute("tabindex", node === first ? "0" : "-1"));
  }

  function nearest(picture, from, key) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const middle = (node) => { const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
    const [x, y] = middle(from);
    let best = null;
    let least = Infinity;
    all(".node:not(.is-off)", picture).forEach((node) => {
      const [nx, ny] = middle(node);
      const ahead = (nx - x) * way[0] + (ny - y) * way[1];
      const aside = Math.abs((nx - x) * way[1]) + Math.abs((ny - y) * way[0]);
      const cost = ahead + 2 * aside;
      if (node !== from && ahead > 1 && cost < least) { best = node; least = cost; }
    });
    return best;
  }

  let waiting = 0;
  function choose(node) {
    const picture = node.closest("[data-card-into]");
    if (!picture || !node.dataset.card || node.classList.contains("is-on")) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const page = await piece(node.dataset.card);
      const into = document.getElementById(picture.dataset.cardInto);
      if (!page || !into) return;
      into.replaceChildren(...Array.from(page.body.childNodes));
      all("[data-card-into] .node.is-on").forEach((other) => other.classList.remove("is-on"));
      all("[data-card-into] .node").filter((one) => one.dataset.person === node.dataset.person).forEach((one) => one.classList.add("is-on"));
    }, 120);
  }

  /* --- filters ---------------------------------------------------------------------------------------------- */
  function sift(chip) {
    const word = chip.dataset.filter;
    all("[data-filter]").forEach((other) => {
      if (other === chip) other.setAttribute("aria-current", "true"); else other.removeAttribute("aria-current");
    });
    all(".node, [data-tags]").forEach((element) => {
      const off = word !== "" && !(element.dataset.tags || "").split(" ").includes(word);
      if (element.matches(".node")) element.classList.toggle("is-off", off); else element.hidden = off;
    });
  }

  /* --- time ------------------------------------------------------------------------------------------------- */
  let playing = false;
  async function replay(button) {
    if (playing) { playing = false; return; }
    const id = button.dataset.replay;
    let range = document.getElementById(id);
    if (!range || !range.closest("[data-live]")) return;
    let at = Number(range.value) >= Number(range.max) ? Number(range.min) : Number(range.value);
    playing = true;
    told(document);
    while (playing && at < Number(range.max)) {
      at = Math.min(Number(range.max), at + (Number(range.step) || 1));
      range.value = at;
      const form = range.closest("[data-live]");
      const moment = new Promise((done) => setTimeout(done, STEP));
      if (!(await replace(form.dataset.live, address(form)))) break;
      range = document.getElementById(id) || range; /* the slider may be a part of what was replaced */
      await moment;
    }
    playing = false;
    told(document);
  }

  /* The button says what it does now. */
  function told(inside) {
    all("[data-replay]", inside).forEach((button) => {
      const words = button.lastChild;
      button.dataset.words = button.dataset.words || words.textContent;
      words.textContent = playing ? "Stop" : button.dataset.words;
    });
  }

  function address(form) {
    return form.action.split("?")[0] + "?" + new URLSearchParams(new FormData(form));
  }

  /* --- wiring ----------------------------------------------------------------------------------------------- */
  function ready(inside) {
    all("[data-card-into]", inside).forEach(rove);
    if (inside.matches && inside.matches("[data-card-into]")) rove(inside);
    all("[data-replay]", inside).forEach((button) => { button.hidden = false; });
    if (playing) told(inside);
    all("[data-copy]", inside).forEach((button) => { button.hidden = !navigator.clipboard; });
  }

  document.addEventListener("DOMContentLoaded", () => ready(document));

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || !(at instanceof Element)) return;
    if (event.key === "Escape") return void all("details.menu[open], .foot-bar details[open]").forEach((menu) => { menu.open = false; });
    const picture = at.closest("[data-card-into]");
    if (picture && event.key.startsWith("Arrow") && at.matches(".node")) {
      const next = nearest(picture, at, event.key);
      event.preventDefault();
      if (next) { at.setAttribute("tabindex", "-1"); next.setAttribute("tabindex", "0"); next.focus(); }
      return;
    }
    if (typing(at)) return;
    if (event.key === " " && at.matches("a[role=button]")) { event.preventDefault(); at.click(); return; }
    const pressed = event.key === "/" ? all("[data-find]") : event.key === "z" ? all("[data-undo]") : all("[data-key]").filter((one) => one.dataset.key === event.key.toLowerCase());
    const target = pressed.filter(seen)[0];
    if (!target) return;
    event.preventDefault();
    if (event.key === "/") target.focus(); else target.click();
  });

  document.addEventListener("focusin", (event) => { const node = event.target.closest(".node[data-card]"); if (node) choose(node); });
  document.addEventListener("pointerover", (event) => { const node = event.target.closest(".node[data-card]"); if (node && event.pointerType === "mouse") choose(node); });
  document.addEventListener("pointerout", (event) => { if (event.target.closest(".node[data-card]")) clearTimeout(waiting); });

  document.addEventListener("click", (event) => {
    const at = event.target.closest("[data-dialog], [data-close], [data-filter], [data-replay], [data-copy], [data-print]");
    all("details.menu[open], .foot-bar details[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
    if (!at) return;
    const box = at.closest("dialog");
    if (at.dataset.dialog !== undefined) document.getElementById(at.dataset.dialog).showModal();
    else if (at.dataset.close !== undefined && box) box.close();
    else if (at.dataset.filter !== undefined) {
      sift(at);
      if (at.dataset.swap) { replace(at.dataset.swap, at.href); history.replaceState(null, "", at.href); }
    }
    else if (at.dataset.replay !== undefined) replay(at);
    else if (at.dataset.print !== undefined) window.print();
    else if (at.dataset.copy !== undefined) navigator.clipboard.writeText(document.getElementById(at.dataset.copy).value).then(() => { at.textContent = "Copied"; });
    else return;
    event.preventDefault();
  });

  /* What an address names is opened: a number that opens leads to its evidence, which may lie folded. */
  const unfold = () => {
    const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = named && named.closest("details.why");
    if (folded) { folded.open = true; folded.scrollIntoView({ block: "nearest" }); }
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    if (event.target.dataset.all && form) all("input[type=checkbox]", form).filter((box) => box.name === event.target.dataset.all).forEach((box) => { box.checked = event.target.checked; });
    if (form && form.dataset.live) replace(form.dataset.live, address(form));
  });

  ["dragenter", "dragover", "dragleave", "drop"].forEach((name) => document.addEventListener(name, (event) => {
    const form = document.querySelector("form[data-drop]");
    if (!form || !event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("is-over", name === "dragenter" || name === "dragover");
    if (name !== "drop") return;
    const input = form.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  }));

  /* --- sending files: at once when they are chosen, with what is sent so far --------------------------------- */
  const size = (bytes) => (bytes < 1e6 ? Math.ceil(bytes / 1e3) + " kB" : (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0) + " MB");
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-drop] input[type=file]") && event.target.files.length) event.target.form.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const told = form.matches("form[data-drop]") && form.querySelector(".sending");
    if (!told || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const [bar, words] = [told.querySelector("progress"), told.querySelector("span")];
    const sending = new XMLHttpRequest();
    const stopped = (why) => { delete form.dataset.busy; form.reset(); bar.hidden = true; words.textContent = why; };
    told.hidden = false;
    bar.hidden = false;
    bar.value = 0;
    words.textContent = "Sending to your own machine";
    sending.upload.addEventListener("progress", (sent) => {
      if (!sent.lengthComputable) return;
      bar.value = (100 * sent.loaded) / sent.total;
      words.textContent = size(sent.loaded) + " of " + size(sent.total);
    });
    sending.addEventListener("load", () => {
      const place = sending.getResponseHeader("HX-Redirect");
      if (place) location.assign(place); else stopped("That did not arrive. Nothing was read or changed; try once more.");
    });
    sending.addEventListener("error", () => stopped("That did not arrive: the connection was cut. Nothing was read or changed."));
    sending.open("POST", form.action);
    sending.setRequestHeader("HX-Request", "true");
    sending.send(new FormData(form));
  });
})();
