import type { components } from '@/api/schema'
import { matches } from '@/lib/text'
import type { Choice } from '@/ui/choice'

type Topic = components['schemas']['Topic']
type Clause = components['schemas']['Clause']

export interface MaterialsQuery {
  search?: string
  topic?: string
}

export const themes = ['innovation', 'difficulty', 'pain_point'] as const

/** The tree of topics as choices, each child behind its parent and set in. */
export function topicChoices(topics: readonly Topic[] | undefined): Choice[] {
  const under = (parent: string | null, depth: number): Choice[] =>
    (topics ?? [])
      .filter((topic) => topic.parent === parent)
      .flatMap((topic) => [
        { value: topic.id, label: `${'\u3000'.repeat(depth)}${topic.name}` },
        ...under(topic.id, depth + 1),
      ])
  return under(null, 0)
}

export function topicName(topics: readonly Topic[] | undefined, id: string): string {
  return topics?.find((topic) => topic.id === id)?.name ?? '—'
}

/** Clauses whose label, address or text has what is sought. */
export function clausesWith(clauses: readonly Clause[], sought: string): Clause[] {
  return clauses.filter((clause) => matches(`${clause.label} ${clause.address} ${clause.text}`, sought))
}

/** What a title is taken for when nothing else is said: the file's name without its ending. */
export function titleOf(fileName: string): string {
  return fileName.replace(/\.[^.]+$/, '').trim()
}
