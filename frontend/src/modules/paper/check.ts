import { bytesOf, Seal } from '@/lib/seal'
import type { LateChange, OwnProof, ProofCandidate, ProofExport, ProofQuestion } from './queries'

/*
 * What a browser can check of a proof by hashing and comparing, as core/src/paper/verify.rs does it:
 * that what is shown is what was committed, that the seed comes from it and from the witnesses, and
 * that one's own paper is the one on record. Drawing every paper again is left to `yuekao verify`.
 */

/** What was looked at, in the order in which a reader follows it. */
export const matters = ['noted', 'commitment', 'pool', 'blueprint', 'allocation', 'candidates', 'seed', 'addenda', 'paper', 'questions'] as const
export type Matter = (typeof matters)[number]

/** One thing that isn't as it should be. */
export type Difference =
  | { what: 'format' | 'noted' | 'shown' | 'commitment' | 'algorithm' | 'pool' | 'blueprint' | 'allocation' | 'candidates' | 'seed' | 'not_listed' | 'paper' }
  | { what: 'addendum'; number: number }
  | { what: 'late'; candidate: string }
  /** Counted from 1 on the paper. */
  | { what: 'question' | 'revision'; position: number }

export interface Finding {
  matter: Matter
  differences: Difference[]
}

export interface Given {
  proof: ProofExport
  /** C as the page of the draw shows it. */
  shown: string
  /** C as somebody noted it down on the day; empty if nobody did. */
  noted: string
  /** None for somebody who isn't on the list. */
  own: OwnProof | null
}

export const FORMAT = 'yuekao/proof/1'
const ALGORITHM = 1

/** A hash as somebody copied it by hand: blanks and case don't count. */
export const tidy = (hash: string) => hash.replace(/[^0-9a-f]/gi, '').toLowerCase()

export function check({ proof, shown, noted, own }: Given): Finding[] {
  const when = (wrong: boolean, what: Exclude<Difference, { number: number } | { candidate: string } | { position: number }>['what']): Difference[] =>
    wrong ? [{ what }] : []
  const { digests, places } = proof
  const published = proof.candidates.slice(0, places)
  const findings: Finding[] = [
    { matter: 'commitment', differences: [...when(proof.format !== FORMAT, 'format'), ...when(proof.commitment !== shown, 'shown'), ...when(commitmentOf(proof) !== proof.commitment, 'commitment'), ...when(proof.algorithm !== digests.algorithm || proof.algorithm !== ALGORITHM, 'algorithm')] },
    { matter: 'pool', differences: when(poolOf(proof.questions) !== digests.pool, 'pool') },
    { matter: 'blueprint', differences: when(blueprintOf(proof.rules) !== digests.blueprint, 'blueprint') },
    { matter: 'allocation', differences: when(allocationOf(proof.allocation, places) !== digests.allocation, 'allocation') },
    { matter: 'candidates', differences: when(published.length !== places || candidatesOf(published) !== digests.candidates, 'candidates') },
    { matter: 'seed', differences: when(seedOf(proof) !== proof.seed, 'seed') },
    { matter: 'addenda', differences: addendaOf(proof) },
  ]
  if (tidy(noted)) findings.unshift({ matter: 'noted', differences: when(tidy(noted) !== proof.commitment, 'noted') })
  if (own) {
    const listed = proof.candidates.find(({ id }) => id === own.candidate)
    findings.push({ matter: 'paper', differences: listed ? when(listed.paper !== own.paper, 'paper') : when(true, 'not_listed') })
    findings.push({ matter: 'questions', differences: questionsOf(proof.questions, own) })
  }
  return findings
}

function commitmentOf({ system_seed, digests }: ProofExport): string {
  const { pool, blueprint, allocation, candidates, algorithm } = digests
  return new Seal('yuekao/commitment/1').hex(system_seed).hex(pool).hex(blueprint).hex(allocation).hex(candidates).int(algorithm).hash()
}

function seedOf({ system_seed, commitment, contributions }: ProofExport): string {
  const seal = new Seal('yuekao/seed/1').hex(system_seed).hex(commitment).int(contributions.length)
  for (const { witness, words } of contributions) seal.text(witness).text(words)
  return seal.hash()
}

/** A topic, or none. */
const topicIn = (seal: Seal, topic: string | null | undefined) => (topic ? seal.id(topic) : seal.bytes(new Uint8Array()))

function poolOf(questions: readonly ProofQuestion[]): string {
  const seal = new Seal('yuekao/pool/1').int(questions.length).int(questions.length)
  for (const { revision } of questions) seal.hex(revision)
  for (const { kind, topic, label, options, fixed_options, facility, enemy, fixed } of questions) {
    topicIn(seal.text(kind), topic).int(label).int(options).bytes(Uint8Array.from(fixed_options)).int(facility).int(enemy ?? -1).int(Number(fixed))
  }
  return seal.hash()
}

