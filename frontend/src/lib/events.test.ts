import { expect, it } from 'vitest'
import { createEventReader } from './events'

const stream = ': alive\n\nevent: extended\ndata: {"deadline":1}\n\ndata: a\r\ndata: b\r\n\r\nevent: empty\n\n'
const expected = [
  { name: 'extended', data: '{"deadline":1}' },
  { name: 'message', data: 'a\nb' },
]

it('gives the same events however the stream is cut', () => {
  for (let size = 1; size <= stream.length; size += 1) {
    const read = createEventReader()
    const events = []
    for (let at = 0; at < stream.length; at += size) events.push(...read(stream.slice(at, at + size)))
    expect(events, `pieces of ${size}`).toEqual(expected)
  }
})

it('keeps back what is not whole', () => {
  const read = createEventReader()
  expect(read('data: 1\n')).toEqual([])
  expect(read('\n')).toEqual([{ name: 'message', data: '1' }])
})
