/*
 * The server's time on this page. It runs on the device's monotonic clock, which nobody can set, and is put
 * right by samples of the server's. That clock may stand still while a laptop sleeps: whenever the two clocks
 * of the device disagree, or someone comes back to the page, the server is asked anew. Until it answers, the
 * slower clock counts, so that nobody is put out by the own clock; the server decides in any case.
 */
import { createServerClock } from '@/lib/clock'

export interface Devices {
  /** Milliseconds that only ever run forward. */
  steady(): number
  /** The calendar clock, which may be set and runs on during sleep. */
  calendar(): number
}

export interface Pace {
  /** Milliseconds since 1970 on the server. */
  now(): number
  iso(): string
  /** A reply named the server's time: it left at `sent` and was here at `received`, by `steady()`. */
  sample(serverTime: string, sent: number, received: number): void
  steady(): number
  /** Server minus calendar clock: how wrong this device is. */
  deviation(): number
  /** Call often; true once whenever the device's clocks have come apart since the last time: it slept, or was set. */
  slipped(): boolean
}

const tolerance = 1500

export const browserClocks: Devices = { steady: () => performance.now(), calendar: () => Date.now() }

export function createPace(devices: Devices = browserClocks): Pace {
  const clock = createServerClock(() => devices.steady())
  let apart = devices.calendar() - devices.steady()
  return {
    now: () => clock.now(),
    iso: () => new Date(clock.now()).toISOString(),
    sample: (serverTime, sent, received) => clock.sample(serverTime, sent, received),
    steady: () => devices.steady(),
    deviation: () => clock.now() - devices.calendar(),
    slipped() {
      const now = devices.calendar() - devices.steady()
      const slipped = Math.abs(now - apart) > tolerance
      apart = now
      return slipped
    },
  }
}
