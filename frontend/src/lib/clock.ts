/**
 * The server's clock, as far as a page can know it. Each reply that carries the server's time gives a
 * sample; the one with the shortest way there and back is nearest to the truth.
 */
export interface ServerClock {
  /** A reply said `serverTime`; the request left at `sent` and was back at `received` (device milliseconds). */
  sample(serverTime: string, sent: number, received: number): void
  /** Milliseconds since 1970 on the server, by estimate. */
  now(): number
  /** Server minus device, milliseconds; 0 before the first sample. */
  offset(): number
}

export function createServerClock(device: () => number = Date.now): ServerClock {
  let offset = 0
  let best = Infinity

  return {
    sample(serverTime, sent, received) {
      const server = Date.parse(serverTime)
      const trip = received - sent
      if (!Number.isFinite(server) || trip < 0) return
      const seen = server - (sent + trip / 2)
      // A device clock that was set meanwhile makes old samples worthless, however short their way was.
      const jumped = Math.abs(seen - offset) > best / 2 + trip / 2 + 1000
      if (trip > best && !jumped) return
      best = trip
      offset = seen
    },
    now: () => device() + offset,
    offset: () => offset,
  }
}