function blueprintOf({ sections, topics, labels, target }: ProofExport['rules']): string {
  const seal = new Seal('yuekao/blueprint/1').int(sections.length)
  for (const { kind, count, points_each, policy } of sections) seal.text(kind).int(count).int(points_each).text(policy)
  seal.int(topics.length)
  for (const { topic, from, to } of topics) seal.id(topic).int(from).int(to)
  seal.int(labels.length)
  for (const { label, from, to } of labels) seal.int(label).int(from).int(to)
  return seal.int(target.type === 'value' ? target.share : -1).hash()
}

function allocationOf(cells: ProofExport['allocation'], places: number): string {
  const seal = new Seal('yuekao/allocation/1').int(places).int(cells.length)
  for (const { kind, topic, label, need, have } of cells) topicIn(seal.text(kind), topic).int(label).int(need).int(have)
  return seal.hash()
}

/** All of a candidate but the place, which comes from the seed. */
function candidateIn(seal: Seal, { id, attempt, avoid }: ProofCandidate): Seal {
  seal.id(id).int(attempt)
  for (const indexes of [avoid.hard, avoid.met]) {
    seal.int(indexes.length)
    for (const index of indexes) seal.int(index)
  }
  return seal
}

function candidatesOf(candidates: readonly ProofCandidate[]): string {
  const seal = new Seal('yuekao/candidates/1').int(candidates.length)
  for (const candidate of candidates) candidateIn(seal, candidate)
  return seal.hash()
}

function addendaOf({ commitment, addenda, candidates, places }: ProofExport): Difference[] {
  const differences: Difference[] = []
  const late = new Map(candidates.slice(places).map((candidate) => [candidate.id, candidate]))
  const came = new Set<string>()
  let before = commitment
  addenda.forEach(({ change, digest }, at) => {
    const seal = new Seal('yuekao/addendum/1').hex(before)
    if (change.type === 'withdrawn') seal.text('withdrawn').int(change.question)
    else seal.text('late')
    seal.int(change.candidates.length)
    for (const id of change.candidates) seal.id(id)
    const named = change.type === 'late' ? lateIn(change, late, came, differences) : []
    seal.int(named.length)
    for (const candidate of named) candidateIn(seal, candidate).int(candidate.place)
    if (seal.hash() !== digest) differences.push({ what: 'addendum', number: at + 1 })
    before = digest
  })
  for (const candidate of late.keys()) if (!came.has(candidate)) differences.push({ what: 'late', candidate })
  return differences
}

/** The late candidates that an addendum names; each comes once. */
function lateIn(change: LateChange, late: ReadonlyMap<string, ProofCandidate>, came: Set<string>, differences: Difference[]): ProofCandidate[] {
  const named: ProofCandidate[] = []
  for (const id of change.candidates) {
    const candidate = late.get(id)
    if (candidate && !came.has(id)) named.push(candidate)
    else differences.push({ what: 'late', candidate: id })
    came.add(id)
  }
  return named
}

/** A revision as the proof names it: nobody can tell which it is without the salt. */
export const veilOf = (salt: string, revision: string) => new Seal('yuekao/veil/1').hex(salt).id(revision).hash()

function questionsOf(questions: readonly ProofQuestion[], own: OwnProof): Difference[] {
  const asked = indexesOf(own.paper)
  const differences: Difference[] = []
  for (let at = 0; at < Math.max(asked.length, own.questions.length); at += 1) {
    const told = own.questions[at]
    if (told?.index !== asked[at] || !told) differences.push({ what: 'question', position: at + 1 })
    else if (questions[told.index]?.revision !== veilOf(told.salt, told.revision)) differences.push({ what: 'revision', position: at + 1 })
  }
  return differences
}

/** The pool indexes of a stored paper in its order (core/src/paper/model.rs); empty if it can't be read. */
export function indexesOf(paper: string): number[] {
  const bytes = bytesOf(paper)
  let at = 0
  const take = (width: number) => {
    let number = 0
    for (let left = width; left > 0; left -= 1, at += 1) number = number * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1)
    return number
  }
  if (take(8) !== 1) return []
  const count = take(8)
  const width = take(8)
  const indexes: number[] = []
  for (let question = 0; question < count; question += 1) {
    indexes.push(take(width))
    const options = take(4)
    take(rankWidth(options))
  }
  return at <= bytes.length * 8 ? indexes : []
}

/** The bits that hold the rank of an order of so many options. */
function rankWidth(options: number): number {
  let orders = 1
  for (let factor = 2; factor <= options; factor += 1) orders *= factor
  let width = 0
  for (let largest = orders - 1; largest >= 1; largest /= 2) width += 1
  return width
}
