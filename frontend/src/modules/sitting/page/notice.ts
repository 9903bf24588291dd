/* What the page notices of itself and tells the invigilator: facts, whatever they come to. */
import { onBeforeUnmount, onMounted } from 'vue'
import type { Fact } from '../engine/machine'
import { isFilled } from './fullscreen'

export function noticeFacts(tell: (fact: Fact) => void): void {
  const seen = () => tell(document.visibilityState === 'hidden' ? 'left' : 'returned')
  const full = () => isFilled() || tell('fullscreen_left')
  function copied(event: Event) {
    // One's own typing may be moved about; the paper's words are what matters.
    const own = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
    if (!own && !getSelection()?.isCollapsed) tell('copied')
  }
  onMounted(() => {
    document.addEventListener('visibilitychange', seen)
    document.addEventListener('fullscreenchange', full)
    document.addEventListener('copy', copied)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', seen)
    document.removeEventListener('fullscreenchange', full)
    document.removeEventListener('copy', copied)
  })
}
