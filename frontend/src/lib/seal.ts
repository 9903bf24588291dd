import { sha256 } from '@noble/hashes/sha2.js'

/*
 * The bytes that the service hashes, made again in the browser (core/src/kernel/seal.rs): a domain
 * with its version, then fields one after another, each behind its length; integers in 8 bytes, text
 * in NFC. `crypto.subtle` is missing on plain http, so the hash is a program's own.
 */
export class Seal {
  private readonly hashed = sha256.create()

  /** `lead`: bytes before all else, where a hash tree tells its leaves from its nodes. */
  constructor(domain: string, lead?: Uint8Array) {
    if (lead) this.hashed.update(lead)
    this.bytes(utf8(domain))
  }

  bytes(field: Uint8Array): this {
    this.hashed.update(eight(BigInt(field.length))).update(field)
    return this
  }

  /** A hash as it is written. */
  hex(field: string): this {
    return this.bytes(bytesOf(field))
  }

  text(field: string): this {
    return this.bytes(utf8(field.normalize('NFC')))
  }

  int(field: number): this {
    return this.bytes(eight(BigInt(field)))
  }

  /** A uuid. */
  id(field: string): this {
    return this.bytes(bytesOf(field.replace(/-/g, '')))
  }

  /** The hash in hexadecimal; nothing can be added afterwards. */
  hash(): string {
    return hexOf(this.hashed.digest())
  }
}

const utf8 = (text: string) => new TextEncoder().encode(text)

function eight(number: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, number)
  return bytes
}

/** Bytes from hexadecimal digits; whatever is no digit counts as 0, so that a broken file differs instead of failing. */
export function bytesOf(hex: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor(hex.length / 2))
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16) || 0
  return bytes
}

/** SHA-256 of plain bytes, in hexadecimal. */
export const hashOf = (bytes: Uint8Array) => hexOf(sha256(bytes))

const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
