/*
 * Two things that libraries use and that Chromium 90 and Safari 15.0 lack. Our own code does without them,
 * so that the exam page needs none of this.
 */
function supply(owner: object, name: string, value: unknown): void {
  if (!(name in owner)) Object.defineProperty(owner, name, { value, writable: true, configurable: true })
}

supply(Array.prototype, 'at', function at(this: unknown[], index: number) {
  const place = Math.trunc(index) || 0
  return this[place < 0 ? this.length + place : place]
})

supply(Object, 'hasOwn', (owner: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(owner, key))
