/** One event of a text/event-stream. */
export interface StreamEvent {
  name: string
  data: string
}

/** Takes pieces of a stream as they come, cut anywhere, and gives the events that are whole. */
export function createEventReader(): (piece: string) => StreamEvent[] {
  let rest = ''
  let name = ''
  let data: string[] = []

  return (piece) => {
    const events: StreamEvent[] = []
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) events.push({ name: name || 'message', data: data.join('\n') })
        name = ''
        data = []
        continue
      }
      // A line that begins with a colon is a sign of life.
      const colon = line.indexOf(':')
      if (colon === 0) continue
      const field = colon < 0 ? line : line.slice(0, colon)
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
      if (field === 'event') name = value
      else if (field === 'data') data.push(value)
    }
    return events
  }
}
