import type { components } from '@/api/schema'

type IncidentInput = components['schemas']['IncidentInput']

/** An incident while it is written down. */
export interface IncidentDraft {
  from: string | null
  to: string | null
  whom: 'all' | 'department' | 'window'
  department: string | null
  window: string
  reason: string
}

/** What is sent; null while something is missing or ends before it begins. */
export function incidentOf(draft: IncidentDraft): IncidentInput | null {
  const { from, to, reason } = draft
  const scope = scopeOf(draft)
  if (from === null || to === null || Date.parse(to) <= Date.parse(from) || scope === null || reason.trim() === '') return null
  return { from, to, scope, reason: reason.trim() }
}

function scopeOf({ whom, department, window }: IncidentDraft): IncidentInput['scope'] | null {
  if (whom === 'all') return { type: 'all' }
  if (whom === 'department') return department === null ? null : { type: 'department', department }
  return window.trim() === '' ? null : { type: 'window', window_no: window.trim() }
}
