import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { bytesOf, Seal } from './seal'

const hex = (byte: number) => byte.toString(16).padStart(2, '0').repeat(32)

it('makes the bytes that the service hashes', () => {
  // Golden values of core/src/paper/commitment.rs.
  const c = new Seal('yuekao/commitment/1').hex(hex(5)).hex(hex(1)).hex(hex(2)).hex(hex(3)).hex(hex(4)).int(1).hash()
  expect(c).toBe('a2053c7e1912d7d9c1701a4d299860a64f457db1979c1fdf88092f03c1dfb995')
  const seed = new Seal('yuekao/seed/1').hex(hex(5)).hex(c).int(1).text('见证人甲').text('三 五 六').hash()
  expect(seed).toBe('3bcc02a421a3e0d101421bf5c4cccee718c06ff0fcc7189bf4449ba540b986ad')
})

it('puts a length before every field, so that no two lists are alike', () => {
  const plain = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), Buffer.from('a'), Buffer.from([0, 0, 0, 0, 0, 0, 0, 8]), Buffer.alloc(8, 255)])
  expect(new Seal('a').int(-1).hash()).toBe(createHash('sha256').update(plain).digest('hex'))
  expect(new Seal('a').text('bc').hash()).not.toBe(new Seal('ab').text('c').hash())
})

it('takes text in one normal form', () => {
  expect(new Seal('a').text('é').hash()).toBe(new Seal('a').text('e\u0301').hash())
})

it('reads a uuid and a hash, and never fails on a broken one', () => {
  const id = '00112233-4455-6677-8899-aabbccddeeff'
  expect(new Seal('a').id(id).hash()).toBe(new Seal('a').hex('00112233445566778899aabbccddeeff').hash())
  expect([...bytesOf('0aff')]).toEqual([10, 255])
  expect([...bytesOf('zz1')]).toEqual([0])
})
