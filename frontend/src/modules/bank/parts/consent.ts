import { ref } from 'vue'

/** Whether one knows, in this visit, that opening another's key is recorded and keeps the question from one's own papers. */
export const knowsOfTrace = ref(false)
