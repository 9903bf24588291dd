import { useQuery } from '@tanstack/vue-query'
import { client, take } from '@/api/client'

export type Phase = 'draft' | 'drawing' | 'coming' | 'open' | 'between' | 'over' | 'released'

/** An exam as it stands for oneself. */
export interface MyExam {
  id: string
  title: string
  kind: 'monthly' | 'contest' | 'post_test'
  month: number
  phase: Phase
  session: { opens_at: string; closes_at: string; latest_start: string }
  minutes: number
  questions: number
  total: number
  pass: number
  layout: 'one' | 'all'
  points_release: 'at_hand_in' | 'at_release'
  state: 'not_started' | 'open' | 'closed' | 'missed' | 'excused'
  result: { points: number; full: number; passed: boolean; place: number | null } | null
  review_open: boolean
  pool_open: boolean
}

const keys = { all: ['exam'] as const, mine: ['exam', 'mine'] as const }

export const useMyExams = () =>
  useQuery({ queryKey: keys.mine, queryFn: () => take<MyExam[]>(client.GET('/api/v1/my/exams' as never) as never), refetchInterval: 60_000 })

/** The server's time now, for countdowns. */
export const askTime = () => take(client.GET('/api/v1/time'))
