import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'
import type { AuditQuery } from './rules'

type Schemas = components['schemas']
export type AuditRow = Schemas['AuditRow']
export type Verdict = Schemas['AuditVerdict']

const keys = { list: (query: AuditQuery) => ['audit', 'list', query] as const }

export const useAudit = (query: MaybeRefOrGetter<AuditQuery>) =>
  useInfiniteQuery({
    queryKey: computed(() => keys.list(toValue(query))),
    queryFn: ({ pageParam }) =>
      take(client.GET('/api/v1/audit', { params: { query: { ...toValue(query), cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const useVerify = () =>
  useMutation({
    mutationFn: () => take(client.POST('/api/v1/audit/verify')),
    meta: { ownProblems: true },
  })
