import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'
import type { Permission } from './session'

/** The sections of the menu, in the order in which they stand. */
export const sections = ['mine', 'teaching', 'exams', 'ranking', 'house'] as const
export type Section = (typeof sections)[number]

export interface MenuEntry {
  /** Name of the route. */
  to: string
  /** Message key, e.g. `people.menu`. */
  label: string
  icon: Component
  section: Section
  /** Within its section. */
  order: number
  /** Shown to those who hold it (one of them, if several); to everyone without. */
  permission?: Permission | readonly Permission[]
  /** One of the few that stand in the bar at the bottom of a phone. */
  onBar?: boolean
}

/** What `modules/<word>/module.ts` exports by default. */
export interface Module {
  name: string
  routes: RouteRecordRaw[]
  menu?: MenuEntry[]
}

declare module 'vue-router' {
  interface RouteMeta {
    /** Message key of the page's title. */
    title?: string
    /** Reached without signing in. */
    open?: boolean
    /** Needed to come in: one of them, if several. */
    permission?: Permission | readonly Permission[]
    /** `app` with menu (default), `entrance` for signing in, `bare` for nothing around. */
    layout?: 'app' | 'entrance' | 'bare'
  }
}
