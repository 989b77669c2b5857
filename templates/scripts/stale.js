// A page that states the present says so when it is more than 36 hours old.
(function () {
  var line = document.getElementById("old");
  line.hidden = Date.now() - Date.parse(line.dataset.at) < 1296e5;
})();
