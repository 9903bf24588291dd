import { shallowReactive } from 'vue'

export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'seal'
  /** Something to do about it, e.g. to undo. */
  action?: { label: string; run: () => void }
}

export const toasts = shallowReactive<Toast[]>([])

let last = 0

/** Says something in the corner, also to a screen reader. Gone after 6 s, after 12 s if there is something to do. */
export function say(text: string, more: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
  const toast: Toast = { id: ++last, text, tone: more.tone ?? 'plain', action: more.action }
  toasts.push(toast)
  setTimeout(() => hush(toast.id), more.action || toast.tone === 'seal' ? 12_000 : 6000)
}

export function hush(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id)
  if (at >= 0) toasts.splice(at, 1)
}
