import { computed, inject, provide, useId, type ComputedRef, type InjectionKey } from 'vue'

/** What a Field tells the control inside it, so that label, hint and error are wired by themselves. */
export interface FieldLink {
  id: string
  describedBy: string | undefined
  invalid: boolean
  required: boolean
}

const key: InjectionKey<ComputedRef<FieldLink>> = Symbol('field')

export function provideField(link: ComputedRef<FieldLink>): void {
  provide(key, link)
}

/** Attributes for the control; outside a Field it stands alone and needs its own label. */
export function useField() {
  const own = useId()
  const link = inject(key, null)
  return computed(() => ({
    id: link?.value.id ?? own,
    'aria-describedby': link?.value.describedBy,
    'aria-invalid': link?.value.invalid ? ('true' as const) : undefined,
    'aria-required': link?.value.required ? ('true' as const) : undefined,
  }))
}
