import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { Seal } from '@/lib/seal'
import { check, type Difference, indexesOf, type Matter, veilOf } from './check'
import type { OwnProof, ProofExport } from './queries'

const byte = (value: number) => value.toString(16).padStart(2, '0').repeat(32)
const id = (value: number) => `00000000-0000-0000-0000-${String(value).padStart(12, '0')}`

it('makes the veil that the service makes', () => {
  // commitment.rs, commitments_and_seeds_stay_for_ever: salt([6; 32], 7), revision 8.
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, bytes.length]), bytes])
  const salted = Buffer.concat([field(Buffer.from('yuekao/salt/1')), field(Buffer.from([0, 0, 0, 0, 0, 0, 0, 7]))])
  const salt = createHmac('sha256', Buffer.alloc(32, 6)).update(salted).digest('hex')
  expect(veilOf(salt, id(8))).toBe('97660e4ea8350e65ab7ccd35d56e7c3c69ce015a6828b064277fe5b05327d130')
})

it('reads which questions a stored paper asks', () => {
  // model.rs: stored_bytes_stay_for_ever.
  expect(indexesOf('01030902a365800028')).toEqual([5, 300, 0])
  expect(indexesOf('02030902a365800028')).toEqual([])
  expect(indexesOf('010309')).toEqual([])
  expect(indexesOf('')).toEqual([])
})

/** A proof that holds: two questions, one candidate of publication, one late, one withdrawn question. */
function sound(): { proof: ProofExport; own: OwnProof; shown: string } {
  const salts = [byte(1), byte(2)]
  const revisions = [id(11), id(12)]
  const veils = salts.map((salt, at) => veilOf(salt, revisions[at] ?? ''))
  // Format 1, two questions, indexes of one bit: 0 without options, 1 with two in their first order.
  const paper = '010201' + ((0b0 << 15) | (0b0000 << 11) | (0b1 << 10) | (0b0010 << 6) | (0b0 << 5)).toString(16).padStart(4, '0')
  const pool = new Seal('yuekao/pool/1').int(2).int(2).hex(veils[0] ?? '').hex(veils[1] ?? '')
  pool.text('blank').bytes(new Uint8Array()).int(2).int(0).bytes(new Uint8Array()).int(6000).int(-1).int(0)
  pool.text('single').id(id(9)).int(3).int(2).bytes(Uint8Array.of(1)).int(7000).int(4).int(1)
  const blueprint = new Seal('yuekao/blueprint/1').int(1).text('single').int(2).int(200).text('all_or_nothing').int(1).id(id(9)).int(0).int(2).int(1).int(3).int(0).int(2).int(6800)
  const allocation = new Seal('yuekao/allocation/1').int(1).int(1).text('single').id(id(9)).int(3).int(1).int(1)
  const candidates = new Seal('yuekao/candidates/1').int(1).id(id(21)).int(1).int(1).int(1).int(0)
  const digests = { pool: pool.hash(), blueprint: blueprint.hash(), allocation: allocation.hash(), candidates: candidates.hash(), algorithm: 1 }
  const c = new Seal('yuekao/commitment/1').hex(byte(7)).hex(digests.pool).hex(digests.blueprint).hex(digests.allocation).hex(digests.candidates).int(1).hash()
  const seed = new Seal('yuekao/seed/1').hex(byte(7)).hex(c).int(1).text('W001 窗甲').text('3 5 6').hash()
  const late = new Seal('yuekao/addendum/1').hex(c).text('late').int(1).id(id(22)).int(1).id(id(22)).int(1).int(0).int(0).int(1).hash()
  const withdrawn = new Seal('yuekao/addendum/1').hex(late).text('withdrawn').int(0).int(1).id(id(22)).int(0).hash()
  return {
    shown: c,
    own: { candidate: id(21), paper, questions: [0, 1].map((index) => ({ index, salt: salts[index] ?? '', revision: revisions[index] ?? '' })) },
    proof: {
      format: 'yuekao/proof/1',
      algorithm: 1,
      commitment: c,
      digests,
      system_seed: byte(7),
      contributions: [{ witness: 'W001 窗甲', words: '3 5 6' }],
      seed,
      rules: {
        sections: [{ kind: 'single', count: 2, points_each: 200, policy: 'all_or_nothing' }],
        topics: [{ topic: id(9), from: 0, to: 2 }],
        labels: [{ label: 3, from: 0, to: 2 }],
        target: { type: 'value', share: 6800 },
      },
      allocation: [{ kind: 'single', topic: id(9), label: 3, need: 1, have: 1 }],
      questions: [
        { revision: veils[0] ?? '', kind: 'blank', topic: null, label: 2, options: 0, fixed_options: [], facility: 6000, enemy: null, fixed: false },
        { revision: veils[1] ?? '', kind: 'single', topic: id(9), label: 3, options: 2, fixed_options: [1], facility: 7000, enemy: 4, fixed: true },
      ],
      candidates: [
        { id: id(21), place: 0, attempt: 1, avoid: { hard: [1], met: [] }, paper },
        { id: id(22), place: 1, attempt: 1, avoid: { hard: [], met: [] }, paper },
      ],
      places: 1,
      addenda: [
        { change: { type: 'late', candidates: [id(22)] }, digest: late },
        { change: { type: 'withdrawn', question: 0, candidates: [id(22)] }, digest: withdrawn },
      ],
    },
  }
}

