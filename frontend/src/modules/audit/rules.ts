import type { Verdict } from './queries'

export interface AuditQuery {
  deed?: string
  person?: string
  subject?: string
}

/** Deeds by word, as `audit.deed.<word>.<verb>` names them: the choices of the filter. */
export const deeds = {
  access: [
    'sign_in', 'sign_out', 'sign_out_everywhere', 'fail', 'refresh', 'reuse', 'set_password', 'change_password', 'reset_password',
    'first_admin',
  ],
  people: ['import', 'edit', 'leave'],
  materials: ['upload', 'edit'],
  bank: ['create', 'edit', 'submit', 'accept', 'send_back', 'retire', 'view_key', 'export'],
  paper: ['keep_blueprint', 'revise_blueprint', 'retire_blueprint'],
  exam: [
    'create', 'edit', 'discard', 'publish', 'draw', 'papers_drawn', 'state_leave', 'confirm_leave', 'withdraw_leave', 'move_candidate',
    'witness', 'close_witnessing', 'fix_seed', 'draw_again', 'add_candidate', 'replace_question', 'keep_question', 'print_forms',
  ],
  sitting: [
    'extend', 'confirm_extend', 'withdraw_extend', 'extend_all', 'end', 'message', 'open_incident', 'confirm_incident', 'withdraw_incident',
    'accept_late', 'publish_root',
  ],
  grading: ['propose_ruling', 'confirm_ruling', 'withdraw_ruling', 'remark', 'release'],
  practice: ['begin', 'answer', 'take_in', 'take_back', 'taken_in'],
  standing: ['import_values', 'set_scheme', 'notice', 'publish'],
} as const

/** `access.sign_in` → ['access', 'sign_in'] */
export function parts(deed: string): [word: string, verb: string] {
  const dot = deed.indexOf('.')
  return dot < 0 ? [deed, ''] : [deed.slice(0, dot), deed.slice(dot + 1)]
}

/** A detail as `name: value` pairs, short enough for a row; nested values as JSON. */
export function detailPairs(detail: Record<string, unknown>): { name: string; value: string }[] {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }))
}

export type Finding = 'broken' | 'unlinked' | 'empty' | 'sound'

/** What to say of a verdict: the worst of it. */
export function finding(verdict: Verdict): Finding {
  if (verdict.broken) return 'broken'
  if (verdict.unlinked > 0) return 'unlinked'
  return verdict.head.no === 0 ? 'empty' : 'sound'
}

/** A hash in groups of eight, to be read out and compared. */
export function grouped(hash: string): string {
  return hash.replace(/(.{8})(?=.)/g, '$1 ')
}
