import { forget, recall, remember } from './remember'

/** `system` follows the device, by day and by night. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const slot = 'yuekao.theme'

export function recallTheme(): Theme {
  const kept = recall(slot)
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

export function resolveTheme(choice: Theme, systemIsDark: boolean): 'light' | 'dark' {
  if (choice !== 'system') return choice
  return systemIsDark ? 'dark' : 'light'
}

/** Puts the theme on the page and keeps it right when the device changes. Call once, before mounting. */
export function startTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const put = () => {
    document.documentElement.dataset.theme = resolveTheme(recallTheme(), dark.matches)
  }
  put()
  dark.addEventListener('change', put)
}

export function chooseTheme(choice: Theme): void {
  if (choice === 'system') forget(slot)
  else remember(slot, choice)
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  document.documentElement.dataset.theme = resolveTheme(choice, dark)
}
