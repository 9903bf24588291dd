import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { locale } from '@/app/i18n'
import { formatPoints } from '@/lib/points'
import { formatMonth, formatSpan } from '@/lib/time'
import { useTopics } from '@/modules/materials/queries'
import { topicName } from '@/modules/materials/rules'
import { useGroups } from '@/modules/people/queries'
import { type Part, recorded } from '../plan'
import type { ExamInput } from '../queries'

/** The parts of a plan in words, as a reader would say them. */
export function usePlanWords() {
  const { t } = useI18n()
  const { data: topics } = useTopics()
  const { data: groups } = useGroups()
  const names = computed(() => new Map((groups.value ?? []).map(({ id, name }) => [id, name])))
  const listed = (items: readonly string[]) => (items.length > 0 ? items.join(t('exam.check.semicolon')) : t('exam.words.none'))
  const counted = (words: string, count: number) => (count > 0 ? t(words, { count }) : t('exam.words.none'))
  const margin = (name: string, from: number, to: number) =>
    t(from === to ? 'exam.words.exactly' : 'exam.words.margin', { name, from, to })

  const labelOf = (part: Part) =>
    t(['sections', 'topics', 'labels', 'fixed', 'shut_out', 'enemies', 'target', 'rest_months', 'groups', 'sessions', 'witness_hours', 'most_overlap'].includes(part) ? `exam.part.${part}` : `exam.field.${part}`)

  function valueOf(plan: ExamInput, part: Part): string {
    const { blueprint } = plan
    switch (part) {
      case 'title':
        return plan.title
      case 'month':
        return formatMonth(plan.month, locale.value)
      case 'minutes':
        return t('exam.mine.minutes', { count: plan.minutes })
      case 'pass':
      case 'excellent':
        return t('exam.check.points', { points: formatPoints(plan[part]) })
      case 'points_release':
      case 'review_release':
      case 'pool_open':
      case 'layout':
        return t(`exam.${part}.${String(plan[part])}`)
      case 'leaving': {
        const { then, limit } = plan.leaving ?? recorded
        return t(`exam.words.leaving_${then}`, { count: limit })
      }
      case 'witness_hours':
        return plan.witness_hours == null ? t('exam.words.unwitnessed') : t('exam.words.witness', { count: plan.witness_hours })
      case 'most_overlap':
        return `${plan.most_overlap ?? 50}%`
      case 'groups':
        return listed(plan.groups.map((id) => names.value.get(id) ?? '—'))
      case 'sessions':
        return listed(
          plan.sessions.map(({ opens_at, closes_at, makeup }) => {
            const span = formatSpan(opens_at, closes_at, locale.value)
            return makeup ? t('exam.words.makeup', { span }) : span
          }),
        )
      case 'sections':
        return listed(
          blueprint.sections.map(({ kind, count, points_each }) =>
            t('exam.words.section', { kind: t(`bank.kind.${kind}`), count, points: formatPoints(points_each) }),
          ),
        )
      case 'topics':
        return listed((blueprint.topics ?? []).map(({ topic, from, to }) => margin(topicName(topics.value, topic), from, to)))
      case 'labels':
        return listed((blueprint.labels ?? []).map(({ label, from, to }) => margin(t('exam.check.label', { label }), from, to)))
      case 'fixed':
      case 'shut_out':
        return counted('exam.words.questions', blueprint[part]?.length ?? 0)
      case 'enemies':
        return counted('exam.words.sets', blueprint.enemies?.length ?? 0)
      case 'target':
        return blueprint.target?.type === 'value'
          ? t('exam.words.target', { score: formatPoints(blueprint.target.share) })
          : t('exam.target.pool_mean')
      case 'rest_months':
        return t('exam.words.rest', { count: blueprint.rest_months ?? 0 })
    }
  }
  return { labelOf, valueOf }
}
