/** Where a link of the application's router goes: a path, or a route by name. */
export type Target = string | { name: string; params?: Record<string, string>; query?: Record<string, string> }
