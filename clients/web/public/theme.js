// Sets the chosen theme before the first paint. A file and not an inline script, so that a strict CSP allows it.
try {
  const theme = localStorage.getItem('parley.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // storage is forbidden here: the system's theme is used
}
