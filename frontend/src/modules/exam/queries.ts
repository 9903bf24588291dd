import { useQuery } from '@tanstack/vue-query'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'

/** An exam as it stands for oneself. */
export type MyExam = components['schemas']['MyExam']

const keys = { all: ['exam'] as const, mine: ['exam', 'mine'] as const }

export const useMyExams = () =>
  useQuery({ queryKey: keys.mine, queryFn: () => take(client.GET('/api/v1/my/exams')), refetchInterval: 60_000 })

/** The server's time now, for countdowns. */
export const askTime = () => take(client.GET('/api/v1/time'))
