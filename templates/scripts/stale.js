// A page that states the present says so when its renewal is 75 minutes late.
(function () {
  var line = document.getElementById("old");
  line.hidden = Date.now() - Date.parse(line.dataset.until) < 45e5;
})();
