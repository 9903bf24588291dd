import { useQuery } from '@tanstack/vue-query'
import { client, take } from '@/api/client'

/** What the centre is called, and whether this is a demo or an unprotected line. */
export function useSite() {
  return useQuery({
    queryKey: ['site'],
    queryFn: () => take(client.GET('/api/v1/site')),
    staleTime: Infinity,
  })
}
