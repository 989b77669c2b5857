// In the preview only: reloads the page when the site was rebuilt, and shows what is wrong above it.
(function () {
  "use strict";
  var box = null, lost = false, version = Number(document.currentScript.dataset.version);

  function show(text) {
    if (box) { box.remove(); box = null; }
    if (!text) { return; }
    box = document.createElement("pre");
    box.id = "cronaca-findings";
    box.setAttribute("role", "alert");
    box.textContent = text;
    box.style.cssText = "position:fixed;z-index:2147483647;left:0;right:0;bottom:0;max-height:60vh;overflow:auto;" +
      "margin:0;padding:1rem 1.25rem;background:#1d1d1f;color:#fff;border-top:4px solid #ff6b5e;" +
      "font:14px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere";
    document.documentElement.appendChild(box);
  }

  // The page of an incident goes to the one whose file was saved; other pages stay where they are.
  function follow(base, route) {
    var here = location.pathname;
    var found = here.slice(base.length).match(/^([A-Za-z-]+)\/incidents\/([^/]+)\//);
    if (!route || here.indexOf(base) !== 0 || !found || found[2] === route) { return false; }
    location.assign(base + found[1] + "/incidents/" + route + "/");
    return true;
  }

  function connect() {
    var wire = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/livereload");
    wire.onopen = function () {
      if (lost) { location.reload(); return; }
      wire.send(JSON.stringify({ command: "hello" }));
      wire.send(JSON.stringify({ command: "info", url: location.href }));
    };
    wire.onmessage = function (event) {
      var said = JSON.parse(event.data);
      if (said.command === "findings") { show(said.text); }
      if (said.command === "reload" && said.version !== version && !follow(said.base, said.follow)) {
        location.reload();
      }
    };
    wire.onclose = function () { lost = true; setTimeout(connect, 500); };
  }

  connect();
})();
