import { onScopeDispose, readonly, ref } from 'vue'

/** Whether there is room for two columns beside the menu. */
export function useWide(query = '(min-width: 72em)') {
  const media = matchMedia(query)
  const wide = ref(media.matches)
  const follow = () => {
    wide.value = media.matches
  }
  media.addEventListener('change', follow)
  onScopeDispose(() => media.removeEventListener('change', follow))
  return readonly(wide)
}
