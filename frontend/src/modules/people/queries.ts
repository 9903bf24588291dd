import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { client, saveFile, take } from '@/api/client'
import type { components } from '@/api/schema'
import type { PeopleQuery } from './rules'

type Schemas = components['schemas']
export type Person = Schemas['Person']
export type PersonEdit = Schemas['PersonEdit']
export type Department = Schemas['Department']
export type Group = Schemas['Group']
export type PeopleImport = Schemas['PeopleImport']
export type ImportRow = Schemas['ImportRow']
export type FirstPassword = Schemas['FirstPassword']

const keys = {
  all: ['people'] as const,
  list: (query: PeopleQuery) => ['people', 'list', query] as const,
  one: (id: string) => ['people', 'one', id] as const,
  departments: ['people', 'departments'] as const,
  groups: ['people', 'groups'] as const,
}

export const usePeople = (query: MaybeRefOrGetter<PeopleQuery>) =>
  useInfiniteQuery({
    queryKey: computed(() => keys.list(toValue(query))),
    queryFn: ({ pageParam }) =>
      take(client.GET('/api/v1/people', { params: { query: { ...toValue(query), cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })

export const usePerson = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => keys.one(toValue(id))),
    queryFn: () => take(client.GET('/api/v1/people/{id}', { params: { path: { id: toValue(id) } } })),
    enabled: () => toValue(id) !== '',
  })

export const useDepartments = () =>
  useQuery({ queryKey: keys.departments, queryFn: () => take(client.GET('/api/v1/departments')), staleTime: 60_000 })

export const useGroups = () =>
  useQuery({ queryKey: keys.groups, queryFn: () => take(client.GET('/api/v1/groups')), staleTime: 60_000 })

/** Sends an edit made from `version`; a newer one there is a problem that the form settles itself. */
export function useEditPerson() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ id, version, edit }: { id: string; version: number; edit: PersonEdit }) =>
      take(
        client.PUT('/api/v1/people/{id}', {
          params: { path: { id }, header: { 'If-Match': `"${version}"` } },
          body: edit,
        }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
    meta: { ownProblems: true },
  })
}

/** The person as it stands now, past every cache. */
export function useCurrentPerson() {
  const cache = useQueryClient()
  return (id: string) =>
    cache.fetchQuery({
      queryKey: keys.one(id),
      queryFn: () => take(client.GET('/api/v1/people/{id}', { params: { path: { id } } })),
      staleTime: 0,
    })
}

export function useMarkLeft() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => take(client.POST('/api/v1/people/{id}/leave', { params: { path: { id } } })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.all }),
  })
}

export const useNewFirstPassword = () =>
  useMutation({
    mutationFn: (id: string) => take(client.POST('/api/v1/people/{id}/first-password', { params: { path: { id } } })),
  })

export interface ImportRequest {
  file: File
  /** Write it; otherwise only say what it would do. */
  commit: boolean
  /** Write the good rows although others have faults. */
  goodRows: boolean
}

export function useImportPeople() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ file, commit, goodRows }: ImportRequest) => {
      const form = new FormData()
      form.set('file', file)
      return take(
        client.POST('/api/v1/people/import', {
          params: { query: { commit, good_rows: goodRows } },
          body: form as unknown as Schemas['Form'],
          bodySerializer: (body) => body,
        }),
      )
    },
    onSuccess: (report) => (report.committed ? cache.invalidateQueries({ queryKey: keys.all }) : undefined),
    meta: { ownProblems: true },
  })
}

export const useTemplate = () =>
  useMutation({
    mutationFn: (name: string) => saveFile(client.GET('/api/v1/people/template.xlsx', { parseAs: 'blob' }) as never, name),
  })
