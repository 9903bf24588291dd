/** Shorter ones the server refuses; it also knows the worn-out ones. */
export const shortest = 8

export type NewPasswordFault = 'too_short' | 'same_as_current' | 'differs'

/** What is wrong with a new password before it is sent; null if nothing is. */
export function judgeNewPassword(current: string, next: string, again: string): NewPasswordFault | null {
  // Counted in characters, not in UTF-16 units, as the server does.
  if (Array.from(next).length < shortest) return 'too_short'
  if (next === current) return 'same_as_current'
  if (next !== again) return 'differs'
  return null
}

/** Where to go after signing in: only a path of this site, whatever the address says. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}
