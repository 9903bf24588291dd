/** Hands bytes to the browser as a file of that name. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Safari reads the file after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Rows as a file that office programs open: they take UTF-8 only with its mark in front. */
export function saveCsv(rows: readonly (readonly string[])[], name: string): void {
  saveBlob(new Blob([`\uFEFF${csv(rows)}`], { type: 'text/csv' }), name)
}

export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(text: string): string {
  // An office program takes what begins like this for a formula.
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(tame) ? `"${tame.replace(/"/g, '""')}"` : tame
}
