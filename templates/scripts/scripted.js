// Forms that need a script are shown before anything is painted.
document.body.className = "js"
