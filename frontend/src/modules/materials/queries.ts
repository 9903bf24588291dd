import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, take } from '@/api/client'
import type { components } from '@/api/schema'
import { uploadForm } from '@/api/upload'
import type { MaterialsQuery } from './rules'

type Schemas = components['schemas']
export type Topic = Schemas['Topic']
export type Theme = Schemas['Theme']
export type MaterialRow = Schemas['MaterialRow']
export type MaterialRef = Schemas['MaterialRef']
export type Material = Schemas['Material']
export type Clause = Schemas['Clause']
export type ClauseRef = Schemas['ClauseRef']
export type MaterialEdit = Schemas['MaterialEdit']

const keys = {
  all: ['materials'] as const,
  topics: ['materials', 'topics'] as const,
  list: (query: MaterialsQuery) => ['materials', 'list', query] as const,
  one: (id: string) => ['materials', 'one', id] as const,
}

export const useTopics = () =>
  useQuery({ queryKey: keys.topics, queryFn: () => take(client.GET('/api/v1/topics')), staleTime: 300_000 })

export const useMaterials = (query: MaybeRefOrGetter<MaterialsQuery>) =>
  useInfiniteQuery({
    queryKey: computed(() => keys.list(toValue(query))),
    queryFn: ({ pageParam }) =>
      take(client.GET('/api/v1/materials', { params: { query: { ...toValue(query), cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

/** One entry with its clauses; asked only while there is an id. */
export const useMaterial = (id: MaybeRefOrGetter<string | null>) =>
  useQuery({
    queryKey: computed(() => keys.one(toValue(id) ?? '')),
    queryFn: () => take(client.GET('/api/v1/materials/{id}', { params: { path: { id: toValue(id) ?? '' } } })),
    enabled: () => Boolean(toValue(id)),
  })

export interface Upload {
  file: File
  title: string
  topic: string | null
  theme: Theme | null
  department: string | null
  /** One for each file that is sent, however often it is tried. */
  key: string
  onProgress: (share: number) => void
}

export function useUploadMaterial() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ file, title, topic, theme, department, key, onProgress }: Upload) => {
      const form = new FormData()
      form.set('file', file)
      // What is left out is taken from the file's own first lines.
      for (const [name, value] of Object.entries({ title: title.trim(), topic, theme, department })) {
        if (value) form.set(name, value)
      }
      return take(uploadForm<Material>('/api/v1/materials', form, { headers: { 'Idempotency-Key': key }, onProgress }))
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
    meta: { ownProblems: true },
  })
}

export function useEditMaterial() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, edit }: { id: string; version: number; edit: MaterialEdit }) =>
      take(
        client.PUT('/api/v1/materials/{id}', {
          params: { path: { id }, header: { 'If-Match': `"${version}"` } },
          body: edit,
        }),
      ),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
    meta: { ownProblems: true },
  })
}

/** After questions were written: the counts beside the clauses are no longer right. */
export function useForgetCounts() {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: keys.all })
}
