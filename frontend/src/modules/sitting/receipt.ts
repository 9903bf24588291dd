/*
 * A receipt checked in the browser, from its file alone (core/src/sitting/{receipt,root}.rs, kernel/tree.rs):
 * the receipt is reckoned again from the journal, the leaf from what it says of one, and the root of the
 * RFC 6962 tree from the leaf and its path. A single changed digit differs.
 */
import type { components } from '@/api/schema'
import { bytesOf, hashOf, Seal } from '@/lib/seal'

type Schemas = components['schemas']
export type ReceiptFile = Schemas['ReceiptFile']
export type Root = Schemas['Root']
type Leaf = Schemas['Leaf']

const leafMark = new Uint8Array([0])

/** An instant in whole microseconds: the page's own dates know milliseconds only. */
export function microsOf(instant: string): number {
  const fraction = /\.(\d+)/.exec(instant)?.[1] ?? ''
  const whole = Date.parse(instant.replace(/\.\d+/, ''))
  return whole * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/** The receipt over the events up to its end. */
export function receiptOf({ nonce, exam, candidate, events, k }: Pick<ReceiptFile, 'nonce' | 'exam' | 'candidate' | 'events' | 'k'>): string {
  const covered = events.filter(({ seq }) => seq <= (k ?? 0)).sort((a, b) => a.seq - b.seq)
  const seal = new Seal('yuekao/receipt/1').hex(nonce ?? '').id(exam).id(candidate).int(covered.length)
  for (const event of covered) {
    seal.int(event.seq).int(event.writer).int(event.n).text(event.kind).int(event.question ?? -1).text(event.body)
    seal.int(event.client_at == null ? -1 : microsOf(event.client_at)).int(microsOf(event.at))
  }
  return seal.hash()
}

export function leafOf(leaf: Leaf): string {
  const seal = new Seal('yuekao/leaf/1', leafMark).id(leaf.candidate).text(leaf.presence)
  seal.hex(leaf.receipt ?? '').int(leaf.k ?? -1).hex(leaf.addendum ?? '').int(leaf.addendum_k ?? -1)
  return seal.int(leaf.points ?? -1).int(leaf.full ?? -1).hash()
}

/** The root that a leaf and its path lead to in a tree of so many leaves; null for a path of the wrong length. */
export function rootFrom(leaf: string, index: number, size: number, path: readonly string[]): string | null {
  if (index >= size) return null
  if (size === 1) return path.length === 0 ? leaf : null
  const at = 2 ** (Math.ceil(Math.log2(size)) - 1)
  const neighbour = path[path.length - 1]
  if (neighbour === undefined) return null
  const rest = path.slice(0, -1)
  const left = index < at
  const inner = left ? rootFrom(leaf, index, at, rest) : rootFrom(leaf, index - at, size - at, rest)
  if (inner === null) return null
  return hashOf(bytesOf(`01${left ? inner + neighbour : neighbour + inner}`))
}

/** What stands for a root and all that it covers. */
export function rootOf(exam: string, root: Root): string {
  const seal = new Seal('yuekao/root/1').id(exam).int(root.no).text(root.kind).int(microsOf(root.at)).int(root.size)
  seal.hex(root.tree).hex(root.previous ?? '').hex(root.commitment).int(root.audit.no).hex(root.audit.hash)
  return seal.hex(root.covers.policy ?? '').hex(root.covers.keys ?? '').hex(root.covers.rulings ?? '').hash()
}

export interface Checked {
  no: number
  kind: Root['kind']
  /** The root's hash, to be compared with one noted down earlier. */
  hash: string
  fault: 'receipt' | 'leaf' | 'path' | 'root' | 'link' | null
}

/** Whether the journal gives the receipt; null for who has none. */
export const receiptHolds = (file: ReceiptFile): boolean | null => (file.receipt === null ? null : receiptOf(file) === file.receipt)

/** Each root with the first thing that does not fit, oldest first. */
export function checkRoots(file: ReceiptFile): Checked[] {
  return file.proofs.map(({ root, leaf, index, path }, place) => {
    const before = file.proofs[place - 1]?.root.hash
    const fault =
      leaf.receipt !== file.receipt ? 'receipt'
      : leaf.candidate !== file.candidate ? 'leaf'
      : rootFrom(leafOf(leaf), index, root.size, path) !== root.tree ? 'path'
      : rootOf(file.exam, root) !== root.hash ? 'root'
      : before !== undefined && root.previous !== before ? 'link'
      : null
    return { no: root.no, kind: root.kind, hash: root.hash, fault }
  })
}
