import type { MenuEntry, Module } from './module'
import { sections } from './module'

const found = import.meta.glob<Module>('../modules/*/module.ts', { eager: true, import: 'default' })

export const modules: readonly Module[] = Object.values(found)

/** The whole menu in order; who sees what is asked where it is drawn. */
export const menu: readonly MenuEntry[] = modules
  .flatMap((module) => module.menu ?? [])
  .sort((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section) || a.order - b.order)
