// The first window in the reader's own time zone, when that is not the site's.
(function () {
  var line = document.getElementById("z"), data = line.dataset;
  var offset = -new Date(data.from).getTimezoneOffset();
  function clock(instant) {
    return new Date(Date.parse(instant) + offset * 6e4).toISOString().slice(11, 16);
  }
  if (offset != data.offset) {
    var size = Math.abs(offset), rest = size % 60;
    line.append(clock(data.from) + " – " + clock(data.to) + " (UTC" +
      (offset ? (offset < 0 ? "−" : "+") + (size - rest) / 60 + (rest ? ":" + rest : "") : "") + ")");
    line.hidden = false;
  }
})();
