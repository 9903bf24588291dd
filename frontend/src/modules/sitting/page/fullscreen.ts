/* Full screen where the browser has it; Safari 15 and phones do without. */
interface Fillable {
  readonly fullscreenEnabled?: boolean
  readonly fullscreenElement?: Element | null
}

const page: Fillable = document

export const canFill = page.fullscreenEnabled ?? false

export const isFilled = () => Boolean(page.fullscreenElement)

export function fill(): void {
  const root: { requestFullscreen?: () => Promise<void> } = document.documentElement
  // Refused is as good as not there: it is a convenience.
  void root.requestFullscreen?.().catch(() => undefined)
}
