import type { EChartsCoreOption } from 'echarts/core'

/** One row of figures: a name and a value a bar, or a point; null where there is none. */
export interface Series {
  name: string
  values: readonly (number | null)[]
}

export interface Ink {
  ink: string
  soft: string
  line: string
  calm: string
  seal: string
  sheet: string
  font: string
}

/** The page's tokens as they stand now: a chart is drawn in the page's own ink. */
export function readInk(element: Element): Ink {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: token('--ink'),
    soft: token('--ink-soft'),
    line: token('--line'),
    calm: token('--calm'),
    seal: token('--seal'),
    sheet: token('--sheet'),
    font: token('--font-text'),
  }
}

/** What all charts share. Tooltips are drawn, not HTML: the policy allows no inline style. */
export function baseOption(ink: Ink, unit: string): EChartsCoreOption {
  return {
    animation: false,
    color: [ink.calm, ink.soft, ink.ink, ink.seal],
    textStyle: { fontFamily: ink.font, color: ink.soft, fontSize: 13 },
    grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: ink.ink,
      borderWidth: 0,
      textStyle: { color: ink.sheet, fontSize: 13 },
      valueFormatter: (value: unknown) => (value === null || value === undefined ? '—' : `${String(value)}${unit}`),
    },
    legend: { show: false, top: 0, left: 0, textStyle: { color: ink.soft }, itemWidth: 14, itemHeight: 10 },
    aria: { enabled: false },
  }
}

export function categoryAxis(ink: Ink, labels: readonly string[]) {
  return {
    type: 'category' as const,
    data: [...labels],
    axisLine: { lineStyle: { color: ink.soft } },
    axisTick: { show: false },
    axisLabel: { color: ink.soft, hideOverlap: true },
  }
}

export function valueAxis(ink: Ink) {
  return {
    type: 'value' as const,
    axisLabel: { color: ink.soft },
    splitLine: { lineStyle: { color: ink.line } },
  }
}

/** A marked value: the pass mark, the mean. */
export interface Reference {
  at: number | string
  label: string
}
