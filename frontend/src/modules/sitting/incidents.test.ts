import { expect, it } from 'vitest'
import { incidentOf, type IncidentDraft } from './incidents'

const draft: IncidentDraft = { from: '2026-11-24T01:00:00Z', to: '2026-11-24T01:12:00Z', whom: 'all', department: null, window: '', reason: ' 断网 ' }

it('is whole with a time, whom it struck and a reason', () => {
  expect(incidentOf(draft)).toEqual({ from: draft.from, to: draft.to, scope: { type: 'all' }, reason: '断网' })
  expect(incidentOf({ ...draft, whom: 'window', window: ' A12 ' })?.scope).toEqual({ type: 'window', window_no: 'A12' })
  expect(incidentOf({ ...draft, whom: 'department', department: 'd' })?.scope).toEqual({ type: 'department', department: 'd' })
})

it('is none while something is missing or it ends before it begins', () => {
  const faulty: Partial<IncidentDraft>[] = [{ from: null }, { to: null }, { to: draft.from }, { reason: ' ' }, { whom: 'department' }, { whom: 'window', window: ' ' }]
  expect(faulty.map((one) => incidentOf({ ...draft, ...one }))).toEqual(faulty.map(() => null))
})
