import { expect, it } from 'vitest'
import { copied, countOf, differences, gapOf, latestStart, nextSession, rebased, stepOf, supplyOf, totalOf } from './plan'
import type { ExamInput } from './queries'

const plan: ExamInput = {
  kind: 'monthly',
  title: '2026年11月一月一考',
  month: 202611,
  blueprint: {
    sections: [
      { kind: 'single', count: 25, points_each: 200, policy: 'all_or_nothing' },
      { kind: 'multiple', count: 10, points_each: 250, policy: 'half_if_subset' },
    ],
    topics: [],
    labels: [],
    rest_months: 1,
    target: { type: 'pool_mean' },
  },
  minutes: 60,
  pass: 6000,
  excellent: 9000,
  points_release: 'at_hand_in',
  review_release: 'after_over',
  pool_open: false,
  layout: 'one',
  leaving: { then: 'nothing', limit: 3 },
  groups: ['a', 'b'],
  sessions: [{ opens_at: '2026-12-01T01:00:00Z', closes_at: '2026-12-01T10:00:00Z', makeup: false }],
}

it('adds up questions and points', () => {
  expect(countOf(plan.blueprint)).toBe(35)
  expect(totalOf(plan.blueprint)).toBe(7500)
})

it('tells what somebody else changed, and where both did', () => {
  const theirs = copied(plan)
  theirs.minutes = 90
  theirs.blueprint.rest_months = 3
  theirs.groups = ['b', 'a']
  const mine = copied(plan)
  mine.minutes = 45
  mine.title = '岗位测试'
  expect(differences(plan, theirs, mine)).toEqual([
    { part: 'minutes', clash: true },
    { part: 'rest_months', clash: false },
  ])
  const settled = rebased(plan, theirs, mine)
  expect([settled.title, settled.minutes, settled.blueprint.rest_months]).toEqual(['岗位测试', 45, 3])
})

it('leads an issue to where it is mended', () => {
  expect(['/title', '/blueprint/sections/0/count', '/blueprint/enemies/1/0', '/groups', '/sessions/1/opens_at'].map(stepOf)).toEqual([
    'basics', 'blueprint', 'questions', 'people', 'sessions',
  ])
})

it('sums cells by kind and topic', () => {
  const rows = supplyOf([
    { kind: 'single', topic: null, label: 1, need: 5, have: 30 },
    { kind: 'single', topic: null, label: 2, need: 11, have: 58 },
    { kind: 'single', topic: 't', label: 1, need: 1, have: 0 },
  ])
  expect(rows.map(({ topic, need, have, labels }) => [topic, need, have, labels.length])).toEqual([
    [null, 16, 88, 2],
    ['t', 1, 0, 1],
  ])
})

it('reads a shortfall from an issue', () => {
  const issue = { code: 'exam.short', params: { kinds: ['true_false'], topics: ['t'], labels: [], need: 6, have: 4 } }
  expect(gapOf(issue)).toEqual({ kinds: ['true_false'], topics: ['t'], labels: [], need: 6, have: 4 })
  expect(gapOf({ code: 'exam.title_missing', params: {} })).toBeNull()
})

it('proposes a make-up two days after the last session', () => {
  expect(nextSession(plan.sessions)).toEqual({ opens_at: '2026-12-03T01:00:00.000Z', closes_at: '2026-12-03T10:00:00.000Z', makeup: true })
  expect(nextSession([])).toBeNull()
  expect(latestStart('2026-12-01T10:00:00Z', 60)).toBe('2026-12-01T09:00:00.000Z')
})
