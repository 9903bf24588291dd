import { MutationCache, QueryClient } from '@tanstack/vue-query'
import { problemOf, problemText } from '@/api/problem'
import { say } from '@/ui/toast'

declare module '@tanstack/vue-query' {
  interface Register {
    mutationMeta: {
      /** The page shows what went wrong itself, at the fields: nothing is said in the corner. */
      ownProblems?: boolean
    }
  }
}

const worthAgain = /^busy\.|^page\.offline$/

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && worthAgain.test(problemOf(error).code),
    },
    // The server knows when a call may be made again; the page makes none twice by itself.
    mutations: { retry: false, networkMode: 'always' },
  },
  mutationCache: new MutationCache({
    onError: (error, _input, _context, mutation) => {
      if (!mutation.meta?.ownProblems) say(problemText(problemOf(error)), { tone: 'seal' })
    },
  }),
})
