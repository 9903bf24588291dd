import { expect, it } from 'vitest'
import { bytesOf, hashOf } from '@/lib/seal'
import { checkRoots, leafOf, microsOf, type ReceiptFile, receiptHolds, receiptOf, type Root, rootFrom, rootOf } from './receipt'

const digest = (n: number) => n.toString(16).padStart(64, '0')
const node = (left: string, right: string) => hashOf(bytesOf(`01${left}${right}`))
/** RFC 6962, section 2.1, written down as it stands there. */
function treeOf(leaves: string[]): string {
  if (leaves.length === 1) return leaves[0]!
  let at = 1
  while (at * 2 < leaves.length) at *= 2
  return node(treeOf(leaves.slice(0, at)), treeOf(leaves.slice(at)))
}
function pathOf(leaves: string[], index: number): string[] {
  if (leaves.length === 1) return []
  let at = 1
  while (at * 2 < leaves.length) at *= 2
  const [left, right] = [leaves.slice(0, at), leaves.slice(at)]
  return index < at ? [...pathOf(left, index), treeOf(right)] : [...pathOf(right, index - at), treeOf(left)]
}

it('keeps every microsecond of an instant', () => {
  expect(microsOf('1970-01-01T00:00:01.000002Z')).toBe(1_000_002)
  expect(microsOf('1970-01-01T00:00:01Z')).toBe(1_000_000)
})

it('leads from every leaf of every tree to its root, and nowhere by another path', () => {
  for (let size = 1; size <= 20; size += 1) {
    const leaves = Array.from({ length: size }, (_, at) => digest(at + 1))
    leaves.forEach((leaf, at) => {
      const path = pathOf(leaves, at)
      expect(rootFrom(leaf, at, size, path)).toBe(treeOf(leaves))
      expect(rootFrom(leaf, at, size, [...path, digest(99)])).not.toBe(treeOf(leaves))
      expect(rootFrom(digest(77), at, size, path)).not.toBe(treeOf(leaves))
    })
  }
})

const exam = '00000000-0000-7000-8000-000000000001'
const candidate = '00000000-0000-7000-8000-000000000002'
function sample(): ReceiptFile {
  const at = '2026-11-24T01:00:00.000001Z'
  const file: ReceiptFile = {
    format: 'yuekao/receipt/1', exam, title: '月考', candidate, presence: 'sat', nonce: '0a0b', k: 1, receipt: null, proofs: [],
    events: [{ seq: 1, writer: 0, n: 1, kind: 'started', question: null, body: '', client_at: null, at }],
  }
  file.receipt = receiptOf(file)
  const leaf = { candidate, presence: 'sat' as const, receipt: file.receipt, k: 1, addendum: null, addendum_k: null, points: 8000, full: 10_000 }
  const leaves = [digest(1), leafOf(leaf), digest(3)]
  const root: Root = {
    no: 1, kind: 'over', at, size: 3, tree: treeOf(leaves), previous: null, commitment: digest(4),
    audit: { no: 7, hash: digest(5) }, covers: { policy: null, keys: null, rulings: null }, hash: digest(0),
  }
  root.hash = rootOf(exam, root)
  file.proofs = [{ root, leaf, index: 1, path: pathOf(leaves, 1) }]
  return file
}

it('finds what was changed', () => {
  expect([receiptHolds(sample()), checkRoots(sample())[0]?.fault]).toEqual([true, null])
  const changed = sample()
  changed.events[0]!.body = '甲'
  expect(receiptHolds(changed)).toBe(false)
  const points = sample()
  points.proofs[0]!.leaf.points = 9000
  expect(checkRoots(points)[0]?.fault).toBe('path')
  const audit = sample()
  audit.proofs[0]!.root.audit.no = 8
  expect(checkRoots(audit)[0]?.fault).toBe('root')
})
