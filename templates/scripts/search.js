// The search page: a filter over the incidents, and moments held against their times of interruption.
// All words stand in the page; nothing is asked for but the list of incidents.
// The lists of services and impacts stand in the page in the order of the numbers in that list.
(() => {
  const {seek, ask, index, found, said, told, paid, answers} = document.all
  const {q, service, impact, year} = seek, say = seek.dataset, tell = ask.dataset, days = say.dates.split("|")
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
  const make = (tag, ...all) => {
    const x = document.createElement(tag)
    x.append(...all)
    return x
  }
  const link = x => Object.assign(make("a", x.title), {href: say.url + x.id + "/", lang: x.lang})
  const pick = list => list.selectedIndex - 1
  const date = day => {
    const [y, m, d] = day.split("-")
    return y && days[m - 1 + 12 * (d == 1)].replace(2001, y).replace(22, +d)
  }

  let data, asked
  const load = () => asked ||= fetch(say.json).then(x => x.json()).then(x => {
    data = x
    x.all = x.incidents.map(([id, title, ref, day, grade, hurt, spans, lang]) => {
      const under = [ref, impact[grade + 1].text, hurt.map(n => service[n + 1].text).join(", ")]
      const text = under.filter(x => x).join(" · ")
      return {id, title, lang, day, grade, hurt, spans, text, words: fold([title, text, day, date(day)] + "")}
    })
    return x
  }).catch(() => { asked = index.hidden = 0; said.textContent = told.textContent = say.failed })

  const show = async () => {
    const none = found.hidden = ![...seek].some(x => x.value)
    index.hidden = !none
    said.textContent = ""
    await (none || load())
    if (none || !data) return
    const words = fold(q.value).split(/\s+/), s = pick(service), i = pick(impact)
    const hits = data.all.filter(x => words.every(w => x.words.includes(w)) && x.day.startsWith(year.value) &&
      (s < 0 || x.hurt.includes(s)) && (i < 0 || x.grade == i))
    const n = hits.length
    said.textContent = (n > 1 ? say.many.replace("{n}", n) : n ? say.one : say.none) + (n > 100 ? say.first : "")
    found.replaceChildren(...hits.slice(0, 100).map(x =>
      make("li", make("span", date(x.day)), link(x), make("p", x.text))))
  }
  (onhashchange = () => {
    const state = new URLSearchParams(location.hash.slice(1))
    for (const x of seek) x.value = state.get(x.name) || ""
    show()
  })()
  seek.oninput = () => {
    const state = [...new FormData(seek)].filter(x => x[1])
    history.replaceState(0, "", "#" + new URLSearchParams(state))
    show()
  }
  seek.onsubmit = () => false

  const zone = at => data.zone.findLast(x => x[0] <= at)
  const clock = at => {
    const [, off, name] = zone(at), text = new Date((at + off) * 1e3).toISOString()
    return `${date(text.slice(0, 10))}, ${text.slice(11, 16)} ${name}`
  }
  const FORM = /^(?=.{0,6}\d{4})(\d+)[-/.](\d\d?)[-/.](\d+)(\D+([01]?\d|2[0-3])\s?[:.h]\s?([0-5]\d)(:([0-5]\d)([.,]\d+)?)?\s*(Z|[+-]\d\d(:?\d\d)?)?)?$/i
  // The instants that a line can mean: none or two when the clocks change; for a bare day,
  // its first second as a negative number.
  const read = text => {
    if (/^\d{10}(\d{3})?$/.test(text)) return [+text.slice(0, 10)]
    let [, y, m, d, timed, h, min, , s, , plus, more] = FORM.exec(text) || []
    if (y < 32) [y, d] = [d, y]
    const day = new Date(Date.UTC(y, m - 1, d)), at = day / 1e3
    if (day.getUTCDate() != d || day.getUTCMonth() != m - 1) return
    if (!timed) return zone(at)[1] - at
    const wall = at + h * 3600 + min * 60 + (s | 0), off = parseInt(plus?.replace(":", "") + (more ? "" : "00")) || 0
    return plus ? [wall - (off / 100 | 0) * 3600 - off % 100 * 60] : data.zone.flatMap(([from, off], n) =>
      wall - off < from || wall - off >= data.zone[n + 1]?.[0] ? [] : wall - off)
  }
  // Adds what is on record from one instant to another.
  const hold = (li, from, to) => {
    const got = {}, s = pick(ask.service)
    let away = 600
    for (const x of data.all) for (const [start, end, rough] of x.spans) {
      const off = Math.max(start - to, from - (end || 1 / 0))
      const kind = to > from ? "day" : off > 0 ? "near" : rough ? "maybe" : "touched"
      if ((s < 0 || x.hurt == "" || x.hurt.includes(s)) && off <= (kind == "near" && !rough && 600))
        (got[kind] ||= new Set).add(x), away = Math.min(away, off)
    }
    const kind = ["touched", "maybe", "near", "day"].find(x => got[x]) ||
      (from < data.from || from >= (data.until || Date.now() / 1e3) ? "outside" : to > from ? "empty" : "none")
    const p = li.appendChild(make("p", tell[kind].replace("{n}", Math.ceil(away / 60))))
    for (const x of got[kind] || []) p.append(" ", link(x))
    return kind == "touched"
  }
  ask.onsubmit = () => load().then(x => {
    if (!x) return
    let n = 0, sum = 0
    answers.replaceChildren(...paid.value.split("\n").flatMap(line => {
      const text = line.replace(/^\W+|\W+$/g, ""), at = text && read(text), li = make("li", make("b", text))
      if (!text) return []
      n++
      if (at < 0) hold(li, -at, 86399 - at)
      else if (!at?.[0]) li.append(at ? tell.gap : tell.bad)
      else {
        if (at[1]) li.append(make("p", tell.twice))
        sum += at.filter(x => (li.append(clock(x)), hold(li, x, x)))[0] > 0
      }
      return li
    }))
    told.textContent = tell.sum.replace("{n}", n).replace("{t}", sum)
  }) && false
  const me = location.search.slice(1)
  if (me) load().then(x => x?.all.map(x => x.id == me && told.append(tell.from, " ", link(x))))
})()
