/** The letter of an option: 0 → A, 25 → Z. */
export function optionLetter(index: number): string {
  return String.fromCharCode(65 + index)
}

/** Text as it is searched: width, case and blanks don't matter. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')
}

export function matches(text: string, sought: string): boolean {
  return searchKey(text).includes(searchKey(sought))
}

/** 1 536 000 → "1.5 MB" */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let size = bytes
  let at = 0
  while (size >= 1024 && at < units.length - 1) {
    size /= 1024
    at += 1
  }
  return `${at === 0 || size >= 100 ? Math.round(size) : Number(size.toFixed(1))} ${units[at]}`
}

/** The beginning of a long text, cut between characters (not inside an emoji or a rare hanzi). */
export function clip(text: string, length: number): string {
  const letters = Array.from(text)
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`
}

/** A long hash in groups of eight, so that it can be copied out by hand. */
export function grouped(hash: string): string {
  return hash.replace(/(.{8})(?=.)/g, '$1 ')
}
