import { useMutation } from '@tanstack/vue-query'
import { client, take } from '@/api/client'
import { useSession } from '@/app/session'

/** Afterwards the other sessions of this person are over; this one stays. */
export function useChangePassword() {
  const session = useSession()
  return useMutation({
    mutationFn: (body: { current: string; new: string }) => take(client.PUT('/api/v1/me/password', { body })),
    onSuccess: () => session.reload(),
    meta: { ownProblems: true },
  })
}
