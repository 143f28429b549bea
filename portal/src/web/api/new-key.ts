/** A fresh idempotency key: 32 hex digits. Not randomUUID, which browsers have on https and localhost only. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
