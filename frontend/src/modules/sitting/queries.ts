import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'

type Schemas = components['schemas']
export type Board = Schemas['Board']
export type BoardRow = Schemas['BoardRow']
export type BoardState = Schemas['BoardState']
export type Fact = Schemas['Fact']
export type Message = Schemas['Message']
export type ExtraTime = Schemas['ExtraTime']
export type Incident = Schemas['Incident']

const keys = {
  board: (exam: string) => ['sitting', 'board', exam] as const,
  facts: (sitting: string) => ['sitting', 'facts', sitting] as const,
  messages: (exam: string) => ['sitting', 'messages', exam] as const,
  extraTime: (exam: string) => ['sitting', 'extra-time', exam] as const,
  incidents: (exam: string) => ['sitting', 'incidents', exam] as const,
  receipt: (exam: string) => ['sitting', 'receipt', exam] as const,
}

/** Read again when the stream says so, and every ten seconds in case it is silent. */
export const useBoard = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.board(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/exams/{id}/board', { params: { path: { id: toValue(exam) } } })),
    refetchInterval: 10_000,
  })

/** The journal of one sitting without what was answered. */
export const useFacts = (sitting: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.facts(toValue(sitting))),
    queryFn: () => take(client.GET('/api/v1/sittings/{sitting}/facts', { params: { path: { sitting: toValue(sitting) } } })),
    staleTime: 0,
    refetchInterval: 10_000,
  })

/** What was said to takers, newest first. */
export const useMessages = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.messages(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/exams/{id}/messages', { params: { path: { id: toValue(exam) } } })),
    staleTime: 0,
  })

export function useSendMessage(exam: MaybeRefOrGetter<string>) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ key, ...body }: { key: string } & Schemas['MessageInput']) =>
      take(client.POST('/api/v1/exams/{id}/messages', { params: { path: { id: toValue(exam) }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.messages(toValue(exam)) }),
    meta: { ownProblems: true },
  })
}

/** What an invigilator can do; the board is read again after each. */
export function useBoardDeeds(exam: MaybeRefOrGetter<string>) {
  const cache = useQueryClient()
  const onSuccess = () => cache.invalidateQueries({ queryKey: keys.board(toValue(exam)) })
  const extendOne = useMutation({
    mutationFn: ({ key, ...body }: { key: string } & Schemas['ExtraTimeInput']) =>
      take(client.POST('/api/v1/exams/{id}/extra-time', { params: { path: { id: toValue(exam) }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess,
  })
  const extendAll = useMutation({
    mutationFn: ({ key, ...body }: { key: string } & Schemas['ExtendInput']) =>
      take(client.POST('/api/v1/exams/{id}/extend', { params: { path: { id: toValue(exam) }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess,
  })
  const end = useMutation({
    mutationFn: ({ sitting, key, reason }: { sitting: string; key: string; reason: string }) =>
      take(client.POST('/api/v1/sittings/{sitting}/end', { params: { path: { sitting }, header: { 'Idempotency-Key': key } }, body: { reason } })),
    onSuccess,
  })
  return { extendOne, extendAll, end }
}

/** Extra time for one each, newest first. A second manager may be waiting for it. */
export const useExtraTime = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.extraTime(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/exams/{id}/extra-time', { params: { path: { id: toValue(exam) } } })),
    refetchInterval: 10_000,
  })

/** Incidents, newest first, with what each takes in as things stand. */
export const useIncidents = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.incidents(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/exams/{id}/incidents', { params: { path: { id: toValue(exam) } } })),
    refetchInterval: 10_000,
  })

export function useOpenIncident(exam: MaybeRefOrGetter<string>) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ key, body }: { key: string; body: Schemas['IncidentInput'] }) =>
      take(client.POST('/api/v1/exams/{id}/incidents', { params: { path: { id: toValue(exam) }, header: { 'Idempotency-Key': key } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.incidents(toValue(exam)) }),
    meta: { ownProblems: true },
  })
}

/** What waits for a second manager, and what is done about it. */
export type Decision = { what: 'extra-time'; deed: 'confirm' | 'withdraw'; row: ExtraTime } | { what: 'incident'; deed: 'confirm' | 'withdraw'; row: Incident }

export function useDecide(exam: MaybeRefOrGetter<string>) {
  const cache = useQueryClient()
  const id = () => toValue(exam)
  return useMutation({
    mutationFn: async ({ what, deed, row }: Decision): Promise<void> => {
      if (what === 'extra-time') {
        const params = { path: { id: id(), extra: row.id } }
        await take(deed === 'confirm' ? client.POST('/api/v1/exams/{id}/extra-time/{extra}/confirm', { params }) : client.POST('/api/v1/exams/{id}/extra-time/{extra}/withdraw', { params }))
      } else {
        const params = { path: { id: id(), incident: row.id } }
        await take(deed === 'confirm' ? client.POST('/api/v1/exams/{id}/incidents/{incident}/confirm', { params }) : client.POST('/api/v1/exams/{id}/incidents/{incident}/withdraw', { params }))
      }
    },
    onSuccess: () =>
      Promise.all([keys.extraTime, keys.incidents, keys.board].map((key) => cache.invalidateQueries({ queryKey: key(id()) }))),
  })
}

/** One's own receipt with all that it was made from. */
export const useReceipt = (exam: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.receipt(toValue(exam))),
    queryFn: () => take(client.GET('/api/v1/my/receipts/{exam}', { params: { path: { exam: toValue(exam) } } })),
    staleTime: 0,
  })