type Change = (given: ReturnType<typeof sound>) => void

function found(change: Change, noted = ''): [Matter, Difference['what'][]][] {
  const given = sound()
  change(given)
  return check({ ...given, noted })
    .filter(({ differences }) => differences.length > 0)
    .map(({ matter, differences }) => [matter, differences.map(({ what }) => what)])
}

it('finds nothing in a proof that holds, whoever looks', () => {
  expect(found(() => undefined)).toEqual([])
  expect(found(() => undefined, sound().shown.toUpperCase().replace(/(.{8})/g, '$1 '))).toEqual([])
  expect(check({ ...sound(), noted: '', own: null }).map(({ matter }) => matter)).not.toContain('paper')
})

const changes: [string, Change, [Matter, Difference['what'][]][]][] = [
  ['another C than the one shown', (g) => (g.shown = byte(0)), [['commitment', ['shown']]]],
  ['an unknown format', (g) => (g.proof.format = 'yuekao/proof/2'), [['commitment', ['format']]]],
  ['the algorithm', (g) => (g.proof.algorithm = 2), [['commitment', ['algorithm']]]],
  ['a facility', (g) => (g.proof.questions[1]!.facility = 7001), [['pool', ['pool']]]],
  ['what stands fixed among options', (g) => (g.proof.questions[1]!.fixed_options = [0]), [['pool', ['pool']]]],
  ['a margin', (g) => (g.proof.rules.topics[0]!.to = 1), [['blueprint', ['blueprint']]]],
  ['the target', (g) => (g.proof.rules.target = { type: 'pool_mean' }), [['blueprint', ['blueprint']]]],
  ['a cell', (g) => (g.proof.allocation[0]!.need = 2), [['allocation', ['allocation']]]],
  ['an attempt', (g) => (g.proof.candidates[0]!.attempt = 2), [['candidates', ['candidates']]]],
  ['what a person avoids', (g) => (g.proof.candidates[0]!.avoid.hard = []), [['candidates', ['candidates']]]],
  ['a contribution', (g) => (g.proof.contributions[0]!.words = '3 5 5'), [['seed', ['seed']]]],
  ['the system seed', (g) => (g.proof.system_seed = byte(8)), [['commitment', ['commitment']], ['seed', ['seed']]]],
  ['for whom a question was withdrawn', (g) => (g.proof.addenda[1]!.change.candidates = [id(21)]), [['addenda', ['addendum']]]],
  ['the place of one who came late', (g) => (g.proof.candidates[1]!.place = 2), [['addenda', ['addendum']]]],
  ['one who came late without an addendum', (g) => g.proof.candidates.push({ ...g.proof.candidates[1]!, id: id(23) }), [['addenda', ['late']]]],
  ['the paper on record', (g) => (g.proof.candidates[0]!.paper = '0100'), [['paper', ['paper']]]],
  ['the person', (g) => (g.own.candidate = id(99)), [['paper', ['not_listed']]]],
  ['a revision', (g) => (g.own.questions[1]!.revision = id(13)), [['questions', ['revision']]]],
  ['the order of one’s questions', (g) => g.own.questions.reverse(), [['questions', ['question', 'question']]]],
]

it.each(changes)('names what differs: %s', (_, change, told) => {
  expect(found(change)).toEqual(told)
})

it('compares with what somebody noted down', () => {
  expect(found(() => undefined, byte(3))).toEqual([['noted', ['noted']]])
})
