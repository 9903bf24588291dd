// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** The colours of one scheme: the light ones, overlaid by the blocks named after it. */
function scheme(...starts: string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const start of starts) {
    const from = css.indexOf(start)
    expect(from, start).toBeGreaterThan(-1)
    const block = css.slice(from, css.indexOf('}', from))
    for (const [, name, value] of block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)) found.set(name!, value!)
  }
  return found
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2.2, 1.4.3. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const grounds = ['--paper', '--sheet', '--sunk', '--seal-wash', '--calm-wash']
const texts = ['--ink', '--ink-soft', '--ink-faint', '--seal', '--calm']
const filled = [
  ['--on-ink', '--ink'],
  ['--on-ink', '--ink-raised'],
  ['--on-seal', '--seal-fill'],
  ['--on-seal', '--seal-raised'],
  ['--on-calm', '--calm-fill'],
]

const light = ":root[data-theme='light'] {"
const dark = "\n:root[data-theme='dark'] {"
const contrastAt = css.indexOf('prefers-contrast')
const moreLight = css.slice(contrastAt).match(/\n {2}:root,\n {2}:root\[data-theme='light'\] \{/)?.[0] ?? ''
const moreDark = "\n  :root[data-theme='dark'] {"

describe.each([
  ['light', scheme(light), 4.5],
  ['dark', scheme(dark), 4.5],
  ['light, more contrast', scheme(light, moreLight), 7],
  ['dark, more contrast', scheme(dark, moreDark), 7],
])('%s', (_name, colours, wanted) => {
  const of = (name: string) => colours.get(name) ?? expect.fail(`${name} is missing`)

  it.each(texts)('%s is read on every ground', (text) => {
    for (const ground of grounds) expect(contrast(of(text), of(ground)), ground).toBeGreaterThanOrEqual(wanted)
  })

  it('what stands on a filled ground is read', () => {
    for (const [text, ground] of filled) expect(contrast(of(text!), of(ground!)), ground).toBeGreaterThanOrEqual(4.5)
  })

  it('the edge of a control is seen', () => {
    for (const ground of ['--paper', '--sheet', '--sunk']) {
      expect(contrast(of('--line-strong'), of(ground)), ground).toBeGreaterThanOrEqual(3)
    }
  })
})
