/** Small choices kept in the browser. Some office browsers forbid storage: then they last until the page closes. */
export function remember(slot: string, value: string): void {
  try {
    localStorage.setItem(slot, value)
  } catch {
    // Nothing is lost but a preference.
  }
}

export function recall(slot: string): string | null {
  try {
    return localStorage.getItem(slot)
  } catch {
    return null
  }
}

export function forget(slot: string): void {
  try {
    localStorage.removeItem(slot)
  } catch {
    // As above.
  }
}
