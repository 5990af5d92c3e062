/* Day, night or as the system says; kept in this browser only. Loaded before the first paint, so nothing flashes.
   `?theme=dark` or `?theme=light` looks at one page without keeping the choice. */
(function () {
  "use strict";
  var root = document.documentElement;
  var NEXT = { auto: "light", light: "dark", dark: "auto" };

  function kept() {
    try { return localStorage.getItem("theme") || "auto"; } catch (refused) { return "auto"; }
  }
  function keep(theme) {
    try { localStorage.setItem("theme", theme); } catch (refused) { /* private window: only this page */ }
  }
  function show(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  }
  function name(theme) {
    document.querySelectorAll("[data-theme-toggle]").forEach(function (button) {
      button.hidden = false;
      button.querySelector("span").textContent = "Theme: " + theme;
    });
  }

  var asked = new URLSearchParams(location.search).get("theme");
  var theme = asked in NEXT ? asked : kept();
  show(theme);
  document.addEventListener("DOMContentLoaded", function () { name(theme); });
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-theme-toggle]")) return;
    theme = NEXT[theme] || "auto";
    keep(theme);
    show(theme);
    name(theme);
  });
})();
