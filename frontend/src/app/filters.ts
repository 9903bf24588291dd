import { onScopeDispose, reactive, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * The filters of a list, kept in the address, so that a reload, a bookmark or the way back finds them
 * again. '' is none. `settled` follows once typing has paused, and leaves out what is empty.
 */
export function useFilters<K extends string>(keys: readonly K[], pause = 250) {
  const route = useRoute()
  const router = useRouter()
  const page = route.name

  const inAddress = () => Object.fromEntries(keys.map((key) => [key, text(route.query[key])])) as Record<K, string>
  const filled = () =>
    Object.fromEntries(Object.entries<string>(filters).filter(([, value]) => value.trim() !== '')) as Partial<Record<K, string>>

  const filters = reactive(inAddress()) as Record<K, string>
  const settled = shallowRef(filled())

  let timer: ReturnType<typeof setTimeout> | undefined
  function settle() {
    clearTimeout(timer)
    settled.value = filled()
    if (keys.some((key) => text(route.query[key]) !== (settled.value[key] ?? ''))) {
      const others = Object.entries(route.query).filter(([key]) => !keys.includes(key as K))
      void router.replace({ query: { ...Object.fromEntries(others), ...settled.value } })
    }
  }
  watch(filters, () => {
    clearTimeout(timer)
    timer = setTimeout(settle, pause)
  })
  // The menu leads here again without a query: the list is whole again.
  watch(
    () => route.query,
    () => {
      if (route.name !== page || keys.every((key) => text(route.query[key]) === (settled.value[key] ?? ''))) return
      Object.assign(filters, inAddress())
      settled.value = filled()
    },
  )
  onScopeDispose(() => clearTimeout(timer))

  function clear() {
    for (const key of keys) filters[key] = ''
    settle()
  }
  return { filters, settled, settle, clear }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
