import { expect, it } from 'vitest'

const files = import.meta.glob<Record<string, unknown>>(['./{zh-CN,en}.ts', '../modules/*/{zh-CN,en}.ts'], {
  eager: true,
  import: 'default',
  query: '?raw-messages',
})

function flat(messages: Record<string, unknown>, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') found.set(prefix + key, value)
    else for (const [inner, text] of flat(value as Record<string, unknown>, `${prefix}${key}.`)) found.set(inner, text)
  }
  return found
}
const parameters = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join()

const chinese = Object.keys(files).filter((path) => path.endsWith('zh-CN.ts'))

it.each(chinese)('%s has an English twin: same keys, same parameters, nothing empty', (path) => {
  const zh = flat(files[path] ?? {})
  const en = flat(files[path.replace('zh-CN', 'en')] ?? {})
  expect(zh.size).toBeGreaterThan(0)
  expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
  for (const [key, text] of zh) {
    expect(text.trim(), key).not.toBe('')
    expect(en.get(key)?.trim(), key).not.toBe('')
    expect(parameters(en.get(key) ?? ''), key).toBe(parameters(text))
  }
})

it('every English file belongs to a Chinese one', () => {
  expect(Object.keys(files).length).toBe(chinese.length * 2)
})
