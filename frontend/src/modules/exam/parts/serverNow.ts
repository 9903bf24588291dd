import { onScopeDispose, shallowRef } from 'vue'
import { createServerClock } from '@/lib/clock'
import { askTime } from '../queries'

/** The server's time, second by second, in milliseconds; the device's own until the server has been asked. */
export function useServerNow() {
  const clock = createServerClock()
  const now = shallowRef(clock.now())
  const sent = Date.now()
  askTime().then(
    (time) => clock.sample(time.now, sent, Date.now()),
    () => undefined,
  )
  const timer = setInterval(() => (now.value = clock.now()), 1000)
  onScopeDispose(() => clearInterval(timer))
  return now
}
