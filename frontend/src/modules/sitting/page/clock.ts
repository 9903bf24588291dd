import { onScopeDispose, shallowRef } from 'vue'
import type { Pace } from '../engine/pace'
import { sampleTime } from './exam'

/**
 * The server's time as a ref that moves four times a second, and the moments at which it is asked anew: the
 * device's clocks have come apart, the network is back, someone looks at the page again.
 */
export function useClock(pace: Pace, onWake: () => void) {
  const now = shallowRef(pace.now())
  const checking = shallowRef(false)
  let woken = -Infinity

  function wake() {
    // Several of these events come together.
    if (pace.steady() - woken < 500) return
    woken = pace.steady()
    onWake()
  }

  const timer = setInterval(() => {
    if (pace.slipped()) {
      checking.value = true
      void sampleTime(pace).then((trip) => (checking.value = trip === null))
      wake()
    }
    now.value = pace.now()
  }, 250)
  const seen = () => document.visibilityState === 'visible' && wake()
  addEventListener('online', wake)
  addEventListener('pageshow', wake)
  document.addEventListener('visibilitychange', seen)
  onScopeDispose(() => {
    clearInterval(timer)
    removeEventListener('online', wake)
    removeEventListener('pageshow', wake)
    document.removeEventListener('visibilitychange', seen)
  })
  return { now, checking }
}
