/* What travels between the exam page and the server. No key has a place in any of it. */

/** A response: options by the places at which they are shown. */
export type Given =
  | { type: 'options'; chosen: number[] }
  | { type: 'truth'; value: boolean }
  | { type: 'blanks'; texts: string[] }

export type Kind = 'single' | 'multiple' | 'true_false' | 'blank'

export interface Question {
  /** From 0: the question's name on this paper. */
  index: number
  section: number
  kind: Kind
  stem: string
  options: string[]
  blanks: number
}

export interface Section {
  kind: Kind
  points_each: number
  count: number
}

/** What starting or going on gives. */
export interface Joined {
  sitting: string
  pass: string
  lease: number
  now: string
  started_at: string
  deadline: string
  layout: 'one' | 'all'
  title: string
  total: number
  paper: { sections: Section[]; questions: Question[] }
  answers: { question: number; response: Given; at: string }[]
  flags: number[]
  /** Answers of an earlier page that came after this one had taken over. */
  superseded: number
}

export type SavedAs = 'saved' | 'late' | 'superseded'

/** The acknowledgement: what it says is on the server's disk. */
export interface Saved {
  n: number
  at: string
  status: SavedAs
}

export interface Receipt {
  hash: string
  k: number
  nonce: string
}

export interface HandedIn {
  state: 'marked' | 'being_marked'
  points: number | null
  full: number
  receipt: Receipt
  at: string
}

/** How things stand, as an open page may ask at any time. */
export interface Standing {
  now: string
  deadline: string
  state: 'open' | 'closed'
  lease_live: boolean
  message: string | null
}
