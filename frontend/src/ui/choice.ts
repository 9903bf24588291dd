/** One thing that can be chosen: in a Select, a RadioGroup, a CheckboxGroup or a Combobox. */
export interface Choice<T = string> {
  value: T
  label: string
  hint?: string
  disabled?: boolean
}
