const first = 500
const longest = 15_000

/**
 * Milliseconds to wait after so many failures in a row: doubling, at most 15 s, anywhere in its upper half so
 * that a hall full of pages doesn't come back at one instant. What the server asks for is the least.
 */
export function pauseAfter(failures: number, after: number | null, chance: () => number): number {
  const whole = Math.min(longest, first * 2 ** Math.min(failures - 1, 10))
  const own = whole * (0.5 + chance() / 2)
  return after === null ? own : Math.max(after * 1000 + chance() * 1000, own)
}
